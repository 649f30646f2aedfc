// Percentiles as LoadGen defines them, and how many samples each needs (mlcommons/inference, loadgen/).

import { type Quantile, quantiles } from '../measurement.ts'
import { regularizedBeta } from './beta.ts'

export const quantileOf: Readonly<Record<Quantile, number>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p999: 0.999,
}

/** Where the percentile stands among so many in ascending order. */
export const percentileIndex = (count: number, p: number): number =>
  Math.min(count - 1, Math.floor(count * p))

/** `sorted[floor(n·p)]`, as LoadGen reports a percentile. `sorted` ascending and not empty. */
export function percentile(sorted: Float64Array, p: number): number {
  const value = sorted[percentileIndex(sorted.length, p)]
  if (value === undefined) throw new RangeError('no samples')
  return value
}

/** How many of `sorted`, ascending, are below `value`. */
export function countBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of `sorted`, ascending, are above `value`. */
export function countAbove(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return sorted.length - low
}

/** LoadGen's confidence is 99 %. */
const doubt = 0.01

/**
 * Whether `over` of `n` samples may lie above a bound of the p-quantile: I(p; n − over, over + 1), the chance of no
 * more than `over` above it if it were not one, is at most 1 % (loadgen/early_stopping.cc, with its tolerance d = 0).
 */
const mayLieAbove = (over: number, n: number, p: number) =>
  regularizedBeta(p, n - over, over + 1) <= doubt

/** The greatest of low…high for which `holds`, which holds up to some value and not beyond; low − 1 for none. */
function lastWhere(low: number, high: number, holds: (value: number) => boolean): number {
  let [from, to] = [low - 1, high]
  while (from < to) {
    const middle = Math.ceil((from + to) / 2)
    if (holds(middle)) from = middle
    else to = middle - 1
  }
  return from
}

/**
 * LoadGen's early-stopping upper bound of the p-quantile at 99 % confidence: with the largest t for which
 * n ≥ h(t) + t, where h(t) is the smallest h with I(p; h, t + 1) ≤ 0.01, it is `sorted[n − t]`. Null below the least n.
 * `sorted` ascending.
 */
export function earlyStoppingBound(sorted: Float64Array, p: number): number | null {
  const n = sorted.length
  const t = lastWhere(1, n - 1, (over) => mayLieAbove(over, n, p))
  return t < 1 ? null : (sorted[n - t] ?? null)
}

const leastSamplesFor = (p: number) => lastWhere(2, 1 << 20, (n) => !mayLieAbove(1, n, p)) + 1

/** The least number of samples for which there is an early-stopping bound. Below it a percentile is "too few samples". */
export const leastSamples = Object.fromEntries(
  quantiles.map((quantile) => [quantile, leastSamplesFor(quantileOf[quantile])]),
) as Readonly<Record<Quantile, number>>

/** Of the normal distribution: 99 % lie within so many standard deviations. */
const z99 = 2.5758293035489004

/**
 * LoadGen's sample size by the normal approximation, z²p(1−p)/m² with a margin m = (1−p)/20 at 99 % confidence
 * (mlcommons/inference_policies, inference_rules.adoc): other than `leastSamples`, and far more.
 */
export function loadgenSampleSize(p: number): number {
  const margin = (1 - p) / 20
  return Math.round((z99 ** 2 * p * (1 - p)) / margin ** 2)
}

/** About √n bins, within what a chart can show. */
export function histogramBins(count: number): number {
  return Math.min(60, Math.max(10, Math.round(Math.sqrt(count) * 1.5)))
}
