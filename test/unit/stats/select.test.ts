import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percentile } from '../../../src/shared/stats/percentile.ts'
import { percentileReordering } from '../../../src/shared/stats/select.ts'
import { ascending } from '../../../src/shared/stats/sort.ts'

const samples = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 500 }),
  // Few values, many times over: what a coarse clock gives.
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 500 }),
)

test('is what sorting finds, whatever the samples and the quantile', () => {
  fc.assert(
    fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
      const given = Float64Array.from(values)
      expect(percentileReordering(given.slice(), p)).toBe(percentile(ascending(given), p))
    }),
  )
})

test.each([
  ['ascending', (index: number) => index],
  ['descending', (index: number) => -index],
  ['alike', () => 7],
  ['a saw', (index: number) => index % 5],
])('samples that stand %s', (_, at) => {
  const given = Float64Array.from({ length: 10_001 }, (__, index) => at(index))
  for (const p of [0, 0.5, 0.999, 1])
    expect(percentileReordering(given.slice(), p)).toBe(percentile(ascending(given), p))
})

test('of no samples there is none', () => {
  expect(() => percentileReordering(new Float64Array(), 0.5)).toThrow('no samples')
})
