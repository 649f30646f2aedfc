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

/** Nanoseconds between `originNs` of `process.hrtime.bigint()` and the zero of `monotonicClock`. */
export function clockOffsetNs(originNs: bigint): number {
  const beforeNs = performance.now() * 1e6
  const sinceOriginNs = Number(process.hrtime.bigint() - originNs)
  return sinceOriginNs - (beforeNs + performance.now() * 1e6) / 2
}
