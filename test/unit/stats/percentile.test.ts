import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantiles } from '../../../src/shared/measurement.ts'
import {
  earlyStoppingBound,
  leastSamples,
  loadgenSampleSize,
  percentile,
  quantileOf,
} from '../../../src/shared/stats/percentile.ts'

const ranks = (count: number) => Float64Array.from({ length: count }, (_, index) => index)

/** The chance of `over` or fewer among n, each with chance 1 − p: summed in logarithms, not by a beta function. */
function chance(over: number, n: number, p: number): number {
  let logTerm = n * Math.log(p)
  let sum = 0
  for (let k = 0; k <= over; k++) {
    sum += Math.exp(logTerm)
    logTerm += Math.log((n - k) / (k + 1)) + Math.log((1 - p) / p)
  }
  return sum
}

describe('percentile', () => {
  it('is the entry at floor(n·p)', () => {
    const sorted = ranks(100)
    expect(percentile(sorted, 0)).toBe(0)
    expect(percentile(sorted, 0.5)).toBe(50)
    expect(percentile(sorted, 0.9)).toBe(90)
    expect(percentile(sorted, 1)).toBe(99)
    expect(() => percentile(new Float64Array(), 0.5)).toThrow(RangeError)
  })

  it('knows the quantiles by their names', () => {
    expect(quantiles.map((quantile) => quantileOf[quantile])).toEqual([0.5, 0.9, 0.95, 0.99, 0.999])
  })
})

describe('the least number of samples', () => {
  it("is LoadGen's table", () => {
    expect(leastSamples).toEqual({ p50: 11, p90: 64, p95: 130, p99: 662, p999: 6636 })
  })

  it('is where the bound begins', () => {
    for (const quantile of quantiles) {
      const [n, p] = [leastSamples[quantile], quantileOf[quantile]]
      expect(earlyStoppingBound(ranks(n - 1), p)).toBeNull()
      expect(earlyStoppingBound(ranks(n), p)).toBe(n - 1)
    }
  })

  it("is not LoadGen's sample size by the normal approximation", () => {
    expect([0.9, 0.95, 0.97, 0.99].map(loadgenSampleSize)).toEqual([
      23_886, 50_425, 85_811, 262_742,
    ])
  })
})

describe('the early-stopping bound', () => {
  it('leaves out as many samples as the binomial distribution allows, and not one more', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...quantiles),
        fc.integer({ min: 11, max: 20_000 }),
        (quantile, n) => {
          const p = quantileOf[quantile]
          const bound = earlyStoppingBound(ranks(n), p)
          const over = bound === null ? 0 : n - bound
          expect(over).not.toBe(bound === null ? 1 : 0)
          if (over > 0) expect(chance(over, n, p)).toBeLessThanOrEqual(0.01)
          expect(chance(over + 1, n, p)).toBeGreaterThan(0.01)
        },
      ),
    )
  })

  it('is no less than the percentile, and comes closer with more samples', () => {
    const share = (n: number) => (earlyStoppingBound(ranks(n), 0.9) ?? 0) / n
    expect([100, 1000, 10_000, 100_000].map(share)).toEqual(
      [100, 1000, 10_000, 100_000].map(share).toSorted((a, b) => b - a),
    )
    for (const n of [64, 65, 500, 5000]) expect(share(n)).toBeGreaterThanOrEqual(0.9)
  })

  it('bounds in 99 of 100 cases', () => {
    const trials = 3000
    let held = 0
    let state = 1
    for (let trial = 0; trial < trials; trial++) {
      const samples = Float64Array.from({ length: 200 }, () => {
        state = (state * 48_271) % 2_147_483_647
        return state / 2_147_483_647
      }).sort()
      if ((earlyStoppingBound(samples, 0.9) ?? 0) >= 0.9) held += 1
    }
    expect(held / trials).toBeGreaterThan(0.984)
  })
})
