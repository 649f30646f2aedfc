// Single-stream [LoadGen]: one query at a time, the next when the last is done. The timed loop holds the clock,
// the inference and one store; everything else happens between windows and is not counted.

import { type Limits, stretchedMaxMs } from '../../shared/limits.ts'
import type { Measurement } from '../../shared/measurement.ts'
import { relativeHalfWidth, summarize } from '../../shared/stats.ts'
import { nowNs } from '../clock.ts'
import type { Session } from '../engine/engine.ts'

/** About how long a window is; a single inference may be longer. */
const windowNs = 250e6
/** The half-width of the median's 95 % interval, relative to the median, at which it is known well enough. */
const enoughPrecision = 0.01
const precisionEveryNs = 500e6
/** Testing for precision takes at the most one part in this many of the time. */
const precisionCostShare = 5

export interface SingleStream {
  readonly latencyNs: Float64Array
  /** Sum of the windows' own wall time: what throughput is counted over. */
  readonly wallNs: number
  readonly stop: Measurement['stop']
  readonly peakBytes: number
}

/**
 * Latency: nanoseconds from the call of run to its resolution, inputs already in memory, monotonic clock.
 * `handOn` gets each window's samples in order. `peakBytes` is read while no statistics have been made yet, so
 * that their own memory is not charged to the model.
 */
export async function measureSingleStream(
  session: Session,
  limits: Limits,
  readPeakBytes: () => number,
  handOn: (first: number, latencyNs: Float64Array) => void,
): Promise<SingleStream> {
  const samples = new Float64Array(limits.maxSamples)
  let count = 0
  let wallNs = 0
  let testedAtNs = 0
  let testCostNs = 0
  let peakBytes: number | null = null
  const capMs = () => (count < limits.minSamples ? stretchedMaxMs(limits) : limits.maxMs)

  for (;;) {
    const first = count
    const capNs = Math.min(windowNs, capMs() * 1e6 - wallNs)
    const windowStart = process.hrtime.bigint()
    const windowEnd = windowStart + BigInt(Math.max(0, Math.ceil(capNs)))
    let end = windowStart
    do {
      const start = process.hrtime.bigint()
      const pending = session.run()
      if (pending !== undefined) await pending
      end = process.hrtime.bigint()
      samples[count++] = Number(end - start)
    } while (end < windowEnd && count < samples.length)
    wallNs += Number(end - windowStart)

    const done = samples.subarray(0, count)
    const isPrecise = () => {
      const sinceNs = wallNs - testedAtNs
      if (count < limits.minSamples || wallNs < limits.minMs * 1e6) return false
      if (sinceNs < precisionEveryNs || sinceNs < precisionCostShare * testCostNs) return false
      const testStartNs = nowNs()
      peakBytes ??= readPeakBytes()
      const halfWidth = relativeHalfWidth(done)
      testedAtNs = wallNs
      testCostNs = nowNs() - testStartNs
      return halfWidth !== null && halfWidth <= enoughPrecision
    }
    handOn(first, samples.subarray(first, count))
    const stop: Measurement['stop'] | null =
      count >= samples.length
        ? 'sample-cap'
        : wallNs >= capMs() * 1e6
          ? 'time-cap'
          : isPrecise()
            ? 'precision'
            : null
    if (stop !== null)
      return { latencyNs: done, wallNs, stop, peakBytes: peakBytes ?? readPeakBytes() }
  }
}

/** The measurement's share that follows from the samples alone. */
export function summarizeSingleStream(
  { latencyNs, wallNs, stop }: SingleStream,
  batch: number,
): Pick<Measurement, 'latency' | 'samplesPerSecond' | 'wallNs' | 'stop'> {
  return {
    latency: summarize(latencyNs),
    /** Samples per second: inferences × batch ÷ wall time of the measured windows. */
    samplesPerSecond: (latencyNs.length * batch * 1e9) / wallNs,
    wallNs,
    stop,
  }
}
