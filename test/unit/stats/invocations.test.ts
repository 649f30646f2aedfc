// What several processes say together, and how often it holds.

import fc from 'fast-check'
import { median } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import {
  invocationInterval,
  invocationRatio,
  medianOf,
} from '../../../src/shared/stats/invocations.ts'
import { normalNumbers } from './series.ts'

const invocations = (least = 3, most = 15) =>
  fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: least, maxLength: most })
/** Processes that differ by 3 % around this. */
const drawn = (truth: number, count: number, seed: number) =>
  Array.from(normalNumbers(count, seed), (value) => truth * Math.exp(0.03 * value))
const trials = 1000
const tolerance = 3 * Math.sqrt((0.95 * 0.05) / trials)

describe('the median of invocations', () => {
  it('is that of simple-statistics', () => {
    fc.assert(
      fc.property(invocations(1), (values) => {
        expect(medianOf(values)).toBeCloseTo(median(values), 6)
      }),
    )
    expect(() => medianOf([])).toThrow(RangeError)
  })

  it('lies within its interval, which two invocations have none of', () => {
    fc.assert(
      fc.property(invocations(), (values) => {
        const interval = invocationInterval(values)
        expect(interval?.low).toBeLessThanOrEqual(medianOf(values))
        expect(interval?.high).toBeGreaterThanOrEqual(medianOf(values))
        expect(invocationInterval(values.toReversed())?.low).toBeCloseTo(interval?.low ?? 0, 3)
      }),
    )
    expect(invocationInterval([1, 2])).toBeNull()
    expect(invocationInterval([1, 0, 2])).toBeNull()
  })

  it.each([3, 5, 9])('is held in 95 of 100 cases by %d invocations', (count) => {
    let held = 0
    for (let seed = 1; seed <= trials; seed++) {
      const interval = invocationInterval(drawn(1000, count, seed))
      if (interval !== null && interval.low <= 1000 && interval.high >= 1000) held += 1
    }
    expect(held / trials).toBeGreaterThan(0.95 - tolerance)
    expect(held / trials).toBeLessThan(0.95 + tolerance)
  })
})

describe('the ratio of invocations', () => {
  it('turns round with its sides, and holds the ratio of the medians', () => {
    fc.assert(
      fc.property(invocations(), invocations(), (own, other) => {
        const [there, back] = [invocationRatio(own, other), invocationRatio(other, own)]
        const ratio = medianOf(own) / medianOf(other)
        expect(there?.interval.low).toBeLessThanOrEqual(ratio * (1 + 1e-9))
        expect(there?.interval.high).toBeGreaterThanOrEqual(ratio * (1 - 1e-9))
        expect((there?.interval.low ?? 0) * (back?.interval.high ?? 0)).toBeCloseTo(1, 6)
        expect(there?.basis).toBe(Math.min(own.length, other.length) >= 9 ? 'rank-sum' : 'spread')
        expect(there?.p === null).toBe(there?.basis === 'spread')
      }),
    )
    expect(invocationRatio([1, 2], [1, 2, 3])).toBeNull()
  })

  it.each([
    [3, 3],
    [3, 9],
    [5, 5],
    [9, 9],
    [12, 9],
  ])('is held in 95 of 100 cases, %d against %d', (ours, theirs) => {
    let held = 0
    for (let seed = 1; seed <= trials; seed++) {
      const own = drawn(1120, ours, 2 * seed)
      const { low, high } = invocationRatio(own, drawn(1000, theirs, 2 * seed + 1))?.interval ?? {
        low: 0,
        high: 0,
      }
      if (low <= 1.12 && high >= 1.12) held += 1
    }
    expect(held / trials).toBeGreaterThan(0.95 - tolerance)
  })
})
