// fp32 of models that were quantized or in half precision: the network is the one that they were made of, with the weights
// that they still have.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Tensor } from 'onnxruntime-node'
import { afterAll, describe, expect, test } from 'vitest'
import type { Program } from '../../src/agent/program.ts'
import { makeVariant } from '../../src/agent/variant/make.ts'
import { recipeSchema } from '../../src/shared/variant.ts'
import { modelOf, type Parts, value, writeModel } from '../fixtures/onnx.ts'
import {
  cosine,
  decoded,
  float32,
  initialiser,
  int,
  levels,
  networkOf,
  node,
  numbers,
  outputsOf,
  scattered,
  stepNames,
} from '../fixtures/variants.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-full-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
let count = 0
const place = () => join(dir, `model-${count++}.onnx`)

async function make(path: string, precision: 'fp32' | 'fp16' = 'fp32') {
  const target = place()
  const recipe = recipeSchema.parse({ precision })
  const made = await makeVariant({} as Program, { path, target, recipe }, () => {})
  const model = decoded(readFileSync(target))
  const operators = (model.graph?.node ?? []).map(({ opType }) => opType)
  return { target, made, operators }
}

function write(parts: Parts): string {
  const path = place()
  writeModel(path, modelOf(parts))
  return path
}

const bytes = (count: number, seed: number, reach = 127) =>
  Int8Array.from(scattered(count, seed, reach), (value) => Math.round(value))
const [rows, columns] = [16, 12]
const columnScales = Float32Array.from({ length: columns }, (_, column) => 0.001 * (column + 1))
const quantizedWeights = [
  initialiser('wq', [rows, columns], bytes(rows * columns, 3), 'int8'),
  initialiser('ws', [columns], columnScales),
  initialiser('wz', [columns], new Int8Array(columns), 'int8'),
]
const dynamic: Parts = {
  inputs: [value('x', ['N', rows])],
  outputs: [value('y', ['N', columns])],
  weights: quantizedWeights,
}
const x = float32([...scattered(3 * rows, 9)], [3, rows])
const wanted = Array.from({ length: 3 * columns }, (_, index) => {
  const [row, column] = [Math.floor(index / columns), index % columns]
  const weight = bytes(rows * columns, 3)
  let sum = 0
  for (let at = 0; at < rows; at++)
    sum +=
      Number(x.data[row * rows + at]) *
      (weight[at * columns + column] ?? 0) *
      (columnScales[column] ?? 0)
  return sum
})

function expectNear(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length)
  for (const [index, number] of got.entries()) expect(number).toBeCloseTo(expected[index] ?? 0, 4)
}

async function expectProduct(parts: Parts): Promise<void> {
  const { target, operators } = await make(write(parts))
  expect(operators).toEqual(['MatMul'])
  for (const level of levels) expectNear(numbers((await outputsOf(target, { x }, level)).y), wanted)
}

describe('dynamic quantization', () => {
  const quantize = node('DynamicQuantizeLinear', ['x'], ['xq', 'xs', 'xz'])
  const product = node('MatMulInteger', ['xq', 'wq', 'xz', 'wz'], 'yi')
  const cast = node('Cast', ['yi'], 'yf', [int('to', 1)])

  test('as ONNX Runtime writes it', () =>
    expectProduct({
      ...dynamic,
      nodes: [
        ...[quantize, node('Mul', ['xs', 'ws'], 'scales'), product, cast],
        node('Mul', ['yf', 'scales'], 'y'),
      ],
    }))

  test('with scales one after the other', () =>
    expectProduct({
      ...dynamic,
      nodes: [
        ...[quantize, product, cast],
        node('Mul', ['xs', 'yf'], 'half'),
        node('Mul', ['half', 'ws'], 'y'),
      ],
    }))

  test('in one operator of com.microsoft', () =>
    expectProduct({
      ...dynamic,
      nodes: [
        { ...node('DynamicQuantizeMatMul', ['x', 'wq', 'ws', 'wz'], 'y'), domain: 'com.microsoft' },
      ],
    }))

  test('leaves a factor that is the network’s own', async () => {
    const path = write({
      ...dynamic,
      nodes: [
        ...[quantize, node('Mul', ['xs', 'ws'], 'scales'), product, cast],
        node('Mul', ['yf', 'scales'], 'h'),
        node('Mul', ['h', 'ws'], 'y'),
      ],
    })
    const { operators, target } = await make(path)
    expect(operators).toEqual(['MatMul', 'Mul'])
    const expected = wanted.map((each, index) => each * (columnScales[index % columns] ?? 0))
    expectNear(numbers((await outputsOf(target, { x })).y), expected)
  })
})

