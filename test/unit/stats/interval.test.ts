// Whether intervals hold what they say they hold, on series whose truth is known.

import fc from 'fast-check'
import { sampleStandardDeviation } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import {
  meanHalfWidth,
  meanInterval,
  quantileInterval,
} from '../../../src/shared/stats/interval.ts'
import { percentile } from '../../../src/shared/stats/percentile.ts'
import { seededUniform } from '../../../src/shared/stats/random.ts'
import { autoregressive, normalNumbers } from './series.ts'

const latencies = fc
  .array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 11, maxLength: 3000 })
  .map((values) => Float64Array.from(values))
const shares = fc.constantFrom(0.5, 0.9, 0.95, 0.99)
/** Of the standard normal distribution. */
const normalQuantiles = { 0.5: 0, 0.9: 1.2815515655446004, 0.99: 2.3263478740408408 } as const

const relativeWidth = (samples: Float64Array) => {
  const { low, high } = quantileInterval(samples, 0.5) ?? { low: 0, high: 0 }
  return (high - low) / percentile(Float64Array.from(samples).sort(), 0.5)
}
const shifted = (values: Float64Array) => values.map((value) => 1000 + 50 * value)

/** How many of `trials` seeds have an interval that holds the truth. */
function heldOf(
  trials: number,
  truth: number,
  intervalOf: (seed: number) => ReturnType<typeof meanInterval>,
) {
  let held = 0
  for (let seed = 1; seed <= trials; seed++) {
    const interval = intervalOf(seed)
    if (interval !== null && interval.low <= truth && interval.high >= truth) held += 1
  }
  return held / trials
}

describe('the interval of a quantile', () => {
  it('needs as many samples as a median', () => {
    expect(quantileInterval(new Float64Array(10).fill(1), 0.5)).toBeNull()
    expect(quantileInterval(new Float64Array(11).fill(1), 0.5)).toEqual({ low: 0.995, high: 1.005 })
  })

  it('lies within the samples, holds the quantile, and is the same every time', () => {
    fc.assert(
      fc.property(latencies, shares, (samples, p) => {
        const interval = quantileInterval(samples, p)
        if (interval === null) throw new Error('no interval')
        const quantile = percentile(Float64Array.from(samples).sort(), p)
        expect(interval.low).toBeLessThanOrEqual(quantile)
        expect(interval.high).toBeGreaterThanOrEqual(quantile)
        expect(interval.low).toBeGreaterThanOrEqual(Math.min(...samples) * 0.995)
        expect(interval.high).toBeLessThanOrEqual(Math.max(...samples) * 1.005)
        expect(quantileInterval(samples, p)).toEqual(interval)
      }),
      { numRuns: 60 },
    )
  })

  it('scales with the samples', () => {
    fc.assert(
      fc.property(latencies, shares, (samples, p) => {
        const [one, two] = [
          quantileInterval(samples, p),
          quantileInterval(
            samples.map((v) => 2 * v),
            p,
          ),
        ]
        expect(two).toEqual({ low: 2 * (one?.low ?? 0), high: 2 * (one?.high ?? 0) })
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    { p: 0.5, n: 30, correlation: 0 },
    { p: 0.5, n: 400, correlation: 0 },
    { p: 0.9, n: 400, correlation: 0 },
    { p: 0.99, n: 2000, correlation: 0 },
    { p: 0.5, n: 1000, correlation: 0.5 },
    { p: 0.9, n: 1000, correlation: 0.5 },
    { p: 0.5, n: 3000, correlation: 0.9 },
    { p: 0.9, n: 3000, correlation: 0.9 },
    { p: 0.9, n: 20_000, correlation: 0.99 },
  ] as const)(
    'holds the truth in 95 of 100 cases: p $p of $n correlated by $correlation',
    ({ p, n, correlation }) => {
      const trials = n > 10_000 ? 60 : 200
      const held = heldOf(trials, normalQuantiles[p], (seed) =>
        quantileInterval(autoregressive(n, correlation, seed), p),
      )
      // Less than three standard deviations of a binomial below 95 %.
      expect(held).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / trials))
    },
  )

  it('becomes narrower with more samples', () => {
    const few = relativeWidth(shifted(normalNumbers(100, 5)))
    const many = relativeWidth(shifted(normalNumbers(20_000, 5)))
    expect(many).toBeLessThan(few)
  })

  it('is wider for samples that hang together than for the same ones shuffled', () => {
    const random = seededUniform(9)
    const samples = shifted(normalNumbers(2000, 4)).sort()
    const order = Array.from(samples, (value) => ({ value, key: random() }))
    const mixed = Float64Array.from(order.sort((a, b) => a.key - b.key).map(({ value }) => value))
    expect(relativeWidth(samples)).toBeGreaterThan(3 * relativeWidth(mixed))
  })
})

describe('the interval of a mean', () => {
  it('holds the truth in 95 of 100 cases', () => {
    for (const correlation of [0, 0.5, 0.9]) {
      const held = heldOf(400, 0, (seed) => {
        const values = autoregressive(2000, correlation, seed)
        const half = meanHalfWidth(values)
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length
        return { low: mean - half, high: mean + half }
      })
      expect(held).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / 400))
    }
  })

  it('is no narrower than for independent values, and null for too few', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const interval = meanInterval(values)
        const half = (1.9599 * sampleStandardDeviation([...values])) / Math.sqrt(values.length)
        expect(meanHalfWidth(values)).toBeGreaterThanOrEqual(half * (1 - 1e-9))
        expect(interval?.low).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 30 },
    )
    expect(meanInterval(new Float64Array(10))).toBeNull()
  })

  it('has the variance that drawing blocks at random gives', () => {
    const values = autoregressive(1000, 0.6, 3)
    const length = 100
    const random = seededUniform(4)
    const means = Array.from({ length: 4000 }, () => {
      let sum = 0
      for (let block = 0; block < values.length / length; block++) {
        const start = Math.floor(random() * (values.length - length + 1))
        for (let index = start; index < start + length; index++) sum += values[index] as number
      }
      return sum / values.length
    })
    // Ten blocks: the bootstrap draws with replacement, so its variance is (1 − 1/10) of the unbiased one.
    const drawn = sampleStandardDeviation(means) / Math.sqrt(1 - length / values.length)
    expect(meanHalfWidth(values)).toBeGreaterThanOrEqual(1.96 * drawn * 0.95)
  })
})
