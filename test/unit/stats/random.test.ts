import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededUniform } from '../../../src/shared/stats/random.ts'

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
})
