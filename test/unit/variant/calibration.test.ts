// Ranges that are told from values as they stream by.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibratedRange, leastDivergence } from '../../../src/agent/variant/calibrated-range.ts'
import { Histogram } from '../../../src/agent/variant/histogram.ts'
import { seededUniform } from '../../../src/shared/stats.ts'

const values = fc.array(
  fc.array(fc.float({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 20 }),
  { minLength: 1, maxLength: 6 },
)

const seen = (...parts: readonly (readonly number[])[]) => {
  const histogram = new Histogram()
  for (const part of parts) histogram.add(Float32Array.from(part))
  return histogram
}

/** About normal, with a few values far out. */
function bell(count: number, outliers: readonly number[] = []): number[] {
  const random = seededUniform(5)
  const sum = () => Array.from({ length: 12 }, random).reduce((all, value) => all + value, -6)
  return [...Array.from({ length: count }, sum), ...outliers]
}

describe('a histogram', () => {
  it('counts every value once, in its bin, in whatever order values come', () => {
    fc.assert(
      fc.property(values, (parts) => {
        const one = seen(...parts)
        const other = seen(...parts.toReversed())
        expect([...other.counts]).toEqual([...one.counts])
        expect(other.binWidth).toBe(one.binWidth)
        const all = parts.flat().map(Math.fround)
        expect(one.counts.reduce((sum, count) => sum + count, 0)).toBe(all.length)
        const zero = one.counts.length / 2
        for (const value of all)
          expect(one.counts[Math.floor(value / one.binWidth) + zero]).toBeGreaterThan(0)
        // Zero has two signs.
        const [low, high] = [Math.min(...all), Math.max(...all)]
        if (all.length > 0) expect(one.range?.low === low && one.range.high === high).toBe(true)
      }),
    )
  })

  it('leaves out what is no number, and says so', () => {
    const histogram = seen([1, Number.NaN, -2, Number.NEGATIVE_INFINITY])
    expect(histogram.notFinite).toBe(2)
    expect(histogram.range).toEqual({ low: -2, high: 1 })
    expect(calibratedRange(histogram, { kind: 'min-max' })).toBeNull()
    expect(calibratedRange(seen([]), { kind: 'min-max' })).toBeNull()
  })
})

describe('a calibrated range', () => {
  it('of min-max is what was seen', () => {
    expect(calibratedRange(seen([3, 4], [-1]), { kind: 'min-max' })).toEqual({ low: -1, high: 4 })
  })

  it('of a percentile leaves out no more than it says', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 90, max: 100, noNaN: true }), (parts, percent) => {
        const all = parts.flat().map(Math.fround)
        fc.pre(all.length > 0)
        const range = calibratedRange(seen(...parts), { kind: 'percentile', percent })
        const within = all.filter(
          (value) => range !== null && value >= range.low && value <= range.high,
        )
        expect(within.length / all.length).toBeGreaterThanOrEqual(percent / 100 - 1e-9)
      }),
    )
  })

  it('of a percentile cuts what lies far out', () => {
    const range = calibratedRange(seen(bell(100_000, [400, -300])), {
      kind: 'percentile',
      percent: 99.99,
    })
    expect(range?.low).toBeGreaterThan(-6)
    expect(range?.high).toBeLessThan(6)
  })

  it('of least divergence cuts what lies far out, and nothing of what fills its steps evenly', () => {
    const far = calibratedRange(seen(bell(100_000, [40, -30])), { kind: 'entropy' })
    expect(far?.high).toBeGreaterThan(2)
    expect(far?.high).toBeLessThan(8)
    expect(far?.low).toBeLessThan(-2)
    const random = seededUniform(3)
    const even = Array.from({ length: 200_000 }, () => random() * 2 - 1)
    const all = calibratedRange(seen(even), { kind: 'entropy' })
    expect(all?.high).toBeGreaterThan(0.95)
  })

  it('of least divergence is never more than was seen', () => {
    fc.assert(
      fc.property(values, (parts) => {
        const histogram = seen(...parts)
        const range = calibratedRange(histogram, { kind: 'entropy' })
        fc.pre(range !== null && histogram.range !== null)
        expect(range?.low).toBeGreaterThanOrEqual(histogram.range?.low ?? 0)
        expect(range?.high).toBeLessThanOrEqual(histogram.range?.high ?? 0)
      }),
      { numRuns: 20 },
    )
    expect(leastDivergence(new Float64Array(4096), 128)).toBe(1)
  })
})
