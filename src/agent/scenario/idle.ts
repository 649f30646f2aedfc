// Queries that find the board idle: what one takes where none has to wait. The server scenario begins with them.

import { earlyStoppingBound, leastSamples, percentile } from '../../shared/stats.ts'
import { Recording } from './recording.ts'
import type { Load } from './scenario.ts'
import { fillWindow, windowMs } from './window.ts'

export interface Idle {
  readonly recording: Recording
  readonly meanMs: number
  /** LoadGen's early-stopping bound of p99; null below its least number of queries. */
  readonly p99Ns: number | null
  /** Whether p99 is above the bound although no query waits: then no rate can hold it. */
  readonly misses: boolean
}

/** Ends with the least number of queries for p99, or after `capMs`. */
export async function measureIdle(load: Load, capMs: number): Promise<Idle> {
  const { session, clock, limits, boundNs } = load
  const query = { session, clock, inferences: 1 }
  const recording = new Recording()
  const isEnough = () => recording.count >= leastSamples.p99 || recording.wallNs >= capMs * 1e6
  do {
    const leftMs = Math.max(0, capMs - recording.wallNs / 1e6)
    const most = limits.maxSamples - recording.count
    recording.add(await fillWindow(query, Math.min(windowMs, leftMs), most))
    load.checkIn()
  } while (!isEnough() && recording.count < limits.maxSamples)
  const sorted = recording.sortedNs
  const p99Ns = earlyStoppingBound(sorted, 0.99)
  return {
    recording,
    meanMs: recording.wallNs / recording.count / 1e6,
    p99Ns,
    misses: p99Ns !== null && percentile(sorted, 0.99) > boundNs,
  }
}
