// The statistics of latencies. Definitions and sources: docs/measuring.md.

import { type LatencySummary, type Quantile, quantiles } from './measurement.ts'

export const quantileOf: Readonly<Record<Quantile, number>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p999: 0.999,
}

/**
 * The least number of samples for which LoadGen's early-stopping rule gives a bound at 99 % confidence
 * (mlcommons/inference, loadgen/early_stopping.cc). Below it a percentile is "too few samples".
 */
export const leastSamples: Readonly<Record<Quantile, number>> = {
  p50: 11,
  p90: 64,
  p95: 130,
  p99: 662,
  p999: 6636,
}

/** `sorted[floor(n·p)]`, as LoadGen reports a percentile. `sorted` ascending and not empty. */
export function percentile(sorted: Float64Array, p: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]
  if (value === undefined) throw new RangeError('no samples')
  return value
}

/** About √n bins, within what a chart can show. */
export function histogramBins(count: number): number {
  return Math.min(60, Math.max(10, Math.round(Math.sqrt(count) * 1.5)))
}

/** A small seeded generator of uniform numbers in [0, 1) (mulberry32): the same seed, the same numbers. */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const bootstrapRounds = 200
const bootstrapBins = 4096

/**
 * 95 % confidence interval of the median by the moving-block bootstrap: consecutive inferences are
 * correlated, so whole blocks of n^(1/3) are drawn (Künsch 1989; block length after Hall, Horowitz, Jing 1995).
 * Ranks are binned into at most 4096 classes, which bounds the cost; the error is below 1/4096 of the ranks.
 * `samples` in the order in which they were taken.
 */
export function medianInterval(
  samples: Float64Array,
  seed = 1,
): { readonly low: number; readonly high: number } | null {
  const n = samples.length
  if (n < leastSamples.p50) return null
  const sorted = Float64Array.from(samples).sort()
  const bins = Math.min(n, bootstrapBins)
  const binStart = (bin: number) => sorted[Math.floor((bin * n) / bins)] as number
  const edges = Float64Array.from({ length: bins }, (_, bin) => binStart(bin))
  const binOf = Uint16Array.from(samples, (value) => lastAtMost(edges, value))

  const block = Math.max(1, Math.round(n ** (1 / 3)))
  const random = seededUniform(seed)
  const counts = new Uint32Array(bins)
  const medians = new Float64Array(bootstrapRounds)
  for (let round = 0; round < bootstrapRounds; round++) {
    counts.fill(0)
    for (let drawn = 0; drawn < n; ) {
      const start = Math.floor(random() * (n - block + 1))
      const end = Math.min(start + block, start + n - drawn)
      for (let index = start; index < end; index++) {
        const bin = binOf[index] as number
        counts[bin] = (counts[bin] as number) + 1
      }
      drawn += end - start
    }
    let below = 0
    let bin = 0
    while (below + (counts[bin] as number) <= Math.floor(n / 2)) below += counts[bin++] as number
    medians[round] = edges[bin] as number
  }
  medians.sort()
  return { low: percentile(medians, 0.025), high: percentile(medians, 0.975) }
}

/** Index of the last entry of ascending `edges` that is at most `value`. */
function lastAtMost(edges: Float64Array, value: number): number {
  let low = 0
  let high = edges.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((edges[middle] as number) <= value) low = middle
    else high = middle - 1
  }
  return low
}

/** Summary of a point's latencies in nanoseconds, in the order in which they were taken; at least one. */
export function summarize(samples: Float64Array): LatencySummary {
  const n = samples.length
  const sorted = Float64Array.from(samples).sort()
  const meanNs = samples.reduce((sum, value) => sum + value, 0) / n
  const squares = samples.reduce((sum, value) => sum + (value - meanNs) ** 2, 0)
  const at = (quantile: Quantile) =>
    n < leastSamples[quantile] ? null : percentile(sorted, quantileOf[quantile])
  return {
    count: n,
    minNs: percentile(sorted, 0),
    maxNs: percentile(sorted, 1),
    meanNs,
    standardDeviationNs: n > 1 ? Math.sqrt(squares / (n - 1)) : 0,
    percentilesNs: Object.fromEntries(
      quantiles.map((quantile) => [quantile, at(quantile)]),
    ) as Record<Quantile, number | null>,
    boundsNs: { p50: null, p90: null, p95: null, p99: null, p999: null },
    medianIntervalNs: medianInterval(samples),
    outliers: null,
  }
}

/** Half the width of the median's interval, relative to the median; null while it is unknown. */
export function relativeHalfWidth(samples: Float64Array): number | null {
  const interval = medianInterval(samples)
  if (interval === null) return null
  const median = percentile(Float64Array.from(samples).sort(), 0.5)
  return median > 0 ? (interval.high - interval.low) / 2 / median : null
}

interface WindowShape {
  readonly mean: number
  readonly firstQuartile: number
  readonly thirdQuartile: number
  readonly deviation: number
}

function shapeOf(window: Float64Array): WindowShape {
  const sorted = Float64Array.from(window).sort()
  const median = percentile(sorted, 0.5)
  return {
    mean: window.reduce((sum, value) => sum + value, 0) / window.length,
    firstQuartile: percentile(sorted, 0.25),
    thirdQuartile: percentile(sorted, 0.75),
    deviation: percentile(window.map((value) => Math.abs(value - median)).sort(), 0.5),
  }
}

const ratioWithin = (value: number, base: number, low: number, high: number) =>
  base === 0 ? value === 0 : value / base >= 1 + low && value / base <= 1 + high

/** Iterations in one window of the warm-up test. */
export const warmupWindow = 20

/**
 * Whether two consecutive windows of iterations agree, so that the warm-up may end: mean within −50 %…+10 %,
 * quartiles within 5 %, median absolute deviation within 10 % of the range (after pyperf's calibration of warm-ups).
 */
export function windowsAgree(before: Float64Array, after: Float64Array): boolean {
  const first = shapeOf(before)
  const second = shapeOf(after)
  return (
    ratioWithin(second.mean, first.mean, -0.5, 0.1) &&
    ratioWithin(second.firstQuartile, first.firstQuartile, -0.05, 0.05) &&
    ratioWithin(second.thirdQuartile, first.thirdQuartile, -0.05, 0.05) &&
    Math.abs(second.deviation - first.deviation) <= 0.1 * first.mean
  )
}
