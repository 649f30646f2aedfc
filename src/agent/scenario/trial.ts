// One rate of the server scenario: queries arrive at their own times, wait in one queue and are taken one after another.

import { earlyStoppingBound, leastSamples, percentile } from '../../shared/stats.ts'
import { poissonGaps } from './arrivals.ts'
import { Recording } from './recording.ts'
import type { Load } from './scenario.ts'
import { inNanoseconds, windowMs } from './window.ts'

const quantile = 0.99
/** A trial that is neither clear nor hopeless goes on for up to so many times its number of queries. */
const mostStretch = 4
/** Where more than this share is above the bound, trying again would tell nothing. */
const hopelessShare = 0.1
const checkInEveryMs = 1000

export interface TrialRequest {
  readonly perSecond: number
  readonly seed: number
  /** At least `leastSamples.p99`. */
  readonly queries: number
  /** After this moment a trial is given up. */
  readonly deadlineMs: number
}

export interface Trial {
  readonly perSecond: number
  readonly holds: boolean
  /** LoadGen's early-stopping bound of p99. */
  readonly p99Ns: number
  readonly isHopeless: boolean
  readonly startMs: number
  /** From the scheduled arrival of each query to its end: waiting counts. */
  readonly latencyMs: Float64Array
  /** When each query ended. */
  readonly endMs: Float64Array
}

/**
 * A rate holds where the bound of p99 does, and misses where p99 itself does; between the two the trial goes on, and
 * misses in the end. It ends early where it is sure to miss. Null where time ran out first.
 */
export async function tryRate(load: Load, request: TrialRequest): Promise<Trial | null> {
  const { session, clock, boundNs, limits } = load
  const { perSecond, queries, deadlineMs } = request
  const boundMs = boundNs / 1e6
  const most = Math.min(queries * mostStretch, limits.maxSamples)
  const latencyMs = new Float64Array(most)
  const endMs = new Float64Array(most)
  const nextGapMs = poissonGaps(perSecond, request.seed)
  const startMs = clock.now()
  let arrivalMs = startMs + nextGapMs()
  let checkedMs = startMs
  let count = 0
  let over = 0

  for (let goal = queries; ; goal = Math.min(most, goal * 2)) {
    const bearable = (1 - quantile) * goal
    while (count < goal && (over <= bearable || count < leastSamples.p99)) {
      clock.waitUntil(arrivalMs)
      const pending = session.run()
      if (pending !== undefined) await pending
      const nowMs = clock.now()
      latencyMs[count] = nowMs - arrivalMs
      endMs[count++] = nowMs
      if (nowMs - arrivalMs > boundMs) over++
      arrivalMs += nextGapMs()
      if (nowMs - checkedMs < checkInEveryMs) continue
      checkedMs = nowMs
      load.checkIn()
      if (nowMs > deadlineMs) return null
    }
    const sorted = latencyMs.slice(0, count).sort()
    const p99Ms = earlyStoppingBound(sorted, quantile) ?? Number.POSITIVE_INFINITY
    const isOpen = p99Ms > boundMs && percentile(sorted, quantile) <= boundMs
    if (isOpen && count < most) continue
    return {
      perSecond,
      holds: p99Ms <= boundMs,
      p99Ns: Math.round(p99Ms * 1e6),
      isHopeless: over > hopelessShare * count,
      startMs,
      latencyMs: latencyMs.subarray(0, count),
      endMs: endMs.subarray(0, count),
    }
  }
}

/** Cuts a trial into windows, by when its queries ended. */
export function recordingOf({ startMs, latencyMs, endMs }: Trial): Recording {
  const recording = new Recording()
  let first = 0
  let windowStartMs = startMs
  endMs.forEach((nowMs, at) => {
    if (nowMs - windowStartMs < windowMs && at + 1 < endMs.length) return
    const latencyNs = inNanoseconds(latencyMs.slice(first, at + 1))
    recording.add({ startMs: windowStartMs, endMs: nowMs, latencyNs })
    first = at + 1
    windowStartMs = nowMs
  })
  return recording
}
