import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededUniform } from '../../../src/shared/stats/random.ts'
import { ascending } from '../../../src/shared/stats/sort.ts'

/** Enough of them to be counted, most of them small and whole. */
function many(seed: number): Float64Array {
  const random = seededUniform(seed)
  return Float64Array.from({ length: 20_000 }, () => Math.floor(1_500 + 500 * random()))
}

const others = {
  'beyond what is counted': fc.double({ min: 1 << 20, max: 1e12, noNaN: true }),
  'whole and small': fc.integer({ min: 0, max: (1 << 20) - 1 }),
  'not whole': fc.double({ min: 0, max: 1 << 20, noNaN: true }),
  negative: fc.integer({ min: -(1 << 22), max: -1 }),
  'no numbers': fc.constant(Number.NaN),
}

test.each(Object.entries(others))('many samples with some %s among them', (_, other) => {
  const among = fc.array(fc.tuple(fc.nat(19_999), other), { maxLength: 20 })
  fc.assert(
    fc.property(fc.nat(), among, (seed, places) => {
      const samples = many(seed)
      for (const [place, value] of places) samples[place] = value
      const before = samples.slice()
      expect(ascending(samples)).toEqual(samples.slice().sort())
      expect(samples).toEqual(before)
    }),
    { numRuns: 20 },
  )
})

test('few samples, and none', () => {
  expect([...ascending(Float64Array.of(3, 1, 2))]).toEqual([1, 2, 3])
  expect(ascending(new Float64Array())).toHaveLength(0)
})
