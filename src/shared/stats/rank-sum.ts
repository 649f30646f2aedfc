// The Mann–Whitney test: whether one set of values tends to be greater than another, from their ranks alone. Its unit is
// the invocation. With few of them it can not find anything, however far apart they are.

import type { Interval } from '../measurement.ts'
import { regularizedBeta } from './beta.ts'

/** Both sides need as many for the test to be of use. */
export const leastForRankSum = 9

const z95 = 1.959963984540054
/** Above it the normal approximation is as good and much cheaper. */
const mostForExact = 900

/** The chance that a normal variable is below −z, through Student's t of very many degrees of freedom. */
function normalTail(z: number): number {
  const freedom = 1e7
  const both = regularizedBeta(freedom / (freedom + z * z), freedom / 2, 0.5)
  return both / 2
}

/** How many of the orders of n and m values have each U: Mann and Whitney's recursion, as a product of polynomials. */
function ordersByU(n: number, m: number): Float64Array {
  const counts = new Float64Array(n * m + 1)
  counts[0] = 1
  // Gauss' binomial: the product over i of (1 − x^(m+i)) / (1 − x^i).
  for (let i = 1; i <= n; i++) {
    for (let u = n * m; u >= m + i; u--)
      counts[u] = (counts[u] as number) - (counts[u - m - i] as number)
    for (let u = i; u <= n * m; u++) counts[u] = (counts[u] as number) + (counts[u - i] as number)
  }
  return counts
}

/** P(U ≤ u) for each u, where the sides do not differ. */
function exactTail(n: number, m: number): Float64Array {
  const counts = ordersByU(n, m)
  const all = counts.reduce((sum, count) => sum + count, 0)
  let sum = 0
  return counts.map((count) => {
    sum += count
    return sum / all
  })
}

/** How many pairs there are in which `own` is greater; a tie is half of one. */
function greaterPairs(own: readonly number[], other: readonly number[]): number {
  return own.reduce(
    (sum, one) =>
      sum + other.reduce((own, two) => own + (one > two ? 1 : one === two ? 0.5 : 0), 0),
    0,
  )
}

/** Of each value that stands several times, t³ − t summed up: what ties take from the variance. */
function tieLoss(values: readonly number[]): number {
  return [...Map.groupBy(values, (value) => value).values()].reduce(
    (sum, { length }) => sum + length ** 3 - length,
    0,
  )
}

/**
 * Two-sided p of the Mann–Whitney test: exact for few values without ties, else by the normal distribution with the
 * corrections for ties and continuity. Both sides are not empty.
 */
export function rankSumP(own: readonly number[], other: readonly number[]): number {
  const [n, m] = [own.length, other.length]
  const u = greaterPairs(own, other)
  const least = Math.min(u, n * m - u)
  const ties = tieLoss([...own, ...other])
  if (ties === 0 && n * m <= mostForExact) return Math.min(1, 2 * (exactTail(n, m)[least] ?? 1))
  const total = n + m
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)))
  if (variance <= 0) return 1
  return Math.min(1, 2 * normalTail(Math.max(0, (n * m) / 2 - least - 0.5) / Math.sqrt(variance)))
}

/** The greatest U that is significant at 5 %, two-sided; −1 where none is. */
export function criticalU(n: number, m: number): number {
  if (n * m <= mostForExact) return exactTail(n, m).findLastIndex((tail) => tail <= 0.025)
  return Math.floor((n * m) / 2 - 0.5 - z95 * Math.sqrt((n * m * (n + m + 1)) / 12))
}

/**
 * 95 % interval of how many times greater `own` is than `other` (Hodges and Lehmann 1963 on logarithms): it leaves out 1
 * where the test is significant. Values above zero, on each side enough for the test (`leastForRankSum`).
 */
export function rankSumRatio(own: readonly number[], other: readonly number[]): Interval {
  const ratios = Float64Array.from(own.flatMap((one) => other.map((two) => one / two))).sort()
  const beyond = Math.max(0, criticalU(own.length, other.length))
  return {
    low: ratios[beyond] as number,
    high: ratios[ratios.length - 1 - beyond] as number,
  }
}
