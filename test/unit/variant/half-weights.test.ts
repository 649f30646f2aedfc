// Half floats of weights are those of the exact conversion, but for what is out of range.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { surveyHalves, toHalves } from '../../../src/agent/variant/half-weights.ts'
import { fromFloat16Bits, toFloat16Bits } from '../../../src/shared/float16.ts'

const finite = fc.float({ noNaN: true, noDefaultInfinity: true })
const half = (value: number) => fromFloat16Bits(toHalves(Float32Array.of(value))[0] ?? 0)

test('within the range a weight is rounded to the nearest half, ties to even', () => {
  const within = fc.oneof(
    fc.float({ min: Math.fround(-65504), max: Math.fround(65504), noNaN: true }),
    fc.integer({ min: 0, max: 0x7bff }).map((bits) => fromFloat16Bits(bits)),
    // Half way between two neighbours.
    fc
      .integer({ min: 1, max: 0x7bfe })
      .map((bits) => (fromFloat16Bits(bits) + fromFloat16Bits(bits + 1)) / 2),
  )
  fc.assert(
    fc.property(within, (value) => {
      fc.pre(value === 0 || Math.abs(value) >= 2 ** -24)
      expect(toHalves(Float32Array.of(value))[0]).toBe(toFloat16Bits(value))
    }),
    { numRuns: 2000 },
  )
})

test('out of the range it is at the edge, with its sign, and counted', () => {
  fc.assert(
    fc.property(finite, (value) => {
      const size = Math.abs(value)
      const { clamped, lifted, hasNaN, most } = surveyHalves(Float32Array.of(value, 0))
      expect(most).toBe(size)
      expect(hasNaN).toBe(false)
      expect(clamped).toBe(size > 65504 ? 1 : 0)
      expect(lifted).toBe(size > 0 && size < 2 ** -24 ? 1 : 0)
      if (clamped) expect(half(value)).toBe(Math.sign(value) * 65504)
      if (lifted) expect(half(value)).toBe(Math.sign(value) * 2 ** -24)
    }),
  )
})

test('infinity stays, and what is no number is told', () => {
  expect(half(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  expect(half(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY)
  const odd = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY)
  expect(surveyHalves(odd)).toEqual({ hasNaN: true, clamped: 0, lifted: 0, most: 0 })
})