describe('linear quantization', () => {
  const scale = (name: string, number: number) => initialiser(name, [], Float32Array.of(number))
  const zero = (name: string, number: number) =>
    initialiser(name, [], Uint8Array.of(number), 'uint8')

  test('of weights is folded, of activations taken out', () =>
    expectProduct({
      ...dynamic,
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], 'xq'),
        node('DequantizeLinear', ['xq', 's', 'z'], 'xf'),
        node('DequantizeLinear', ['wq', 'ws', 'wz'], 'w', [int('axis', 1)]),
        node('MatMul', ['xf', 'w'], 'y'),
      ],
      weights: [...quantizedWeights, scale('s', 0.01), zero('z', 128)],
    }))

  test('that cut off what is below zero leaves that to a Clip', async () => {
    const path = write({
      inputs: [value('x', ['N', rows])],
      outputs: [value('y', ['N', rows])],
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], 'xq'),
        node('DequantizeLinear', ['xq', 's', 'z'], 'y'),
      ],
      weights: [scale('s', 0.5), zero('z', 0)],
    })
    const { target, operators } = await make(path)
    expect(operators).toContain('Clip')
    expectNear(
      numbers((await outputsOf(target, { x })).y),
      [...(x.data as Float32Array)].map((each) => Math.max(0, each)),
    )
  })

  test.each([
    [-6, true],
    [0, false],
  ])('after a Clip from %i on needs another: %s', async (from, isNeeded) => {
    const path = write({
      inputs: [value('x', ['N', rows])],
      outputs: [value('y', ['N', rows])],
      nodes: [
        node('Clip', ['x', 'from', 'to'], 'c'),
        node('QuantizeLinear', ['c', 's', 'z'], 'xq'),
        node('DequantizeLinear', ['xq', 's', 'z'], 'y'),
      ],
      weights: [scale('s', 0.01), zero('z', 0), scale('from', from), scale('to', 6)],
    })
    const { target, operators } = await make(path)
    expect(operators.filter((name) => name === 'Clip')).toHaveLength(isNeeded ? 2 : 1)
    expectNear(
      numbers((await outputsOf(target, { x })).y),
      [...(x.data as Float32Array)].map((each) => Math.max(0, each)),
    )
  })

  test('of integers that a float does not hold is exact', async () => {
    const path = write({
      inputs: [value('x', [2], 'int32')],
      outputs: [value('y', [2])],
      nodes: [node('DequantizeLinear', ['x', 's', 'far'], 'y')],
      weights: [scale('s', 0.5), initialiser('far', [], Int32Array.of(2 ** 24), 'int32')],
    })
    const { target } = await make(path)
    const feeds = { x: new Tensor('int32', Int32Array.of(2 ** 24 + 1, 2 ** 24 - 3), [2]) }
    for (const level of levels)
      expect(numbers((await outputsOf(target, feeds, level)).y)).toEqual([0.5, -1.5])
  })

  test('of embeddings is undone through what picks them', async () => {
    const path = write({
      inputs: [value('ids', ['N'], 'int32')],
      outputs: [value('y', ['N', columns])],
      nodes: [node('Gather', ['wq', 'ids'], 'q'), node('DequantizeLinear', ['q', 's', 'z'], 'y')],
      weights: [
        ...[quantizedWeights[0] ?? {}, scale('s', 0.5)],
        initialiser('z', [], Int8Array.of(1), 'int8'),
      ],
    })
    expect((await make(path)).operators.filter((name) => name !== 'Identity')).toEqual(['Gather'])
  })

  test('in operators on quantized values', async () => {
    const path = write({
      ...dynamic,
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], 'xq'),
        node('QLinearMatMul', ['xq', 's', 'z', 'wq', 'ws', 'wz', 'ys', 'yz'], 'yq'),
        node('DequantizeLinear', ['yq', 'ys', 'yz'], 'y'),
      ],
      weights: [
        ...quantizedWeights,
        ...[scale('s', 0.01), zero('z', 128)],
        ...[scale('ys', 0.1), zero('yz', 128)],
      ],
    })
    const { target } = await make(path)
    for (const level of levels)
      expectNear(numbers((await outputsOf(target, { x }, level)).y), wanted)
  })
})

