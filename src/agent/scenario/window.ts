// One window of the timed loop: the clock, the inference and one store; nothing else happens in it.

import { maxSamplesPerEvent } from '../../shared/event.ts'
import type { Session } from '../engine/engine.ts'
import type { Clock } from './clock.ts'
import type { Window } from './recording.ts'

/** About how long a window is; a single query may be longer. */
export const windowMs = 250

/** Written once, so that the loop meets no page that the system has yet to give. */
const elapsedMs = new Float64Array(maxSamplesPerEvent).fill(1)

export interface Query {
  readonly session: Pick<Session, 'run'>
  readonly clock: Clock
  /** A query is so many inferences, one after another. */
  readonly inferences: number
}

/**
 * Queries one after another until `capMs` have passed or `most` are done, at least one. Latency: from the call of the
 * query's first run to the end of its last, inputs already in memory.
 */
export async function fillWindow(
  { session, clock, inferences }: Query,
  capMs: number,
  most: number,
): Promise<Window> {
  const room = Math.min(elapsedMs.length, most)
  let count = 0
  const startMs = clock.now()
  const lastMs = startMs + capMs
  let endMs = startMs
  do {
    const queryMs = clock.now()
    for (let done = 0; done < inferences; done++) {
      const pending = session.run()
      if (pending !== undefined) await pending
    }
    endMs = clock.now()
    elapsedMs[count++] = endMs - queryMs
  } while (endMs < lastMs && count < room)
  return { startMs, endMs, latencyNs: inNanoseconds(elapsedMs.subarray(0, count)) }
}

export const inNanoseconds = (milliseconds: Float64Array): Float64Array =>
  milliseconds.map((ms) => Math.round(ms * 1e6))
