// fp16 variants: they load and run with all optimisations and with none, their interface is the original's, they stay near
// it, and what was done to nodes and weights is told as it is.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Tensor } from 'onnxruntime-node'
import { afterAll, describe, expect, test } from 'vitest'
import { inspectModel } from '../../src/agent/model/inspect.ts'
import type { Program } from '../../src/agent/program.ts'
import { makeVariant } from '../../src/agent/variant/make.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { type Recipe, recipeSchema } from '../../src/shared/variant.ts'
import { modelOf, type Parts, value, writeModel } from '../fixtures/onnx.ts'
import {
  cosine,
  decoded,
  float32,
  graph,
  initialiser,
  int,
  int64s,
  levels,
  networkOf,
  node,
  numbers,
  outputsOf,
  type StepName,
  scattered,
  stepNames,
  weights,
  width,
} from '../fixtures/variants.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-half-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
let count = 0
const place = () => join(dir, `model-${count++}.onnx`)

const fp16 = recipeSchema.parse({ precision: 'fp16' })

async function make(path: string, recipe: Recipe = fp16) {
  const target = place()
  const made = await makeVariant({} as Program, { path, target, recipe }, () => {})
  return { target, made, model: decoded(readFileSync(target)) }
}

function write(parts: Parts): string {
  const path = place()
  writeModel(path, modelOf(parts))
  return path
}

