// The desk as a process of its own, so that it can be killed: opens the core on a folder that was prepared, tunes or
// sweeps, and says on stdout how far it is. Its work stands on stdin, as JSON.

import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBench } from '../../src/main/bench.ts'
import { findInstallation } from '../../src/main/installation.ts'
import { type Plan, planSchema } from '../../src/shared/plan.ts'
import type { Change } from '../../src/shared/tuning.ts'
import { root } from '../core/bench.ts'

export type DeskWork = {
  readonly dataDir: string
  readonly board: string
} & (
  | {
      readonly way: 'apply'
      readonly changes: readonly Change[]
      readonly leftMs: number
      /** Null: the lease runs out by itself. */
      readonly restoresAfterMs: number | null
    }
  | { readonly way: 'sweep'; readonly plan: Plan }
)

async function work(wanted: DeskWork): Promise<void> {
  const bench = openBench(findInstallation(root), wanted.dataDir, () => undefined, {
    ask: null,
    cipher: null,
  })
  try {
    if (wanted.way === 'sweep') {
      const { id } = bench.runs.start(wanted.board, planSchema.parse(wanted.plan))
      await bench.runs.settled(id)
      return
    }
    const session = await bench.boards.session(wanted.board)
    await session.call('tune-apply', {
      changes: [...wanted.changes],
      lease: { kind: 'until', leftMs: wanted.leftMs },
      acceptTaint: false,
    })
    if (wanted.restoresAfterMs === null) return void (await sleep(wanted.leftMs))
    await sleep(wanted.restoresAfterMs)
    await session.call('tune-restore', {})
  } finally {
    await bench.close()
  }
}

await work(JSON.parse(await text(process.stdin)) as DeskWork)
