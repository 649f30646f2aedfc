// The summary of a point's latencies. Definitions and sources: docs/measuring.md.

import {
  type LatencySummary,
  type Quantile,
  type QuantileValues,
  quantiles,
} from '../measurement.ts'
import { quantileInterval } from './interval.ts'
import { momentsOf } from './moments.ts'
import {
  countAbove,
  countBelow,
  earlyStoppingBound,
  leastSamples,
  percentile,
  quantileOf,
} from './percentile.ts'
import { ascending } from './sort.ts'

const byQuantile = (of: (quantile: Quantile) => number | null) =>
  Object.fromEntries(quantiles.map((quantile) => [quantile, of(quantile)])) as QuantileValues

/** Tukey's fences so many interquartile ranges from the quartiles. `sorted` ascending and not empty. */
export function fencesOf(
  sorted: Float64Array,
  ranges: number,
): { readonly low: number; readonly high: number } {
  const [first, third] = [percentile(sorted, 0.25), percentile(sorted, 0.75)]
  const reach = ranges * (third - first)
  return { low: first - reach, high: third + reach }
}

/** Beyond these fences an outlier is severe [Criterion]. */
export const severeRanges = 3

/**
 * Samples beyond Tukey's fences, 1.5 (mild) and 3 (severe) interquartile ranges from the quartiles, as Criterion flags
 * them. None is dropped. `sorted` ascending and not empty.
 */
export function outliersIn(sorted: Float64Array): {
  readonly mild: number
  readonly severe: number
} {
  const beyond = (ranges: number) => {
    const { low, high } = fencesOf(sorted, ranges)
    return countBelow(sorted, low) + countAbove(sorted, high)
  }
  const severe = beyond(severeRanges)
  return { mild: beyond(1.5) - severe, severe }
}

/** Summary of a point's latencies in nanoseconds, in the order in which they were taken; at least one. */
export function summarize(samples: Float64Array, sorted = ascending(samples)): LatencySummary {
  const n = samples.length
  const { mean, standardDeviation } = momentsOf(samples)
  return {
    count: n,
    minNs: percentile(sorted, 0),
    maxNs: percentile(sorted, 1),
    meanNs: mean,
    standardDeviationNs: standardDeviation,
    percentilesNs: byQuantile((quantile) =>
      n < leastSamples[quantile] ? null : percentile(sorted, quantileOf[quantile]),
    ),
    boundsNs: byQuantile((quantile) => earlyStoppingBound(sorted, quantileOf[quantile])),
    medianIntervalNs: quantileInterval(samples, 0.5, sorted),
    quartilesNs: { first: percentile(sorted, 0.25), third: percentile(sorted, 0.75) },
    outliers: outliersIn(sorted),
  }
}
