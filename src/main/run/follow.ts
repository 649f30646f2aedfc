// Follows a run on its board until it has ended: attaches from the last event in the store, and when the link
// is lost connects again and goes on from there. The board does not notice.

import { setTimeout as sleep } from 'node:timers/promises'
import { type Fault, fail, toFault } from '../../shared/fault.ts'
import type { RunRecord } from '../../shared/ipc.ts'
import type { BoardSession } from '../board/session.ts'
import { type RunStore, unfinished } from '../store/runs.ts'
import { Admission } from './admission.ts'
import type { Ingest } from './ingest.ts'

export interface FollowOptions {
  readonly record: RunRecord
  readonly store: RunStore
  readonly ingest: Ingest
  readonly session: () => Promise<BoardSession>
  readonly signal: AbortSignal
  /** The link is lost, or back (null). */
  readonly onLink: (fault: Fault | null) => void
}

const firstDelayMs = 500
const longestDelayMs = 15_000

/**
 * Resolves when the run has ended or `signal` fires; rejects with a fault that waiting does not mend. A board that
 * was reached once and starts anew refuses connections for a while: whatever stands in the way there is waited for.
 */
export async function follow(options: FollowOptions): Promise<void> {
  const { record, store, ingest, signal } = options
  const run = record.id
  const hasEnded = () => !unfinished.some((status) => status === store.get(run)?.status)
  let delayMs = firstDelayMs
  while (!signal.aborted) {
    try {
      const session = await options.session()
      options.onLink(null)
      const admission = new Admission(record, store.view(run, record.plan))
      await session.attach(
        run,
        store.lastSeq(run),
        (event) => {
          delayMs = firstDelayMs
          admission.admit(event)
          ingest.take(event)
        },
        AbortSignal.any([signal, ingest.failed]),
      )
      ingest.flush()
      if (!hasEnded()) fail('protocol-broken', {}, 'the events ended without an end of the run')
      return
    } catch (thrown) {
      if (ingest.failed.aborted) throw ingest.failed.reason
      ingest.flush()
      if (signal.aborted || hasEnded()) return
      const fault = toFault(thrown)
      if (fault.retry !== 'auto' && fault.stage !== 'reach') throw thrown
      options.onLink(fault)
      await sleep(delayMs, undefined, { signal }).catch(() => undefined)
      delayMs = Math.min(delayMs * 2, longestDelayMs)
    }
  }
}
