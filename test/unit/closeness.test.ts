// The sums that stream against formulas that hold everything, on any numbers.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Closeness } from '../../src/agent/variant/closeness.ts'
import { Top1Agreement } from '../../src/agent/variant/top1.ts'
import { valuesOf } from '../../src/agent/variant/values.ts'
import { fromFloat16Bits } from '../../src/shared/float16.ts'

/** As a tensor of floats holds them: none is nearer to zero, so that powers of them are what a double holds. */
const leastFloat = 2 ** -149
const number = fc
  .double({ min: -1e6, max: 1e6, noNaN: true })
  .map((value) => (Math.abs(value) < leastFloat ? 0 : value))
const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 200 })

const closenessOf = (...parts: readonly (readonly [readonly number[], readonly number[]])[]) => {
  const closeness = new Closeness()
  for (const [original, variant] of parts)
    closeness.add(Float64Array.from(original), Float64Array.from(variant))
  return closeness.figures()
}

const lengthOf = (vector: readonly number[]) => Math.hypot(...vector)

/** The angle between unit vectors by their half difference: another way to the same cosine. */
function cosineByAngle(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [lengthOf(one), lengthOf(other)]
  const gap = one.map((value, at) => value / a - (other[at] ?? 0) / b)
  return 1 - lengthOf(gap) ** 2 / 2
}

describe('closeness', () => {
  test('is what the definitions say', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const original = all.map(([value]) => value)
        const variant = all.map(([, value]) => value)
        const [a, b] = [lengthOf(original), lengthOf(variant)]
        const error = original.map((value, at) => value - (variant[at] ?? 0))
        fc.pre(a > 1e-3 && b > 1e-3 && lengthOf(error) > 1e-3)
        const figures = closenessOf([original, variant])
        expect(figures.cosine).toBeCloseTo(cosineByAngle(original, variant), 9)
        expect(figures.sqnrDb).toBeCloseTo(20 * Math.log10(a / lengthOf(error)), 6)
        expect(figures.maxAbsError).toBe(Math.max(...error.map(Math.abs)))
        expect(figures.notFinite).toBe(0)
      }),
    )
  })

  test('is the same however the values are divided into samples', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), (all, at) => {
        const cut = at % (all.length + 1)
        const side = (from: typeof all) =>
          [from.map(([value]) => value), from.map(([, value]) => value)] as const
        expect(closenessOf(side(all.slice(0, cut)), side(all.slice(cut)))).toEqual(
          closenessOf(side(all)),
        )
      }),
    )
  })

  test('does not depend on a common factor, but for the error', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -8, max: 8 }), (all, exponent) => {
        const factor = 2 ** exponent
        const scaled = closenessOf([
          all.map(([value]) => value * factor),
          all.map(([, value]) => value * factor),
        ])
        const plain = closenessOf([all.map(([value]) => value), all.map(([, value]) => value)])
        if (plain.cosine !== null) expect(scaled.cosine).toBeCloseTo(plain.cosine, 12)
        expect(scaled.maxAbsError).toBeCloseTo((plain.maxAbsError ?? 0) * factor, 6)
      }),
    )
  })

  test('of the same is 1, without an error and without a ratio to it', () => {
    expect(
      closenessOf([
        [1, -2, 3],
        [1, -2, 3],
      ]),
    ).toEqual({
      cosine: 1,
      sqnrDb: null,
      maxAbsError: 0,
      notFinite: 0,
    })
    expect(
      closenessOf([
        [1, 2],
        [-1, -2],
      ]).cosine,
    ).toBe(-1)
    expect(
      closenessOf([
        [1, 0],
        [0, 1],
      ]).cosine,
    ).toBe(0)
  })

  test('can not be said of zeros, of other sizes, of nothing', () => {
    expect(
      closenessOf([
        [0, 0],
        [1, 0],
      ]),
    ).toMatchObject({ cosine: null, maxAbsError: 1 })
    expect(
      closenessOf([
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ cosine: null, maxAbsError: 0 })
    const unsaid = { cosine: null, sqnrDb: null, maxAbsError: null, notFinite: 0 }
    expect(closenessOf([[], []])).toEqual(unsaid)
    expect(
      closenessOf(
        [
          [1, 2],
          [1, 2],
        ],
        [[1, 2], [1]],
      ),
    ).toEqual(unsaid)
    expect(
      closenessOf(
        [[1, 2], [1]],
        [
          [1, 2],
          [1, 2],
        ],
      ),
    ).toEqual(unsaid)
  })

  test('counts what became no number, and passes over what was none', () => {
    const { NaN: none, POSITIVE_INFINITY: infinite } = Number
    expect(
      closenessOf([
        [1, 2, 3, none],
        [none, 2, infinite, none],
      ]),
    ).toEqual({
      cosine: null,
      sqnrDb: null,
      maxAbsError: null,
      notFinite: 2,
    })
    expect(
      closenessOf([
        [1, -infinite, 2],
        [1, -65504, 2],
      ]),
    ).toMatchObject({
      cosine: 1,
      maxAbsError: 0,
      notFinite: 0,
    })
  })
})

describe('the first of a row', () => {
  const shareOf = (width: number, original: readonly number[], variant: readonly number[]) => {
    const top1 = new Top1Agreement()
    top1.add(Float64Array.from(original), Float64Array.from(variant), width)
    return top1.share()
  }

  test('is the same in as many rows as have it at the same place', () => {
    const rows = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.tuple(
          fc.constant(width),
          fc.array(
            fc.tuple(
              fc.array(fc.integer({ min: -3, max: 3 }), { minLength: width, maxLength: width }),
              fc.array(fc.integer({ min: -3, max: 3 }), { minLength: width, maxLength: width }),
            ),
            { minLength: 1, maxLength: 20 },
          ),
        ),
      )
    fc.assert(
      fc.property(rows, ([width, all]) => {
        const first = (row: readonly number[]) => row.indexOf(Math.max(...row))
        const same = all.filter(([one, other]) => first(one) === first(other)).length
        expect(
          shareOf(
            width,
            all.flatMap(([one]) => one),
            all.flatMap(([, other]) => other),
          ),
        ).toBe(same / all.length)
      }),
    )
  })

  test('is none of a single element, and is not met by what is no number', () => {
    expect(shareOf(1, [1, 2], [1, 2])).toBeNull()
    expect(shareOf(2, [], [])).toBeNull()
    expect(shareOf(2, [1, 2, 3, 4], [1, Number.NaN, 3, 4])).toBe(0.5)
    expect(shareOf(2, [Number.NaN, 2, 3, 4], [1, 2, 3, 4])).toBe(1)
  })
})

test('every half float has its value', () => {
  const data = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits)
  const values = valuesOf({ type: 'float16', dims: [2 ** 16], data })
  expect(values).toEqual(Float32Array.from(data, fromFloat16Bits))
  expect(valuesOf({ type: 'uint16', dims: [2], data: Uint16Array.of(0, 15360) })).toEqual(
    Float64Array.of(0, 15360),
  )
  expect(valuesOf({ type: 'int64', dims: [1], data: BigInt64Array.of(-7n) })).toEqual(
    Float64Array.of(-7),
  )
})