test('weights that are stored as integers and put together at loading are put together now', async () => {
  const path = write({
    ...dynamic,
    nodes: [
      node('Cast', ['q'], 'f', [int('to', 1)]),
      node('Mul', ['f', 'scale'], 'm'),
      node('Add', ['m', 'offset'], 'w'),
      node('MatMul', ['x', 'w'], 'y'),
    ],
    weights: [
      initialiser('q', [rows, columns], new Uint8Array(bytes(rows * columns, 8).buffer), 'uint8'),
      initialiser('scale', [columns], columnScales),
      initialiser('offset', [rows, 1], scattered(rows, 2)),
    ],
  })
  const { target, operators, made } = await make(path)
  expect(operators).toEqual(['MatMul'])
  expect(made.converted).toEqual({ Add: 1 })
  const expected = await outputsOf(path, { x })
  expectNear(numbers((await outputsOf(target, { x })).y), numbers(expected.y))
})

describe('operators of com.microsoft', () => {
  const microsoft = (made: ReturnType<typeof node>) => ({ ...made, domain: 'com.microsoft' })

  test('weights in blocks of four bits', async () => {
    const blockSize = 16
    const packed = Uint8Array.from({ length: columns * 8 }, (_, at) => (at * 91) % 256)
    const scales = Float32Array.from({ length: columns }, (_, at) => 0.01 * (at + 1))
    const path = write({
      ...dynamic,
      nodes: [
        microsoft(
          node('MatMulNBits', ['x', 'packed', 'scales'], 'y', [
            ...[int('K', rows), int('N', columns), int('bits', 4), int('block_size', blockSize)],
          ]),
        ),
      ],
      weights: [
        initialiser('packed', [columns, 1, 8], packed, 'uint8'),
        initialiser('scales', [columns], scales),
      ],
    })
    const { target, operators } = await make(path)
    expect(operators).toEqual(['MatMul'])
    const expected = await outputsOf(path, { x })
    for (const level of levels)
      expectNear(numbers((await outputsOf(target, { x }, level)).y), numbers(expected.y))
  })

  test('an LSTM', async () => {
    const [inputs, hidden] = [4, 3]
    const quantized = (name: string, size: number, seed: number) => [
      initialiser(name, [1, size, 4 * hidden], bytes(size * 4 * hidden, seed), 'int8'),
      initialiser(`${name}.s`, [1], Float32Array.of(0.01)),
      initialiser(`${name}.z`, [1], Int8Array.of(0), 'int8'),
    ]
    const places = ['x', 'w', 'r', 'b', '', '', '', '', 'w.s', 'w.z', 'r.s', 'r.z']
    const path = write({
      inputs: [value('x', ['T', 1, inputs])],
      outputs: [value('y', ['T', 1, 1, hidden])],
      nodes: [microsoft(node('DynamicQuantizeLSTM', places, 'y', [int('hidden_size', hidden)]))],
      weights: [
        ...[...quantized('w', inputs, 4), ...quantized('r', hidden, 5)],
        initialiser('b', [1, 8 * hidden], scattered(8 * hidden, 6)),
      ],
    })
    const { target, operators } = await make(path)
    expect(operators).toEqual(['LSTM'])
    const steps = { x: float32([...scattered(5 * inputs, 7)], [5, 1, inputs]) }
    const [one, other] = [await outputsOf(path, steps), await outputsOf(target, steps)]
    // What was quantized at each step is not now: near, and not the same.
    expect(cosine(numbers(one.y), numbers(other.y))).toBeGreaterThan(0.999)
  })
})

