// How many times better one result is than another, with what is known of the doubt in it. A ratio is never read
// without its verdict: what can't be told apart is said to be so.

import type { Interval } from './measurement.ts'

/**
 * `same`: within 1 %, which is noise whatever the intervals say. `better` and `worse`: beyond the intervals of both.
 * `unclear`: the intervals overlap. `unjudged`: no interval is known, as for throughput and memory of one process.
 */
export const ratioVerdicts = ['better', 'worse', 'same', 'unclear', 'unjudged'] as const
export type RatioVerdict = (typeof ratioVerdicts)[number]

/** How many times better than the baseline: above 1 is faster, more throughput, or less memory. */
export interface Ratio {
  readonly value: number
  /** Conservative: the quotients of the opposite ends of both intervals. Null where one of them is unknown. */
  readonly interval: Interval | null
  readonly verdict: RatioVerdict
}

export interface Figure {
  readonly value: number | null
  readonly interval: Interval | null
}

const noise = 0.01

function quotient(over: Interval | null, under: Interval | null): Interval | null {
  if (over === null || under === null || under.low <= 0 || over.low <= 0) return null
  return { low: over.low / under.high, high: over.high / under.low }
}

function verdictOf(value: number, interval: Interval | null): RatioVerdict {
  if (Math.max(value, 1 / value) <= 1 + noise) return 'same'
  if (interval === null) return 'unjudged'
  if (interval.low > 1) return 'better'
  return interval.high < 1 ? 'worse' : 'unclear'
}

/** `over` ÷ `under`; null where one of them is unknown or not above zero. */
export function ratioOf(over: Figure, under: Figure): Ratio | null {
  const [top, bottom] = [over.value, under.value]
  if (top === null || bottom === null || top <= 0 || bottom <= 0) return null
  const value = top / bottom
  const interval = quotient(over.interval, under.interval)
  return { value, interval, verdict: verdictOf(value, interval) }
}
