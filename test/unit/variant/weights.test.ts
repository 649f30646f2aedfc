// How weights and ranges become integers: held against ONNX Runtime's own quantizer, and by what must always hold.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  affineOf,
  type Grid,
  roundEven,
  s7Weights,
  s8,
  s8Weights,
  store,
  symmetricScale,
  u8,
} from '../../../src/agent/variant/affine.ts'
import { storeBlocks } from '../../../src/agent/variant/weights4.ts'
import {
  channelsOf,
  scalesForBias,
  storeBias,
  storeWeights,
  weightScales,
} from '../../../src/agent/variant/weights8.ts'
import golden from '../../fixtures/ort-quantizer.json' with { type: 'json' }

const grids: Readonly<Record<string, Grid>> = { u8, s8, s8Weights, s7Weights }
const floats = fc.float({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true })

describe('an affine mapping', () => {
  it.each(golden.affine)('is that of ONNX Runtime for $grid from $low to $high', (saved) => {
    const grid = grids[saved.grid] as Grid
    const [low, high] = [Math.fround(saved.low), Math.fround(saved.high)]
    const affine = affineOf({ low, high }, grid)
    expect(affine).toEqual({ scale: Math.fround(saved.scale), zeroPoint: saved.zeroPoint })
    const stored = saved.values.map((value) => store(Math.fround(value), affine, grid))
    expect(stored).toEqual(saved.stored)
  })

  it('stores zero exactly, and all of its range to half a step', () => {
    fc.assert(
      fc.property(
        floats,
        floats,
        fc.constantFrom(u8, s8),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, grid, share) => {
          const range = { low: Math.min(a, b), high: Math.max(a, b) }
          const affine = affineOf(range, grid)
          expect(store(0, affine, grid)).toBe(affine.zeroPoint)
          const value = Math.fround(range.low + share * (range.high - range.low))
          const back = (store(value, affine, grid) - affine.zeroPoint) * affine.scale
          // Zero's own rounding may push an end half a step outside.
          expect(Math.abs(back - value)).toBeLessThanOrEqual(affine.scale * 1.001)
        },
      ),
    )
  })

  it('has a scale for ranges that are wider than floats go', () => {
    const most = Math.fround(3e38)
    for (const grid of [u8, s8]) {
      const affine = affineOf({ low: -most, high: most }, grid)
      expect(affine.scale).toBeLessThan(3e36)
      for (const value of [-most, 0, most]) {
        const back = (store(value, affine, grid) - affine.zeroPoint) * affine.scale
        expect(Math.abs(back - value)).toBeLessThanOrEqual(affine.scale * 1.001)
      }
    }
    const scale = symmetricScale(most, s8Weights)
    expect(store(most, { scale, zeroPoint: 0 }, s8Weights)).toBe(127)
  })

  it('rounds halves to even', () => {
    expect([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.2].map(roundEven)).toEqual([-2, -2, 0, 0, 2, 2, 3])
  })
})

describe('8-bit weights', () => {
  it.each(golden.weights)('are those of ONNX Runtime for $dims along $axis', (saved) => {
    const grid = saved.reduceRange ? s7Weights : s8Weights
    const weights = Float32Array.from(saved.weights)
    const channels = channelsOf(saved.dims, saved.axis)
    const scales = weightScales(weights, channels, grid)
    expect([...scales]).toEqual(saved.scales.map(Math.fround))
    expect([...storeWeights(weights, channels, scales, grid).stored]).toEqual(saved.stored)
  })

  it('are within half a step of their channel, whatever its neighbours are', () => {
    const tensors = fc
      .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), fc.nat())
      .chain(([dims, place]) =>
        fc.tuple(
          fc.constant(dims),
          fc.constant(place % dims.length),
          fc.array(floats, {
            minLength: dims.reduce((all, size) => all * size, 1),
            maxLength: dims.reduce((all, size) => all * size, 1),
          }),
        ),
      )
    fc.assert(
      fc.property(tensors, ([dims, axis, values]) => {
        const weights = Float32Array.from(values)
        const channels = channelsOf(dims, axis)
        const scales = weightScales(weights, channels, s8Weights)
        const { stored, lostValues } = storeWeights(weights, channels, scales, s8Weights)
        const inner = dims.slice(axis + 1).reduce((all, size) => all * size, 1)
        for (const [at, weight] of weights.entries()) {
          const scale = scales[Math.floor(at / inner) % (dims[axis] ?? 1)] ?? 0
          const error = Math.abs((stored[at] ?? 0) * scale - weight)
          expect(error).toBeLessThanOrEqual(scale * 0.5001)
        }
        const lost = weights.filter((weight, at) => weight !== 0 && stored[at] === 0)
        expect(lostValues).toBe(lost.length)
      }),
    )
  })

  it('get larger steps where a bias would not fit in 32 bits', () => {
    const scales = Float32Array.of(1e-8, 1e-8)
    const bias = Float32Array.of(1e3, 1e-3)
    expect(storeBias(bias, scales, 1e-3).clampedValues).toBe(1)
    const fitting = scalesForBias(scales, bias, 1e-3)
    expect(fitting[1]).toBe(scales[1])
    const { stored, scales: steps, clampedValues } = storeBias(bias, fitting, 1e-3)
    expect(clampedValues).toBe(0)
    expect((stored[0] ?? 0) * (steps[0] ?? 0)).toBeCloseTo(1e3, 3)
  })
})

describe('4-bit blocks', () => {
  it.each(golden.blocks)(
    'are those of ONNX Runtime: $rows × $columns by $blockSize, symmetric $symmetric',
    (saved) => {
      const { rows, columns, blockSize, symmetric } = saved
      const blocks = storeBlocks(Float32Array.from(saved.weights), rows, columns, {
        blockSize,
        symmetric,
      })
      expect([...blocks.scales]).toEqual(saved.scales.map(Math.fround))
      expect([...blocks.stored]).toEqual(saved.stored)
      if (symmetric) expect(blocks.zeroPoints).toBeNull()
      else expect([...(blocks.zeroPoints ?? [])]).toEqual(saved.zeroPoints)
    },
  )

  it('are within a step of the weights', () => {
    const matrices = fc
      .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 3 }), fc.boolean())
      .chain(([rows, columns, symmetric]) =>
        fc.tuple(
          fc.constant({ rows, columns, symmetric }),
          fc.array(floats, { minLength: rows * columns, maxLength: rows * columns }),
        ),
      )
    fc.assert(
      fc.property(matrices, ([{ rows, columns, symmetric }, values]) => {
        const weights = Float32Array.from(values)
        const blockSize = 16
        const { stored, scales, zeroPoints } = storeBlocks(weights, rows, columns, {
          blockSize,
          symmetric,
        })
        const blocks = Math.ceil(rows / blockSize)
        const half = (bytes: Uint8Array, place: number) =>
          ((bytes[place >> 1] ?? 0) >> ((place & 1) * 4)) & 15
        for (let column = 0; column < columns; column++)
          for (let row = 0; row < rows; row++) {
            const place = column * blocks + Math.floor(row / blockSize)
            const zero =
              zeroPoints === null
                ? 8
                : half(zeroPoints, column * Math.ceil(blocks / 2) * 2 + Math.floor(row / blockSize))
            const value =
              (half(stored, column * blocks * blockSize + row) - zero) * (scales[place] ?? 0)
            const weight = weights[row * columns + column] ?? 0
            expect(Math.abs(value - weight)).toBeLessThanOrEqual(
              Math.abs(scales[place] ?? 0) * 1.001 + 2 ** -120,
            )
          }
      }),
    )
  })
})