const fault = async (path: string, recipe: Recipe = fp16) => {
  try {
    await make(path, recipe)
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
  return null
}

const matrix: Parts = {
  nodes: [node('MatMul', ['x', 'w'], 'y')],
  inputs: [value('x', ['N', width])],
  outputs: [value('y', ['N', width])],
}

test('what scales by a number out of range stays, so that it scales by that', async () => {
  const path = write({
    ...matrix,
    nodes: [
      node('Div', ['x', 'many'], 'part'),
      node('Div', ['part', 'little'], 'whole'),
      node('MatMul', ['whole', 'w'], 'y'),
    ],
    weights: [
      weights('w', [width, width], 5),
      initialiser('many', [], Float32Array.of(2 ** 23)),
      initialiser('little', [], Float32Array.of(2 ** -26)),
    ],
  })
  const { target, made } = await make(path)
  expect(made).toMatchObject({ converted: { MatMul: 1 }, clampedValues: 0, lostValues: 0 })
  const x = float32([...scattered(2 * width, 11)], [2, width])
  const [{ y: wanted }, { y: got }] = [await outputsOf(path, { x }), await outputsOf(target, { x })]
  const [one, other] = [numbers(wanted), numbers(got)]
  for (const [at, value] of one.entries()) expect(other[at]).toBeCloseTo(value, 1)
})

describe('any network', () => {
  test('runs in half precision, optimised or not, and puts out nearly the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...stepNames), { maxLength: 8 }),
        fc.constantFrom(11, 13, 17, 21, 23),
        async (others, opset) => {
          const names: StepName[] = ['matmul', ...others]
          const path = place()
          writeModel(path, networkOf(names, opset))
          const { target } = await make(path)
          const x = float32([...scattered(2 * width, 11)], [2, width])
          const expected = await outputsOf(path, { x })
          for (const level of levels) {
            const outputs = await outputsOf(target, { x }, level)
            expect(Object.keys(outputs)).toEqual(Object.keys(expected))
            for (const [name, tensor] of Object.entries(outputs)) {
              expect(tensor.type).toBe('float32')
              const [got, wanted] = [numbers(tensor), numbers(expected[name])]
              const largest = Math.max(...wanted.map(Math.abs))
              for (const [index, number] of got.entries())
                expect(Math.abs(number - (wanted[index] ?? 0))).toBeLessThan(0.02 * largest + 0.01)
            }
          }
          rmSync(path)
          rmSync(target)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('weights', () => {
  test('take half the bytes, once for all who read them', async () => {
    const path = write({
      ...matrix,
      nodes: [node('MatMul', ['x', 'w'], 'h'), node('MatMul', ['h', 'w'], 'y')],
      weights: [weights('w', [width, width], 1)],
    })
    const { model, made } = await make(path)
    expect(model.graph?.initializer?.map(({ name, dataType }) => [name, dataType])).toEqual([
      ['w', 10],
    ])
    expect(made).toMatchObject({ converted: { MatMul: 2 }, inserted: { Cast: 2 }, keptCount: 0 })
  })

  test('are kept in both types where both are read', async () => {
    const path = write({
      ...matrix,
      nodes: [node('MatMul', ['x', 'w'], 'h'), node('MatMul', ['h', 'w'], 'y')],
      weights: [weights('w', [width, width], 1)],
    })
    const recipe = recipeSchema.parse({ precision: 'fp16', keepNodes: ['y'] })
    const { model, made, target } = await make(path, recipe)
    expect(model.graph?.initializer?.map(({ dataType }) => dataType).sort()).toEqual([1, 10])
    expect(made).toMatchObject({
      converted: { MatMul: 1 },
      kept: [{ node: 'y', operator: 'MatMul', reason: 'recipe' }],
    })
    const x = float32([...scattered(width, 2)], [1, width])
    const [half, full] = [await outputsOf(target, { x }), await outputsOf(path, { x })]
    expect(cosine(numbers(half.y), numbers(full.y))).toBeGreaterThan(0.999)
  })

  test('beyond the range are brought to its edges, and counted', async () => {
    const path = write({
      ...matrix,
      nodes: [node('Add', ['x', 'w'], 'y')],
      weights: [
        initialiser('w', [8], Float32Array.of(1e9, -1e9, 1e-30, -1e-30, 0, 1, 65504, -Infinity)),
      ],
    })
    const { made, target } = await make(path)
    expect(made).toMatchObject({ clampedValues: 2, lostValues: 2 })
    const { y } = await outputsOf(target, { x: float32(Array(8).fill(0), [1, 8]) })
    expect(numbers(y)).toEqual([65504, -65504, 2 ** -24, -(2 ** -24), 0, 1, 65504, -Infinity])
  })

  test('that multiply and are beyond the range keep their node in fp32', async () => {
    const path = write({
      ...matrix,
      nodes: [node('Mul', ['x', 'w'], 'h'), node('Relu', ['h'], 'y')],
      weights: [initialiser('w', [], Float32Array.of(1e6))],
    })
    const { made } = await make(path)
    expect(made).toMatchObject({
      converted: { Relu: 1 },
      kept: [{ node: 'h', reason: 'shape' }],
      clampedValues: 0,
    })
  })

  test('in a file beside the model come into the model', async () => {
    const folder = mkdtempSync(join(dir, 'beside-'))
    const path = join(folder, 'model.onnx')
    const values = scattered(width * width, 4)
    writeFileSync(join(folder, 'w.bin'), new Uint8Array(values.buffer))
    const w = {
      ...{ name: 'w', dims: [width, width], dataType: 1, dataLocation: 1 },
      externalData: [{ key: 'location', value: 'w.bin' }],
    }
    writeModel(path, modelOf({ ...matrix, weights: [w] }))
    const { target } = await make(path)
    expect((await inspectModel(target, {})).externalFiles).toEqual([])
    const x = float32([...scattered(width, 2)], [1, width])
    const [half, full] = [await outputsOf(target, { x }), await outputsOf(path, { x })]
    expect(cosine(numbers(half.y), numbers(full.y))).toBeGreaterThan(0.9999)
  })
})

test('the body of a Scan keeps its type at its borders', async () => {
  const body = {
    name: 'body',
    node: [
      node('Mul', ['row', 'w'], 'scaled'),
      node('Add', ['sum', 'scaled'], 'next'),
      node('Tanh', ['next'], 'out'),
    ],
    input: [value('sum', [width]), value('row', [width])],
    output: [value('next', [width]), value('out', [width])],
  }
  const path = write({
    inputs: [value('x', [3, width])],
    outputs: [value('last', [width]), value('y', [3, width])],
    nodes: [
      node('Relu', ['zero'], 'start'),
      node('Relu', ['x'], 'rows'),
      node(
        'Scan',
        ['start', 'rows'],
        ['last', 'y'],
        [...[graph('body', body), int('num_scan_inputs', 1)]],
      ),
    ],
    weights: [weights('w', [width], 1), initialiser('zero', [width], new Float32Array(width))],
  })
  const { target, made } = await make(path)
  expect(made.converted).toMatchObject({ Mul: 1, Add: 1, Tanh: 1 })
  const x = float32([...scattered(3 * width, 2)], [3, width])
  const full = await outputsOf(path, { x })
  for (const level of levels)
    expect(
      cosine(numbers((await outputsOf(target, { x }, level)).y), numbers(full.y)),
    ).toBeGreaterThan(0.9999)
})

test('a cast that becomes none, to the type that a value has already, is none', async () => {
  const path = write({
    ...matrix,
    nodes: [
      ...[node('Relu', ['x'], 'r'), node('Cast', ['r'], 'same', [int('to', 1)])],
      ...[node('Pow', ['same', 'two'], 'p'), node('Add', ['p', 'r'], 's')],
      node('Cast', ['s'], 'y', [int('to', 1)]),
    ],
    weights: [initialiser('two', [], Float32Array.of(2))],
  })
  const { target } = await make(path)
  const x = float32([...scattered(width, 2)], [1, width])
  const full = await outputsOf(path, { x })
  for (const level of levels)
    expect(
      cosine(numbers((await outputsOf(target, { x }, level)).y), numbers(full.y)),
    ).toBeGreaterThan(0.9999)
})

describe('what comes of integers alone', () => {
  /** sin(position · 1) for positions far beyond the whole numbers of half precision. */
  const positions: Parts = {
    nodes: [
      node('Cast', ['ids'], 'p', [int('to', 1)]),
      node('Mul', ['p', 'f'], 'angle'),
      node('Sin', ['angle'], 'wave'),
      node('Mul', ['x', 'wave'], 'y'),
    ],
    inputs: [value('ids', ['N'], 'int64'), value('x', ['N'])],
    outputs: [value('y', ['N'])],
    weights: [initialiser('f', [], Float32Array.of(1))],
  }

  test('is computed in fp32, so that positions stay exact', async () => {
    const { target } = await make(write(positions))
    const ids = [4097, 10_001, 123_457]
    const feeds = {
      ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [3]),
      x: float32([1, 1, 1], [3]),
    }
    for (const level of levels) {
      const { y } = await outputsOf(target, feeds, level)
      for (const [index, got] of numbers(y).entries())
        expect(got).toBeCloseTo(Math.sin(ids[index] ?? 0), 2)
    }
  })

  test('is computed in fp32 where the integers have 16 bits too', async () => {
    const path = write({ ...positions, inputs: [value('ids', ['N'], 'uint16'), value('x', ['N'])] })
    const { target } = await make(path)
    const ids = [2049, 4097, 65_535]
    const feeds = {
      ids: new Tensor('uint16', Uint16Array.from(ids), [3]),
      x: float32([1, 1, 1], [3]),
    }
    const { y } = await outputsOf(target, feeds)
    for (const [index, got] of numbers(y).entries())
      expect(got).toBeCloseTo(Math.sin(ids[index] ?? 0), 2)
  })

  test('becomes an integer again as exact as it was, whoever else reads it', async () => {
    const path = write({
      ...positions,
      nodes: [
        ...(positions.nodes ?? []),
        // Before the cast, so that there is a half float by then.
        node('Mul', ['x', 'p'], 'far'),
        node('Cast', ['p'], 'again', [int('to', 7)]),
      ],
      outputs: [value('y', ['N']), value('far', ['N']), value('again', ['N'], 'int64')],
    })
    const { target } = await make(path)
    const ids = [4097, 70_001]
    const feeds = {
      ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [2]),
      x: float32([0, 0], [2]),
    }
    expect(numbers((await outputsOf(target, feeds)).again)).toEqual(ids)
  })

  test('is as exact where it is a constant', async () => {
    const path = write({
      nodes: [node('Mul', ['x', 'c'], 'y'), node('Cast', ['c'], 'again', [int('to', 7)])],
      inputs: [value('x', [1])],
      outputs: [value('y', [1]), value('again', [1], 'int64')],
      weights: [initialiser('c', [1], Float32Array.of(4097))],
    })
    const { target } = await make(path)
    const { again } = await outputsOf(target, { x: float32([0], [1]) })
    expect(numbers(again)).toEqual([4097])
  })

  test('becomes no infinity where it meets half precision', async () => {
    const path = write({
      nodes: [
        node('Cast', ['mask'], 'm', [int('to', 1)]),
        node('Mul', ['m', 'far'], 'bias'),
        node('Add', ['x', 'bias'], 'h'),
        node('Softmax', ['h'], 'y', [int('axis', 0)]),
      ],
      inputs: [value('mask', ['N'], 'int64'), value('x', ['N'])],
      outputs: [value('y', ['N'])],
      weights: [initialiser('far', [], Float32Array.of(-3.4e38))],
    })
    const { target, made } = await make(path)
    expect(made.inserted).toMatchObject({ Clip: 1 })
    const feeds = {
      mask: new Tensor('int64', BigInt64Array.from([1n, 1n]), [2]),
      x: float32([0, 0], [2]),
    }
    expect(numbers((await outputsOf(target, feeds)).y)).toEqual([0.5, 0.5])
  })
})

test('weights that are put together from integers are rounded once', async () => {
  const bytes = Uint8Array.from({ length: width * width }, (_, at) => (at * 37) % 256)
  const path = write({
    ...matrix,
    nodes: [
      node('Cast', ['q'], 'f', [int('to', 1)]),
      node('Mul', ['f', 'scale'], 'm'),
      node('Add', ['m', 'offset'], 'w'),
      node('MatMul', ['x', 'w'], 'y'),
    ],
    weights: [
      initialiser('q', [width, width], bytes, 'uint8'),
      initialiser('scale', [], Float32Array.of(0.1)),
      initialiser('offset', [], Float32Array.of(-12.75)),
    ],
  })
  const { target, made } = await make(path)
  expect(made.converted).toEqual({ MatMul: 1 })
  // Ones: each output is a sum of weights that nearly cancel.
  const x = float32(Array(width).fill(1), [1, width])
  const [half, full] = [await outputsOf(target, { x }), await outputsOf(path, { x })]
  for (const [index, number] of numbers(half.y).entries())
    expect(number).toBeCloseTo(numbers(full.y)[index] ?? 0, 1)
})

test('a probability that is put out may be smaller than half precision', async () => {
  const path = write({
    ...matrix,
    nodes: [
      node('Mul', ['x', 'far'], 'm'),
      node('Softmax', ['m'], 's', [int('axis', 1)]),
      ...[node('Mul', ['s', 'm'], 't'), node('Add', ['m', 't'], 'u')],
      node('Softmax', ['u'], 'y', [int('axis', 1)]),
    ],
    weights: [initialiser('far', [], Float32Array.of(-16))],
  })
  const { target, made } = await make(path)
  expect(made).toMatchObject({
    ...{ converted: { Mul: 2, Add: 1, Softmax: 1 }, inserted: { Cast: 2 } },
    kept: [{ node: 'y', operator: 'Softmax', reason: 'exact' }],
  })
  const { y } = await outputsOf(target, { x: float32([0, 1, 1, 1, 1, 1, 1, 1], [1, width]) })
  for (const number of numbers(y).slice(1)) expect(number / Math.exp(-16)).toBeCloseTo(1, 2)
})

test('a bias that cancels a sum as large stays in fp32, with what is summed', async () => {
  const ones = (name: string, count: number, each: number) =>
    initialiser(name, [count], new Float32Array(count).fill(each))
  const path = write({
    ...matrix,
    nodes: [
      node('Gemm', ['x', 'w0', 'ordinary'], 'a'),
      node('Gemm', ['a', 'w1', 'high'], 'b'),
      node('Relu', ['b'], 'r'),
      node('Gemm', ['r', 'mean', 'low'], 'y'),
    ],
    weights: [
      weights('w0', [width, width], 1),
      ...[weights('w1', [width, width], 2), ones('ordinary', width, 1), ones('high', width, 200)],
      initialiser('mean', [width, width], new Float32Array(width ** 2).fill(1 / width)),
      ones('low', width, -1001 / 5 - 100),
    ],
  })
  const { target, made } = await make(path)
  expect(made).toMatchObject({
    converted: { Gemm: 1 },
    kept: [
      { node: 'b', reason: 'exact' },
      { node: 'r', reason: 'exact' },
      { node: 'y', reason: 'exact' },
    ],
  })
  const x = float32([...scattered(width, 2)], [1, width])
  const full = numbers((await outputsOf(path, { x })).y)
  for (const [at, number] of numbers((await outputsOf(target, { x })).y).entries())
    expect(number).toBeCloseTo(full[at] ?? 0, 2)
})

test('a node that takes no halves stays in fp32, and so do the scales of a Resize', async () => {
  const path = write({
    nodes: [
      node('Relu', ['x'], 'r'),
      node('Resize', ['r', '', 'scales'], 'big'),
      node('TopK', ['big', 'k'], ['top', 'at']),
      node('Relu', ['top'], 'y'),
    ],
    inputs: [value('x', [1, 1, 2, 2])],
    outputs: [value('y', [1, 1, 4, 2]), value('at', [1, 1, 4, 2], 'int64')],
    weights: [initialiser('scales', [4], Float32Array.of(1, 1, 2, 2)), int64s('k', [2])],
  })
  const { made, target } = await make(path)
  expect(made).toMatchObject({
    converted: { Relu: 2, Resize: 1 },
    kept: [{ operator: 'TopK', reason: 'operator' }],
  })
  const x = float32([1, 2, 3, 4], [1, 1, 2, 2])
  for (const level of levels)
    expect(numbers((await outputsOf(target, { x }, level)).y)).toEqual([2, 2, 2, 2, 4, 4, 4, 4])
})

test('says where it comes from, is the same twice, and tells its own content', async () => {
  const path = write({ ...matrix, weights: [weights('w', [width, width], 1)] })
  const before = readFileSync(path)
  const [one, other] = [await make(path), await make(path)]
  expect(readFileSync(one.target)).toEqual(readFileSync(other.target))
  expect(readFileSync(path)).toEqual(before)
  const info = await inspectModel(one.target, {})
  const original = await inspectModel(path, {})
  expect(info).toMatchObject({
    ...{ sha256: one.made.sha256, bytes: one.made.bytes, producer: 'benchtop' },
    ...{ inputs: original.inputs, outputs: original.outputs },
    metadata: {
      'benchtop.original': original.sha256,
      'benchtop.recipe': '{"keepNodes":[],"keepOperators":[],"precision":"fp16"}',
    },
  })
  expect(statSync(one.target).size).toBe(one.made.bytes)
})

test('the original is never written to, even where it is asked for', async () => {
  const path = write({ ...matrix, weights: [weights('w', [width, width], 1)] })
  const before = readFileSync(path)
  const asked = makeVariant({} as Program, { path, target: path, recipe: fp16 }, () => {})
  await expect(asked).rejects.toMatchObject({ fault: { code: 'bad-request' } })
  expect(readFileSync(path)).toEqual(before)
})

describe('what can not be made', () => {
  test('is a fault that names it, and leaves nothing', async () => {
    const nan = write({
      ...matrix,
      weights: [initialiser('w', [8, 8], new Float32Array(64).fill(Number.NaN))],
    })
    expect(await fault(nan)).toMatchObject({ code: 'variant-weight-nan', params: { tensor: 'w' } })
    const old = write({ ...matrix, weights: [weights('w', [8, 8], 1)], opset: 6 })
    expect(await fault(old)).toMatchObject({ code: 'variant-opset', params: { opset: 6 } })
    const whole = write({
      nodes: [node('Abs', ['x'], 'y')],
      inputs: [value('x', [2], 'int64')],
      outputs: [value('y', [2], 'int64')],
    })
    expect(await fault(whole)).toMatchObject({ code: 'variant-nothing' })
    const quantized = write({
      nodes: [node('DynamicQuantizeLinear', ['x'], ['y', 's', 'z'])],
      inputs: [value('x', [2])],
      outputs: [value('y', [2], 'uint8')],
    })
    expect(await fault(quantized)).toMatchObject({
      ...{ code: 'variant-quantized' },
      params: { operator: 'DynamicQuantizeLinear' },
    })
    expect(readdirSync(dir).filter((name) => name.includes('.part'))).toEqual([])
  })
})
