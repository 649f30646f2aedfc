// How many times better one result is than another, with what is known of the doubt in it. A ratio is never read
// without its verdict: what can't be told apart is said to be so.

import type { Interval } from './measurement.ts'
import { invocationRatio } from './stats/invocations.ts'

/**
 * `same`: within 1 %, which is noise whatever the intervals say. `better` and `worse`: the interval of the ratio leaves
 * out 1. `unclear`: it holds 1. `unjudged`: no interval is known, as for the memory of one process.
 */
export const ratioVerdicts = ['better', 'worse', 'same', 'unclear', 'unjudged'] as const
export type RatioVerdict = (typeof ratioVerdicts)[number]

/**
 * What the interval comes from. `rank-sum`: Mann–Whitney, nine invocations or more on each side. `spread`: the spread
 * between three or more. `within`: one side has fewer, and the interval holds only what varies within a process.
 */
export const ratioBases = ['rank-sum', 'spread', 'within'] as const
export type RatioBasis = (typeof ratioBases)[number]

/** How many times better than the baseline: above 1 is faster, more throughput, or less memory. */
export interface Ratio {
  readonly value: number
  /** 95 %. Null where one of the sides has none. */
  readonly interval: Interval | null
  readonly verdict: RatioVerdict
  /** Null where there is no interval. */
  readonly basis: RatioBasis | null
  /** Of Mann and Whitney's test, two-sided; null where there are too few invocations for it. */
  readonly p: number | null
}

export interface Figure {
  readonly value: number | null
  /** Of the value, as pooled. */
  readonly interval: Interval | null
  /** The value of each invocation, where there are several. */
  readonly invocations: readonly number[]
}

/** A difference under it is noise whatever its p. */
const noise = 0.01

/** Conservative: the quotients of the opposite ends of both intervals. */
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
  const spread = invocationRatio(over.invocations, under.invocations)
  const interval = spread?.interval ?? quotient(over.interval, under.interval)
  return {
    value,
    interval,
    verdict: verdictOf(value, interval),
    basis: interval === null ? null : (spread?.basis ?? 'within'),
    p: spread?.p ?? null,
  }
}

/** A ratio as an advantage: 1.12 as 12 %, from two on as a factor; the numbers alone, for a sentence to name the unit. */
export interface Advantage {
  readonly unit: 'percent' | 'factor'
  readonly value: string
  readonly interval: string | null
}

const factorFrom = 2

const turned = ({ low, high }: Interval): Interval => ({ low: 1 / high, high: 1 / low })

/** Of the better side over the other, whichever of them it is. */
export function advantageOf({ value, interval }: Ratio): Advantage {
  const isBetter = value >= 1
  const ratio = isBetter ? value : 1 / value
  const range = interval === null || isBetter ? interval : turned(interval)
  const unit = ratio < factorFrom ? 'percent' : 'factor'
  const scaled = (of: number) => (unit === 'percent' ? (of - 1) * 100 : of)
  const width = range === null ? 0 : scaled(range.high) - scaled(range.low)
  const decimals =
    unit === 'percent'
      ? scaled(ratio) < 10 || width < 2
        ? 1
        : 0
      : width > 0 && width < 0.2
        ? 2
        : 1
  const digits = (of: number) => scaled(of).toFixed(decimals).replace('-', '−')
  return {
    unit,
    value: digits(ratio),
    interval: range === null ? null : `${digits(range.low)}–${digits(range.high)}`,
  }
}
