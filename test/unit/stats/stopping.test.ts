import { describe, expect, it } from 'vitest'
import { hasPrecision, noiseSettled } from '../../../src/shared/stats/stopping.ts'

describe('hasPrecision', () => {
  it('asks two looks in a row', () => {
    expect(hasPrecision([], 0.01)).toBe(false)
    expect(hasPrecision([0.005], 0.01)).toBe(false)
    expect(hasPrecision([0.005, 0.02, 0.01], 0.01)).toBe(false)
    expect(hasPrecision([0.02, 0.01, 0.009], 0.01)).toBe(true)
  })
})

describe('noiseSettled', () => {
  const looks = (count: number, at: (look: number) => number) =>
    Array.from({ length: count }, (_, look) => at(look + 1))
  const firstSettled = (at: (look: number) => number) =>
    looks(200, at).findIndex((_, end, all) => noiseSettled(all.slice(0, end + 1)))

  it('stops what narrows no more', () => {
    expect(firstSettled(() => 0.03)).toBe(7)
    expect(firstSettled((look) => 0.03 + 0.2 * 0.5 ** look)).toBeLessThan(20)
  })

  it('lets go on what still narrows with the root of the time, or jumps', () => {
    expect(firstSettled((look) => 0.1 / Math.sqrt(look))).toBeGreaterThan(35)
    expect(firstSettled((look) => (look % 2 === 0 ? 0.03 : 0.04))).toBe(-1)
    expect(firstSettled((look) => 0.01 * 1.05 ** look)).toBe(-1)
  })
})
