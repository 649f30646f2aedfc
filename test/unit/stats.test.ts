import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantiles } from '../../src/shared/measurement.ts'
import {
  leastSamples,
  medianInterval,
  percentile,
  quantileOf,
  relativeHalfWidth,
  seededUniform,
  summarize,
  warmupWindow,
  windowsAgree,
} from '../../src/shared/stats.ts'

const latencies = (least: number, most = 3000) =>
  fc
    .array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: least, maxLength: most })
    .map((values) => Float64Array.from(values))

/** Roughly normal numbers around 1000, with a spread of 50. */
function normal(count: number, seed: number): Float64Array {
  const random = seededUniform(seed)
  return Float64Array.from({ length: count }, () => {
    let sum = 0
    for (let draw = 0; draw < 12; draw++) sum += random()
    return 1000 + 50 * (sum - 6)
  })
}

describe('percentile', () => {
  it('is the entry at floor(n·p)', () => {
    const sorted = Float64Array.from({ length: 100 }, (_, index) => index)
    expect(percentile(sorted, 0)).toBe(0)
    expect(percentile(sorted, 0.5)).toBe(50)
    expect(percentile(sorted, 0.9)).toBe(90)
    expect(percentile(sorted, 1)).toBe(99)
    expect(() => percentile(new Float64Array(), 0.5)).toThrow(RangeError)
  })
})

describe('summarize', () => {
  it('puts its numbers in order, and leaves out what too few samples say', () => {
    fc.assert(
      fc.property(latencies(1), (samples) => {
        const summary = summarize(samples)
        expect(summary.count).toBe(samples.length)
        expect(summary.meanNs).toBeGreaterThanOrEqual(summary.minNs * (1 - 1e-12))
        expect(summary.meanNs).toBeLessThanOrEqual(summary.maxNs * (1 + 1e-12))
        let before = summary.minNs
        for (const quantile of quantiles) {
          const value = summary.percentilesNs[quantile]
          expect(value === null).toBe(samples.length < leastSamples[quantile])
          if (value === null) continue
          expect(value).toBeGreaterThanOrEqual(before)
          expect(value).toBeLessThanOrEqual(summary.maxNs)
          before = value
        }
      }),
      { numRuns: 50 },
    )
  })

  it('does not change the samples, nor depend on their order but for the interval', () => {
    const samples = normal(500, 1)
    const copy = Float64Array.from(samples)
    const { medianIntervalNs: _, meanNs, standardDeviationNs, ...rest } = summarize(samples)
    expect(samples).toEqual(copy)
    const turned = summarize(copy.reverse())
    expect(turned).toMatchObject(rest)
    expect(turned.meanNs).toBeCloseTo(meanNs, 6)
    expect(turned.standardDeviationNs).toBeCloseTo(standardDeviationNs, 6)
  })

  it('knows the standard deviation of a sample', () => {
    const summary = summarize(Float64Array.from([2, 4, 4, 4, 5, 5, 7, 9]))
    expect(summary.meanNs).toBe(5)
    expect(summary.standardDeviationNs).toBeCloseTo(Math.sqrt(32 / 7), 12)
    expect(summarize(Float64Array.from([3])).standardDeviationNs).toBe(0)
  })
})

describe('medianInterval', () => {
  it('needs as many samples as a median', () => {
    expect(medianInterval(new Float64Array(leastSamples.p50 - 1).fill(1))).toBeNull()
    expect(medianInterval(new Float64Array(leastSamples.p50).fill(1))).toEqual({ low: 1, high: 1 })
  })

  it('lies within the samples, holds its ends in order, and is the same every time', () => {
    fc.assert(
      fc.property(latencies(leastSamples.p50), (samples) => {
        const interval = medianInterval(samples)
        if (interval === null) throw new Error('no interval')
        expect(interval.low).toBeLessThanOrEqual(interval.high)
        expect(interval.low).toBeGreaterThanOrEqual(Math.min(...samples))
        expect(interval.high).toBeLessThanOrEqual(Math.max(...samples))
        expect(medianInterval(samples)).toEqual(interval)
      }),
      { numRuns: 50 },
    )
  })

  it('holds the median of what the samples were drawn from, most of the time', () => {
    const trials = 100
    let held = 0
    for (let seed = 1; seed <= trials; seed++) {
      const interval = medianInterval(normal(400, seed), seed)
      if (interval !== null && interval.low <= 1000 && interval.high >= 1000) held += 1
    }
    expect(held).toBeGreaterThan(85)
  })

  it('holds the median of the samples', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const samples = normal(300 + seed * 10, seed)
      const interval = medianInterval(samples)
      const median = percentile(Float64Array.from(samples).sort(), 0.5)
      expect(interval?.low).toBeLessThanOrEqual(median)
      expect(interval?.high).toBeGreaterThanOrEqual(median)
    }
  })

  it('becomes narrower with more samples', () => {
    const few = relativeHalfWidth(normal(100, 5)) ?? 0
    const many = relativeHalfWidth(normal(20_000, 5)) ?? 1
    expect(many).toBeLessThan(few)
  })

  it('is wider for samples that hang together than for the same ones shuffled', () => {
    const random = seededUniform(9)
    const samples = normal(2000, 4).sort()
    const drifting = medianInterval(samples)
    const order = Array.from(samples, (value) => ({ value, key: random() }))
    const shuffled = medianInterval(
      Float64Array.from(order.sort((a, b) => a.key - b.key).map(({ value }) => value)),
    )
    const width = (interval: typeof drifting) => (interval ? interval.high - interval.low : 0)
    expect(width(drifting)).toBeGreaterThan(width(shuffled))
  })
})

describe('windowsAgree', () => {
  const steady = normal(warmupWindow, 2)
  it('accepts a window and itself', () => {
    fc.assert(
      fc.property(latencies(warmupWindow, warmupWindow), (window) => {
        expect(windowsAgree(window, window)).toBe(true)
      }),
    )
  })
  it('refuses one that is still falling, or that has become slower', () => {
    expect(
      windowsAgree(
        steady.map((value) => value * 1.5),
        steady,
      ),
    ).toBe(false)
    expect(
      windowsAgree(
        steady,
        steady.map((value) => value * 1.2),
      ),
    ).toBe(false)
  })
  it('refuses one that scatters more', () => {
    const wild = steady.map((value, index) => (index % 2 === 0 ? value * 0.4 : value * 1.6))
    expect(windowsAgree(steady, wild)).toBe(false)
  })
})

describe('seededUniform', () => {
  it('gives the same numbers for the same seed, in [0, 1)', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [one, other] = [seededUniform(seed), seededUniform(seed)]
        for (let draw = 0; draw < 20; draw++) {
          const value = one()
          expect(value).toBe(other())
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThan(1)
        }
      }),
    )
  })
  it('knows the quantiles by their names', () => {
    expect(quantiles.map((quantile) => quantileOf[quantile])).toEqual([0.5, 0.9, 0.95, 0.99, 0.999])
  })
})
