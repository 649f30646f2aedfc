// What quantized weights stand for, against plain sums over every index.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dequantize, dequantizeNBits } from '../../../src/agent/variant/dequantized-weights.ts'
import { transposed } from '../../../src/agent/variant/linear.ts'

const dims = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
const countOf = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1)

/** The place of an element along each axis. */
function placeOf(index: number, sizes: readonly number[]): number[] {
  let rest = index
  return [...sizes]
    .reverse()
    .map((size) => {
      const at = rest % size
      rest = Math.floor(rest / size)
      return at
    })
    .reverse()
}

test('each element less its zero point times its scale, along any axis and in blocks', () => {
  fc.assert(
    fc.property(dims, fc.nat(2), fc.integer({ min: 0, max: 3 }), (sizes, anyAxis, blockSize) => {
      const axis = anyAxis % sizes.length
      const size = sizes[axis] ?? 1
      const scaleSizes = sizes.map((each, at) => {
        if (at === axis) return blockSize > 0 ? Math.ceil(size / blockSize) : size
        return blockSize > 0 ? each : 1
      })
      const scale = Float32Array.from({ length: countOf(scaleSizes) }, (_, at) => 0.5 + at)
      const zeroPoint = Int8Array.from(scale, (_, at) => (at % 5) - 2)
      const quantized = Int8Array.from({ length: countOf(sizes) }, (_, at) => (at * 37) % 127)
      const floats = dequantize(quantized, sizes, { scale, zeroPoint, axis, blockSize })
      for (const [index, value] of quantized.entries()) {
        const place = placeOf(index, sizes).map((at, along) => {
          if (along === axis) return blockSize > 0 ? Math.floor(at / blockSize) : at
          return blockSize > 0 ? at : 0
        })
        const at = place.reduce((all, one, along) => all * (scaleSizes[along] ?? 1) + one, 0)
        const expected = (value - (zeroPoint[at] ?? 0)) * (scale[at] ?? 0)
        expect(floats[index]).toBe(Math.fround(expected))
      }
    }),
  )
})

test('blocks of four bits, each with a scale, with and without zero points', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      (rows, columns, hasZeros) => {
        const blocks = Math.ceil(rows / 16)
        const nibble = (column: number, row: number) => (column * 7 + row * 3) % 16
        const zero = (column: number, block: number) => (column + block * 5) % 16
        const packed = new Uint8Array(columns * blocks * 8)
        const zeros = new Uint8Array(columns * Math.ceil(blocks / 2))
        const scale = Float32Array.from({ length: columns * blocks }, (_, at) => at + 1)
        for (let column = 0; column < columns; column++) {
          for (let row = 0; row < rows; row++) {
            const at = column * blocks * 8 + (row >> 1)
            packed[at] = (packed[at] ?? 0) | (nibble(column, row) << (row % 2 ? 4 : 0))
          }
          for (let block = 0; block < blocks; block++) {
            const at = column * Math.ceil(blocks / 2) + (block >> 1)
            zeros[at] = (zeros[at] ?? 0) | (zero(column, block) << (block % 2 ? 4 : 0))
          }
        }
        const shape = { rows, columns, bits: 4, blockSize: 16 }
        const floats = dequantizeNBits(packed, scale, hasZeros ? zeros : null, shape)
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++) {
            const block = Math.floor(row / 16)
            const middle = hasZeros ? zero(column, block) : 8
            expect(floats[row * columns + column]).toBe(
              (nibble(column, row) - middle) * (scale[column * blocks + block] ?? 0),
            )
          }
      },
    ),
  )
})

test('turning twice gives the same', () => {
  const values = Float32Array.from({ length: 24 }, (_, at) => at)
  expect(transposed(transposed(values, 3, 4), 4, 3)).toEqual(values)
  expect([...transposed(values, 3, 4)].slice(0, 4)).toEqual([0, 4, 8, 1])
})
