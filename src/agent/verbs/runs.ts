// `runs`: what this board knows of its runs, oldest first. A lost one is closed on the way.

import type { RunSummary, VerbReply } from '../../shared/protocol.ts'
import type { Home } from '../home.ts'
import { runIds, settle } from '../run/state.ts'

export async function runs(home: Home): Promise<VerbReply<'runs'>> {
  const summaries: RunSummary[] = []
  for (const run of runIds(home)) {
    const summary = await settle(home, run)
    if (summary !== null) summaries.push(summary)
  }
  return { runs: summaries }
}
