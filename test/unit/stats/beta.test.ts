// Checked against tables: Pearson's of the incomplete beta function, Abramowitz and Stegun's 26.10 of Student's t.

import fc from 'fast-check'
import { cumulativeStdNormalProbability, factorial } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { betaQuantile, regularizedBeta, studentT } from '../../../src/shared/stats/beta.ts'

const within01 = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const shape = fc.double({ min: 0.5, max: 500, noNaN: true })

describe('the regularised incomplete beta function', () => {
  it('has its closed forms', () => {
    expect(regularizedBeta(0.3, 1, 1)).toBeCloseTo(0.3, 13)
    expect(regularizedBeta(0.3, 4, 1)).toBeCloseTo(0.3 ** 4, 13)
    expect(regularizedBeta(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 13)
    expect(regularizedBeta(0.5, 7.5, 7.5)).toBeCloseTo(0.5, 12)
    expect(regularizedBeta(0.25, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(0.5), 12)
    expect(regularizedBeta(0, 2, 3)).toBe(0)
    expect(regularizedBeta(1, 2, 3)).toBe(1)
  })

  it('is the tail of a binomial distribution, summed term by term', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), within01, (n, drawn, p) => {
        const most = drawn % n
        let sum = 0
        for (let k = 0; k <= most; k++)
          sum += (factorial(n) / factorial(k) / factorial(n - k)) * (1 - p) ** k * p ** (n - k)
        expect(regularizedBeta(p, n - most, most + 1)).toBeCloseTo(sum, 9)
      }),
    )
  })

  it('is near the normal distribution for a million trials', () => {
    const [n, p] = [1_000_000, 0.9]
    const deviation = Math.sqrt(n * p * (1 - p))
    const most = Math.round(n * (1 - p) - 2 * deviation)
    expect(regularizedBeta(p, n - most, most + 1)).toBeCloseTo(
      cumulativeStdNormalProbability(-2),
      3,
    )
  })

  it('grows, mirrors, and is undone by its quantile', () => {
    fc.assert(
      fc.property(within01, shape, shape, (x, a, b) => {
        const value = regularizedBeta(x, a, b)
        expect(value + regularizedBeta(1 - x, b, a)).toBeCloseTo(1, 10)
        expect(regularizedBeta(Math.min(1, x * 1.001), a, b)).toBeGreaterThanOrEqual(value - 1e-12)
        expect(regularizedBeta(betaQuantile(x, a, b), a, b)).toBeCloseTo(x, 9)
      }),
    )
  })
})

describe("Student's t", () => {
  it.each([
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 5, 2.571],
    [0.95, 10, 2.228],
    [0.95, 30, 2.042],
    [0.95, 120, 1.98],
    [0.99, 5, 4.032],
    [0.99, 30, 2.75],
    [0.95, 1e6, 1.96],
  ])('stays within its table: %d with %d degrees of freedom', (confidence, freedom, value) => {
    expect(studentT(confidence, freedom)).toBeCloseTo(value, 3)
  })
})
