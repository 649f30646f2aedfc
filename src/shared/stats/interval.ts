// Confidence intervals at 95 % from the samples of one process. Consecutive inferences are correlated and drift, so the
// variance is that of the moving-block bootstrap, at several lengths of block, of which the widest counts.

import type { Interval } from '../measurement.ts'
import { betaQuantile, studentT } from './beta.ts'
import { percentile } from './percentile.ts'
import { ascending } from './sort.ts'

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

/** Sums of the values before each place. */
function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let index = 0; index < values.length; index++)
    sums[index + 1] = (sums[index] as number) + (values[index] as number)
  return sums
}

/** How many before each place are at most `most`. */
function runningCounts(values: Float64Array, most: number): Float64Array {
  const counts = new Float64Array(values.length + 1)
  let count = 0
  for (let index = 0; index < values.length; index++) {
    if ((values[index] as number) <= most) count += 1
    counts[index + 1] = count
  }
  return counts
}

/** Blocks that begin nearer to one another than this share of their length say nothing more. */
const startsPerLength = 32

/** The mean square distance of the means of blocks of `length` consecutive values from the mean of all. */
function blockVariance(sums: Float64Array, length: number): number {
  const n = sums.length - 1
  const mean = (sums[n] as number) / n
  const step = Math.max(1, Math.floor(length / startsPerLength))
  let [squares, blocks] = [0, 0]
  for (let start = 0; start + length <= n; start += step) {
    const sum = (sums[start + length] as number) - (sums[start] as number)
    squares += (sum / length - mean) ** 2
    blocks += 1
  }
  return squares / blocks
}

/** Parts of the whole at which it is seen how the variance of a block falls with its length. */
const parts = [80, 40, 20, 10] as const
/** Of independent blocks the variance falls with the length itself, with a power of 1; of noise without a scale, less. */
const powers = Array.from({ length: 17 }, (_, index) => 0.2 + index * 0.05)

/**
 * The variance of the mean of all values where slow noise never settles into independent blocks. The variance of means of
 * `l` values then falls as l^−β (Beran 1994, section 4.4); of blocks within n values around their own mean what is left of
 * it is V(n)·((n/l)^β − 1). β and V(n) are those that lie nearest to what is seen, in logarithms.
 */
function longMemoryVariance(sums: Float64Array): number {
  const n = sums.length - 1
  const seen = parts.map((part) => {
    const length = Math.floor(n / part)
    return { ratio: n / length, log: Math.log(blockVariance(sums, length)) }
  })
  if (seen.some(({ log }) => !Number.isFinite(log))) return 0
  const fits = powers.map((power) => {
    const rests = seen.map(({ ratio, log }) => log - Math.log(ratio ** power - 1))
    const level = rests.reduce((sum, rest) => sum + rest, 0) / rests.length
    return { level, error: rests.reduce((sum, rest) => sum + (rest - level) ** 2, 0) }
  })
  return Math.exp(fits.reduce((best, fit) => (fit.error < best.error ? fit : best)).level)
}

/** Student's t for blocks of which the whole holds so many. */
const blockT = (inWhole: number) => studentT(confidence, 1.5 * (inWhole - 1))

/**
 * Half the width of the 95 % interval of the mean of `values`, which stand in the order in which they were taken.
 *
 * The moving-block bootstrap draws whole blocks of consecutive values (Künsch 1989). The variance that it gives a mean
 * needs no drawing: it is that of the means of all overlapping blocks (Meketon and Schmeiser 1984), with about
 * 1.5·(n/l − 1) degrees of freedom. Short blocks miss slow changes, long ones are few: blocks of 1, n^⅓, n^½, a tenth and
 * a fifth of the whole are tried, and `longMemoryVariance`; the widest interval is taken.
 */
export function meanHalfWidth(values: Float64Array): number {
  return halfWidthOf(runningSums(values))
}

function halfWidthOf(sums: Float64Array): number {
  const n = sums.length - 1
  const longest = Math.max(1, Math.floor(n / 5))
  const lengths = new Set(
    [1, n ** (1 / 3), n ** (1 / 2), n / 10, longest].map((length) =>
      Math.min(longest, Math.max(1, Math.round(length))),
    ),
  )
  const halves = [...lengths].map(
    (length) =>
      blockT(n / length) * Math.sqrt((length * blockVariance(sums, length)) / (n - length)),
  )
  const isLong = n >= 2 * parts[0]
  return Math.max(
    ...halves,
    ...(isLong ? [blockT(parts[3]) * Math.sqrt(longMemoryVariance(sums))] : []),
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
  const half = halfWidthOf(runningCounts(samples, quantile))
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
