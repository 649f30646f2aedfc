// `benchtop runs`: what is in the store.

import Table from 'cli-table3'
import { openBench } from '../bench.ts'
import type { Installation } from '../installation.ts'
import { askOnTerminal } from './ask.ts'

export async function runs(
  installation: Installation,
  dataDir: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const bench = openBench(installation, dataDir, () => undefined, {
    ask: askOnTerminal(),
    cipher: null,
  })
  try {
    const records = bench.runs.list()
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(records)}\n`)
      return
    }
    const table = new Table({
      head: ['run', 'board', 'models', 'status', 'measured'],
      style: { head: [], border: [], compact: true },
    })
    for (const { id, boardName, plan, status, measuredPoints, totalPoints } of records)
      table.push([
        id,
        boardName,
        plan.models.map(({ name }) => name).join(', '),
        status,
        `${measuredPoints} of ${totalPoints}`,
      ])
    process.stdout.write(records.length === 0 ? 'No runs yet.\n' : `${table.toString()}\n`)
  } finally {
    await bench.close()
  }
}
