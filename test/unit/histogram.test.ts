import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histogram } from '../../src/main/run/histogram.ts'

test('every sample is in exactly one bin or beyond the last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 1e12, noNaN: true }), { minLength: 1 }),
      fc.integer({ min: 4, max: 100 }),
      (values, bins) => {
        const { counts, startNs, beyondCount } = histogram(Float64Array.from(values), bins)
        expect(counts.reduce((sum, count) => sum + count, beyondCount)).toBe(values.length)
        expect(beyondCount).toBeLessThanOrEqual(values.length / 1000)
        expect(startNs).toBe(Math.min(...values))
      },
    ),
  )
})

test('no samples make no bins, equal samples one', () => {
  expect(histogram(new Float64Array(), 10).counts).toEqual([])
  expect(histogram(Float64Array.of(3, 3, 3), 10)).toEqual({
    startNs: 3,
    binWidthNs: 0,
    counts: [3],
    beyondCount: 0,
  })
})

test('one sample that is far slower than all others leaves them their shape', () => {
  const samples = Float64Array.from({ length: 2000 }, (_, index) => 1000 + (index % 100))
  samples[7] = 1e9
  const { counts, beyondCount } = histogram(samples, 10)
  expect(beyondCount).toBe(1)
  expect(Math.min(...counts)).toBeGreaterThan(100)
})
