import fc from 'fast-check'
import { interquartileRange, quantileSorted, sampleStandardDeviation } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { quantiles } from '../../../src/shared/measurement.ts'
import { leastSamples } from '../../../src/shared/stats/percentile.ts'
import { summarize } from '../../../src/shared/stats/summary.ts'
import { normalNumbers } from './series.ts'

const latencies = fc
  .array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 3000 })
  .map((values) => Float64Array.from(values))

describe('summarize', () => {
  it('puts its numbers in order, and leaves out what too few samples say', () => {
    fc.assert(
      fc.property(latencies, (samples) => {
        const summary = summarize(samples)
        expect(summary.count).toBe(samples.length)
        expect(summary.meanNs).toBeGreaterThanOrEqual(summary.minNs * (1 - 1e-12))
        expect(summary.meanNs).toBeLessThanOrEqual(summary.maxNs * (1 + 1e-12))
        let [before, boundBefore] = [summary.minNs, summary.minNs]
        for (const quantile of quantiles) {
          const value = summary.percentilesNs[quantile]
          const bound = summary.boundsNs[quantile]
          expect(value === null).toBe(samples.length < leastSamples[quantile])
          expect(bound === null).toBe(value === null)
          if (value === null || bound === null) continue
          expect(value).toBeGreaterThanOrEqual(before)
          expect(bound).toBeGreaterThanOrEqual(Math.max(value, boundBefore))
          expect(bound).toBeLessThanOrEqual(summary.maxNs)
          ;[before, boundBefore] = [value, bound]
        }
      }),
      { numRuns: 50 },
    )
  })

  it('does not change the samples, nor depend on their order but for the interval', () => {
    const samples = normalNumbers(500, 1).map((value) => 1000 + 50 * value)
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
    fc.assert(
      fc.property(latencies, (samples) => {
        if (samples.length < 2) return
        const other = sampleStandardDeviation([...samples])
        expect(summarize(samples).standardDeviationNs / (other || 1)).toBeCloseTo(other ? 1 : 0, 6)
      }),
      { numRuns: 20 },
    )
  })

  it("flags what lies beyond Tukey's fences, mild and severe, and counts it in", () => {
    const quiet = Array.from({ length: 100 }, (_, index) => 1000 + index)
    const fenced = interquartileRange(quiet)
    const third = quantileSorted(quiet, 0.75)
    const samples = Float64Array.from([...quiet, third + 2 * fenced, third + 10 * fenced, 1e9])
    expect(summarize(samples)).toMatchObject({
      count: 103,
      maxNs: 1e9,
      outliers: { mild: 1, severe: 2 },
    })
    expect(summarize(Float64Array.from(quiet)).outliers).toEqual({ mild: 0, severe: 0 })
  })
})
