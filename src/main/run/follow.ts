// Follows a run on its board until it has ended: attaches from the last event in the store, and when the link
// is lost connects again and goes on from there. The board does not notice.

import { setTimeout as sleep } from 'node:timers/promises'
import type { RunId } from '../../shared/event.ts'
import { type Fault, toFault } from '../../shared/fault.ts'
import type { BoardSession } from '../board/session.ts'
import type { RunStore } from '../store/runs.ts'
import type { Ingest } from './ingest.ts'

export interface FollowOptions {
  readonly run: RunId
  readonly store: RunStore
  readonly ingest: Ingest
  readonly session: () => Promise<BoardSession>
  readonly signal: AbortSignal
  /** The link is lost, or back (null). */
  readonly onLink: (fault: Fault | null) => void
}

const firstDelayMs = 500
const longestDelayMs = 15_000

/** Resolves when the run has ended or `signal` fires; rejects with a fault that waiting does not mend. */
export async function follow(options: FollowOptions): Promise<void> {
  const { run, store, ingest, signal } = options
  let delayMs = firstDelayMs
  while (!signal.aborted) {
    try {
      const session = await options.session()
      options.onLink(null)
      await session.attach(
        run,
        store.lastSeq(run),
        (event) => {
          delayMs = firstDelayMs
          ingest.take(event)
        },
        signal,
      )
      ingest.flush()
      return
    } catch (thrown) {
      ingest.flush()
      if (signal.aborted) return
      const fault = toFault(thrown)
      if (fault.retry !== 'auto') throw thrown
      options.onLink(fault)
      await sleep(delayMs, undefined, { signal }).catch(() => undefined)
      delayMs = Math.min(delayMs * 2, longestDelayMs)
    }
  }
}
