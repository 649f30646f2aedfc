// The clock of the timed loops. It reads the machine's monotonic clock into a number and allocates nothing, which
// `process.hrtime.bigint()` does; what a reading costs stands in docs/measuring.md.

import { performance } from 'node:perf_hooks'

export interface Clock {
  /** Monotonic milliseconds, exact to the nanosecond. */
  now(): number
  /** Returns at that moment, or at once where it has passed. */
  waitUntil(atMs: number): void
}

/** A sleeping thread wakes late by up to about this much: the rest of a wait is spent turning. */
const wakeMs = 1
const neverWritten = new Int32Array(new SharedArrayBuffer(4))

class MonotonicClock implements Clock {
  now(): number {
    return performance.now()
  }

  waitUntil(atMs: number): void {
    const sleepMs = atMs - performance.now() - wakeMs
    if (sleepMs > wakeMs) Atomics.wait(neverWritten, 0, 0, sleepMs)
    while (performance.now() < atMs);
  }
}

export const monotonicClock: Clock = new MonotonicClock()

const offsetReadings = 9

/**
 * Nanoseconds from `originNs` of `process.hrtime.bigint()` to the zero of `monotonicClock`. Of several readings the one
 * counts that took the least time: the process may be held up in the middle of any.
 */
export function clockOffsetNs(originNs: bigint): number {
  let best = { tookMs: Number.POSITIVE_INFINITY, offsetNs: 0 }
  for (let reading = 0; reading < offsetReadings; reading++) {
    const beforeMs = performance.now()
    const sinceOriginNs = Number(process.hrtime.bigint() - originNs)
    const afterMs = performance.now()
    const tookMs = afterMs - beforeMs
    if (tookMs >= best.tookMs) continue
    best = { tookMs, offsetNs: sinceOriginNs - ((beforeMs + afterMs) / 2) * 1e6 }
  }
  return best.offsetNs
}
