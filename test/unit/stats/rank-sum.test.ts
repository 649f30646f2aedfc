// Against the published critical values of U at 5 %, two-sided, and against a count of every order.

import fc from 'fast-check'
import { wilcoxonRankSum } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { criticalU, rankSumP, rankSumRatio } from '../../../src/shared/stats/rank-sum.ts'
import { normalNumbers } from './series.ts'

const ranks = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index)
const values = (least: number, most: number) =>
  fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: least, maxLength: most })

/** P of a rank sum as far from the middle as this one, over every way to choose. */
function countedP(own: readonly number[], other: readonly number[]): number {
  const all = [...own, ...other]
  const middle = (own.length * other.length) / 2
  const far = (chosen: readonly number[]) => {
    const rest = all.filter((value) => !chosen.includes(value))
    const u = chosen.reduce((sum, one) => sum + rest.filter((two) => one > two).length, 0)
    return Math.abs(u - middle)
  }
  const choices = (from: number, count: number): number[][] =>
    count === 0
      ? [[]]
      : all
          .slice(from)
          .flatMap((value, index) =>
            choices(from + index + 1, count - 1).map((more) => [value, ...more]),
          )
  const every = choices(0, own.length)
  return every.filter((chosen) => far(chosen) >= far(own) - 1e-9).length / every.length
}

describe('Mann–Whitney', () => {
  it.each([
    [3, 3, -1],
    [4, 4, 0],
    [5, 5, 2],
    [5, 8, 6],
    [7, 10, 14],
    [9, 9, 17],
    [9, 12, 26],
    [10, 10, 23],
    [12, 12, 37],
    [15, 15, 64],
    [18, 20, 112],
    [20, 20, 127],
  ])('has the critical U of the tables: %d against %d', (n, m, critical) => {
    expect(criticalU(n, m)).toBe(critical)
    expect(criticalU(m, n)).toBe(critical)
  })

  it('counts as many orders as there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1000), { minLength: 4, maxLength: 9 }), (all) => {
        const [own, other] = [all.slice(0, 3), all.slice(3)]
        expect(rankSumP(own, other)).toBeCloseTo(countedP(own, other), 9)
      }),
      { numRuns: 40 },
    )
  })

  it('orders by the rank sum that simple-statistics gives', () => {
    fc.assert(
      fc.property(values(3, 12), values(3, 12), (own, other) => {
        const n = own.length
        const u = wilcoxonRankSum(own, other) - (n * (n + 1)) / 2
        const isExtreme = Math.min(u, n * other.length - u) <= criticalU(n, other.length)
        if (new Set([...own, ...other]).size === n + other.length)
          expect(rankSumP(own, other) <= 0.05).toBe(isExtreme)
      }),
    )
  })

  it('is nearly the same by the normal distribution', () => {
    const own = [...normalNumbers(30, 1)]
    for (const shift of [0, 0.3, 0.6, 1]) {
      const other = [...normalNumbers(30, 2)].map((value) => value + shift)
      const exact = rankSumP(own, other)
      const tied = rankSumP([...own, 99, 99], [...other, 99, 99])
      expect(Math.abs(exact - tied)).toBeLessThan(0.05)
    }
    expect(rankSumP([1, 1, 1], [1, 1, 1])).toBe(1)
  })

  it('does not depend on order, nor on which side is named first', () => {
    fc.assert(
      fc.property(values(9, 15), values(9, 15), (own, other) => {
        expect(rankSumP(own.toReversed(), other)).toBeCloseTo(rankSumP(own, other), 12)
        expect(rankSumP(other, own)).toBeCloseTo(rankSumP(own, other), 12)
        const [there, back] = [rankSumRatio(own, other), rankSumRatio(other, own)]
        expect(there.low * back.high).toBeCloseTo(1, 9)
        expect(there.high * back.low).toBeCloseTo(1, 9)
      }),
    )
  })

  it('gives an interval that leaves out 1 where it is significant, and only there', () => {
    fc.assert(
      fc.property(values(9, 15), values(9, 15), (own, other) => {
        if (new Set([...own, ...other]).size < own.length + other.length) return
        const { low, high } = rankSumRatio(own, other)
        expect(low > 1 || high < 1).toBe(rankSumP(own, other) <= 0.05)
      }),
    )
    expect(rankSumRatio(ranks(9, 100), ranks(9)).low).toBeGreaterThan(1)
  })
})
