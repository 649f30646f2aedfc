// Confidence intervals at 95 % from the samples of one process. Consecutive inferences are correlated and drift, so the
// variance is that of the moving-block bootstrap, at several lengths of block, of which the widest counts.

import type { Interval } from '../measurement.ts'
import { betaQuantile, studentT } from './beta.ts'
import { ascending, percentile } from './percentile.ts'

const confidence = 0.95
/** Of the normal distribution: 95 % lie within so many standard deviations. */
const z95 = 1.959963984540054

/**
 * No interval from within one process is narrower than this share of its value to either side: how a process wanders
 * over half a minute is not seen in the seconds that it is measured for, and half of a difference that counts as noise
 * (1 %) is not to be claimed by it.
 */
const leastHalfWidth = 0.005

function widened({ low, high }: Interval, value: number): Interval {
  return {
    low: Math.min(low, value * (1 - leastHalfWidth)),
    high: Math.max(high, value * (1 + leastHalfWidth)),
  }
}

/** Fewer samples say nothing of how they vary: the least number for a bound of a median. */
const leastForInterval = 11

/**
 * Half the width of the 95 % interval of the mean of `values`, which stand in the order in which they were taken.
 *
 * The moving-block bootstrap draws whole blocks of consecutive values (Künsch 1989). The variance that it gives a mean
 * needs no drawing: it is that of the means of all overlapping blocks (Meketon and Schmeiser 1984), with about
 * 1.5·(n/l − 1) degrees of freedom. Short blocks miss slow changes, long ones are few: blocks of 1, n^⅓, n^½, a tenth and
 * a fifth of the whole are tried, and the widest interval is taken.
 */
export function meanHalfWidth(values: ArrayLike<number>): number {
  const n = values.length
  const sums = new Float64Array(n + 1)
  for (let index = 0; index < n; index++)
    sums[index + 1] = (sums[index] as number) + (values[index] as number)
  const mean = (sums[n] as number) / n
  const longest = Math.max(1, Math.floor(n / 5))
  const lengths = new Set(
    [1, n ** (1 / 3), n ** (1 / 2), n / 10, longest].map((length) =>
      Math.min(longest, Math.max(1, Math.round(length))),
    ),
  )
  return Math.max(
    ...[...lengths].map((length) => {
      const blocks = n - length + 1
      let squares = 0
      for (let start = 0; start < blocks; start++) {
        const sum = (sums[start + length] as number) - (sums[start] as number)
        squares += (sum / length - mean) ** 2
      }
      const variance = (length * squares) / (blocks * (n - length))
      return studentT(confidence, 1.5 * (n / length - 1)) * Math.sqrt(variance)
    }),
  )
}

/**
 * 95 % confidence interval of the p-quantile; null for too few samples. `samples` in the order in which they were taken.
 *
 * After Woodruff 1952: the interval of the share of samples that are at most the quantile, read back through the ranks,
 * so that no density has to be guessed. It is the exact binomial one with as many independent samples as those here are
 * worth (Korn and Graubard 1998), by `meanHalfWidth`. `sorted`: the same samples, ascending.
 */
export function quantileInterval(
  samples: Float64Array,
  p: number,
  sorted = ascending(samples),
): Interval | null {
  const n = samples.length
  if (n < leastForInterval) return null
  const quantile = percentile(sorted, p)
  const atMost = new Uint8Array(n)
  for (let index = 0; index < n; index++)
    atMost[index] = (samples[index] as number) <= quantile ? 1 : 0
  const half = meanHalfWidth(atMost)
  const worth = half > 0 ? Math.min(n, (p * (1 - p) * z95 ** 2) / half ** 2) : n
  const tail = (1 - confidence) / 2
  const low = betaQuantile(tail, worth * p, worth * (1 - p) + 1)
  const high = betaQuantile(1 - tail, worth * p + 1, worth * (1 - p))
  const ends = {
    low: percentile(sorted, Math.min(low, p)),
    high: percentile(sorted, Math.max(high, p)),
  }
  return widened(ends, quantile)
}

/**
 * 95 % confidence interval of the mean; null for too few values. `values` in the order in which they were taken. For
 * throughput, of the times between completions: samples per second is what one brings divided by their mean.
 */
export function meanInterval(values: Float64Array): Interval | null {
  if (values.length < leastForInterval) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const half = meanHalfWidth(values)
  return widened({ low: Math.max(0, mean - half), high: mean + half }, mean)
}
