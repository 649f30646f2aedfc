import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histogram } from '../../src/main/run/histogram.ts'

test('every sample is in exactly one bin', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 1e12, noNaN: true }), { minLength: 1 }),
      fc.integer({ min: 4, max: 100 }),
      (values, bins) => {
        const { counts, startNs } = histogram(Float64Array.from(values), bins)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
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
  })
})
