// `benchtop runs`: what is in the store, newest first; one of them in full; removing and cancelling.

import type { Command } from 'commander'
import { fail } from '../../shared/fault.ts'
import type { RunRecord } from '../../shared/ipc.ts'
import type { Desk } from './desk.ts'
import { addMeter } from './meter.ts'
import { boardNamed, runNamed } from './named.ts'
import { wholeNumber } from './options.ts'
import { resultText } from './result.ts'
import { runList } from './run-list.ts'
import { findRun, whichRun } from './which-run.ts'

interface Filters {
  readonly board?: string
  readonly model?: string
  readonly limit: number
}

export function addRuns(program: Command, desk: Desk): void {
  const runs = program
    .command('runs')
    .description(
      'list the runs that are kept, newest first; or show, cancel, remove one, or give it the record of a meter',
    )
    .option('--board <name>', 'only of this board')
    .option('--model <text>', 'only with a model whose name holds this text')
    .option('--limit <number>', 'at the most so many; 0 for all', wholeNumber, 20)
    .action((filters: Filters) =>
      desk.open(async (bench) => {
        const board = filters.board === undefined ? null : boardNamed(bench, filters.board).board.id
        const found = bench.runs
          .list()
          .filter(
            (run) => (board === null || run.boardId === board) && hasModel(run, filters.model),
          )
        const shown = filters.limit === 0 ? found : found.slice(0, filters.limit)
        desk.result(shown, () => (shown.length === 0 ? 'No runs.' : runList(shown)))
        const more = found.length - shown.length
        if (more > 0) desk.note(`${more} more; --limit 0 lists all`)
      }),
    )
  runs
    .command('show <run>')
    .summary('print a run')
    .description(`print a run; ${whichRun}`)
    .option('--details', 'every point in full: bounds, repetitions, memory, providers, environment')
    .action((name: string, { details = false }: { readonly details?: boolean }) =>
      desk.open(async (bench) => {
        const snapshot = bench.runs.snapshot(findRun(bench, name).id)
        desk.result(snapshot, () => resultText(snapshot, details))
      }),
    )
  addMeter(runs, desk)
  runs
    .command('remove <run...>')
    .description('forget runs with all their samples')
    .action((names: readonly string[]) =>
      desk.open(async (bench) => {
        const ids = [...new Set(names.map((name) => runNamed(bench, name).id))]
        for (const id of ids) await bench.runs.remove(id)
        desk.result({ removed: ids }, () => ids.map((id) => `Removed ${id}.`).join('\n'))
      }),
    )
  runs
    .command('cancel <run>')
    .description('end a run that is under way; what was measured is kept')
    .action((name: string) =>
      desk.open(async (bench) => {
        const { id, status } = runNamed(bench, name)
        if (status !== 'preparing' && status !== 'running')
          fail('bad-request', { reason: `the run ${id} has ended: ${status}` })
        await bench.runs.cancel(id)
        await bench.runs.settled(id)
        const record = bench.runs.record(id)
        const isEnding = record.status === 'running'
        desk.result(record, () => `${id}: ${isEnding ? 'is being cancelled' : record.status}`)
      }),
    )
}

function hasModel({ plan }: RunRecord, text: string | undefined): boolean {
  if (text === undefined) return true
  return plan.models.some(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
}
