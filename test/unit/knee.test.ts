// Where a curve bends: on curves whose knee is known, on those that have none, and whatever their units.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CurvePoint, kneeOf, leastKneePoints } from '../../src/shared/knee.ts'

const curve = (xs: readonly number[], of: (x: number) => number): readonly CurvePoint[] =>
  xs.map((x) => ({ x, y: of(x) }))

const steps = (count: number, from = 400, to = 2400) =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1))

describe('the knee of a curve', () => {
  it('is where a roof line stops rising: compute up to there, memory from there', () => {
    for (const count of [6, 11, 21]) {
      const xs = steps(count, 400, 2400)
      const knee = kneeOf(curve(xs, (khz) => Math.min(khz, 1200)))
      expect(xs[knee ?? -1]).toBe(1200)
    }
  })

  it('is that of the paper’s example, 1 − 1/x over 0 to 1 and more', () => {
    // Kneedle, figure 2: y = −1/(x + 0.1) + 5 has its knee near x = 0.22.
    const xs = Array.from({ length: 10 }, (_, index) => index / 9)
    const knee = kneeOf(curve(xs, (x) => -1 / (x + 0.1) + 5))
    expect(xs[knee ?? -1]).toBeCloseTo(0.222, 3)
  })

  it('is none on a line, however many points it has and whatever its slope', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: -1000, max: 1000 }),
        (count, slope, offset) => {
          expect(kneeOf(curve(steps(count), (x) => slope * x + offset))).toBe(null)
        },
      ),
    )
  })

  it('is none on a line with the noise of measuring', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), {
          minLength: 4,
          maxLength: 30,
        }),
        (noise) => {
          const xs = steps(noise.length, 0, 1)
          const noisy = xs.map((x, index) => ({ x, y: x + (noise[index] ?? 0) }))
          expect(kneeOf(noisy)).toBe(null)
        },
      ),
    )
  })

  it('is none with fewer than four points, with a repeated place, or where nothing is gained', () => {
    const roof = (x: number) => Math.min(x, 2)
    expect(kneeOf([])).toBe(null)
    expect(kneeOf(curve([1, 2, 30], roof))).toBe(null)
    expect(leastKneePoints).toBe(4)
    expect(kneeOf(curve([1, 2, 3, 30], roof))).toBe(1)
    expect(kneeOf(curve([1, 2, 2, 30], roof))).toBe(null)
    expect(kneeOf(curve(steps(9), (x) => -x))).toBe(null)
    expect(kneeOf(curve(steps(9), () => 5))).toBe(null)
  })

  it('is none on a curve that rises ever faster', () => {
    expect(kneeOf(curve(steps(12, 0, 10), (x) => x ** 3))).toBe(null)
  })

  it('is the peak where the board slows down beyond it', () => {
    const xs = [400, 800, 1200, 1600, 2000]
    expect(kneeOf(xs.map((x, index) => ({ x, y: [1, 2, 3, 2.9, 2.4][index] ?? 0 })))).toBe(2)
  })

  it('stays where it is in other units', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 4, maxLength: 20 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (ys, wide, high) => {
          const plain = ys.map((y, x) => ({ x, y }))
          const scaled = plain.map(({ x, y }) => ({ x: x * wide, y: y * high }))
          // Rounding may decide between two maxima of the same height.
          const [one, other] = [kneeOf(plain), kneeOf(scaled)]
          if (one === null || other === null) expect(other).toBe(one)
          else expect(plain[other]?.y).toBeGreaterThanOrEqual(plain[one]?.y ?? 0)
        },
      ),
    )
  })

  it('is one of the points within, never the first or the last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 30 }),
        (ys) => {
          const knee = kneeOf(ys.map((y, x) => ({ x, y })))
          if (knee === null) return
          expect(knee).toBeGreaterThan(0)
          expect(knee).toBeLessThan(ys.length - 1)
        },
      ),
    )
  })
})