test('a quantized convolution with a bias computes on floats', async () => {
  const scale = (name: string, ...values: number[]) =>
    initialiser(name, values.length > 1 ? [values.length] : [], Float32Array.from(values))
  const zero = (name: string, number: number) =>
    initialiser(name, [], Uint8Array.of(number), 'uint8')
  const path = write({
    inputs: [value('x', [1, 2, 5, 5])],
    outputs: [value('y', [1, 3, 3, 3])],
    nodes: [
      node('QuantizeLinear', ['x', 's', 'z'], 'xq'),
      node('QLinearConv', ['xq', 's', 'z', 'w', 'ws', 'wz', 'ys', 'yz', 'b'], 'yq'),
      node('DequantizeLinear', ['yq', 'ys', 'yz'], 'y'),
    ],
    weights: [
      ...[scale('s', 0.01), zero('z', 128), scale('ys', 0.1), zero('yz', 128)],
      // Small enough for the sums of 16 bits of a processor without VNNI.
      initialiser('w', [3, 2, 3, 3], bytes(54, 2, 50), 'int8'),
      ...[scale('ws', 0.01, 0.02, 0.03), initialiser('wz', [3], new Int8Array(3), 'int8')],
      initialiser('b', [3], Int32Array.of(1000, -2000, 3000), 'int32'),
    ],
  })
  const { target, operators } = await make(path)
  expect(operators.filter((name) => name !== 'Identity')).toEqual(['Conv'])
  // Values that quantizing leaves as they are.
  const steps = Array.from(scattered(50, 3, 100), (each) => Math.round(each) * 0.01)
  const feeds = { x: float32(steps, [1, 2, 5, 5]) }
  const [one, other] = [await outputsOf(path, feeds), await outputsOf(target, feeds)]
  // Half a step of what was put out.
  for (const [index, number] of numbers(other.y).entries())
    expect(Math.abs(number - (numbers(one.y)[index] ?? 0))).toBeLessThan(0.0501)
})

test('half precision becomes fp32 again, with the rounded weights', async () => {
  const path = place()
  writeModel(path, networkOf(stepNames))
  const half = await make(path, 'fp16')
  const full = await make(half.target)
  const feeds = { x: float32([...scattered(16, 1)], [2, 8]) }
  const [one, other] = [
    await outputsOf(path, feeds),
    await outputsOf(full.target, feeds, 'disabled'),
  ]
  expect(cosine(numbers(one.y), numbers(other.y))).toBeGreaterThan(0.999)
  const model = decoded(readFileSync(full.target))
  expect(model.graph?.initializer?.some(({ dataType }) => dataType === 10)).toBe(false)
})

test('what has nothing to undo, and what can not be undone, are faults', async () => {
  const path = place()
  writeModel(path, networkOf(['matmul']))
  await expect(make(path)).rejects.toMatchObject({ fault: { code: 'variant-nothing' } })
  const open = write({
    inputs: [value('x', ['N', rows])],
    outputs: [value('y', ['N', rows], 'uint8')],
    nodes: [node('DynamicQuantizeLinear', ['x'], ['y', 's', 'z'])],
  })
  await expect(make(open)).rejects.toMatchObject({
    fault: { code: 'variant-not-undone', params: { operator: 'DynamicQuantizeLinear' } },
  })
})
