// What several processes say together. The invocation is the unit of independence: its one value counts, and the spread
// between invocations is the doubt.

import type { Interval } from '../measurement.ts'
import { studentT } from './beta.ts'
import { leastForRankSum, rankSumP, rankSumRatio } from './rank-sum.ts'

/** Two values say next to nothing of how far a third would lie. */
export const leastInvocations = 3

/** The middle value, or the mean of the two in the middle. Not empty. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [below, above] = [sorted[half - 1], sorted[half]]
  if (above === undefined) throw new RangeError('no values')
  return sorted.length % 2 === 1 || below === undefined ? above : (below + above) / 2
}

interface LogMoments {
  readonly mean: number
  /** Of the mean. */
  readonly variance: number
  readonly freedom: number
}

function logMoments(values: readonly number[]): LogMoments {
  const logs = values.map(Math.log)
  const count = logs.length
  const mean = logs.reduce((sum, value) => sum + value, 0) / count
  const squares = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (count - 1) / count, freedom: count - 1 }
}

/** Of the middle value, so that it never lies outside of its own interval. */
const holding = ({ low, high }: Interval, value: number): Interval => ({
  low: Math.min(low, value),
  high: Math.max(high, value),
})

const canTell = (values: readonly number[]) =>
  values.length >= leastInvocations && values.every((value) => value > 0)

/**
 * 95 % interval of the median of invocations: Student's t on their logarithms. A bootstrap of three to eight values
 * covers far less than it says, as it draws the same few again; t knows how few they are. Null for fewer than three.
 */
export function invocationInterval(values: readonly number[]): Interval | null {
  if (!canTell(values)) return null
  const { mean, variance, freedom } = logMoments(values)
  const half = studentT(0.95, freedom) * Math.sqrt(variance)
  return holding({ low: Math.exp(mean - half), high: Math.exp(mean + half) }, medianOf(values))
}

/**
 * `rank-sum`: Mann–Whitney, from nine invocations on each side. `spread`: from three, Welch's t on logarithms, which is
 * the bootstrap's variance of the ratio of two means with the right width for few values.
 */
export interface InvocationRatio {
  readonly basis: 'rank-sum' | 'spread'
  readonly interval: Interval
  /** Two-sided, of the rank sums; null where there are too few. */
  readonly p: number | null
}

/** How many times greater the invocations `own` are than `other`; null where either are fewer than three. */
export function invocationRatio(
  own: readonly number[],
  other: readonly number[],
): InvocationRatio | null {
  if (!canTell(own) || !canTell(other)) return null
  const ratio = medianOf(own) / medianOf(other)
  if (Math.min(own.length, other.length) >= leastForRankSum)
    return {
      basis: 'rank-sum',
      interval: holding(rankSumRatio(own, other), ratio),
      p: rankSumP(own, other),
    }
  const [a, b] = [logMoments(own), logMoments(other)]
  const variance = a.variance + b.variance
  const freedom =
    variance === 0
      ? a.freedom + b.freedom
      : variance ** 2 / (a.variance ** 2 / a.freedom + b.variance ** 2 / b.freedom)
  const half = studentT(0.95, freedom) * Math.sqrt(variance)
  const difference = a.mean - b.mean
  const interval = { low: Math.exp(difference - half), high: Math.exp(difference + half) }
  return { basis: 'spread', interval: holding(interval, ratio), p: null }
}
