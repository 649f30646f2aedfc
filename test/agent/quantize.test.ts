// Variants of 8 and 4 bits, made by the agent and run by ONNX Runtime with all optimisations and with none.

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VerbRequest } from '../../src/shared/protocol.ts'
import type { Made } from '../../src/shared/variant.ts'
import {
  attention,
  convolutional,
  feed,
  language,
  recurrent,
  transformer,
} from '../fixtures/networks.ts'
import { elementTypes, floats, modelOf, value } from '../fixtures/onnx.ts'
import {
  cosine,
  decoded,
  type Feeds,
  float,
  initialiser,
  int,
  ints,
  levels,
  networkOf,
  node,
  numbers,
  outputsOf,
  weights,
} from '../fixtures/variants.ts'
import { buildAgent, TestHome } from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

type AskedRecipe = VerbRequest<'variant-make'>['recipe']
const at = (name: string) => join(home.dir, name)

let made = 0
async function variantOf(
  bytes: Uint8Array,
  recipe: AskedRecipe,
): Promise<{ readonly original: string; readonly path: string; readonly made: Made }> {
  made += 1
  const [original, path] = [at(`original-${made}.onnx`), at(`variant-${made}.onnx`)]
  writeFileSync(original, bytes)
  const reply = await home.call('variant-make', { path: original, target: path, recipe })
  expect(readFileSync(original)).toEqual(Buffer.from(bytes))
  return { original, path, made: reply }
}

/** The least cosine of any output, on samples that no calibration saw, at both levels of optimisation. */
async function nearness(
  { original, path }: { readonly original: string; readonly path: string },
  feeds: (seed: number) => Feeds,
): Promise<number> {
  let least = 1
  for (const seed of [101, 102, 103]) {
    const wanted = await outputsOf(original, feeds(seed), 'disabled')
    for (const level of levels) {
      const got = await outputsOf(path, feeds(seed), level)
      for (const name of Object.keys(wanted))
        least = Math.min(least, cosine(numbers(wanted[name]), numbers(got[name])))
    }
  }
  return least
}

const operatorsIn = (path: string): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { opType } of decoded(readFileSync(path)).graph?.node ?? [])
    counts[opType ?? ''] = (counts[opType ?? ''] ?? 0) + 1
  return counts
}

/** What ONNX Runtime runs, once it has put kernels in the place of what it knows. */
async function fusedIn(path: string): Promise<Record<string, number>> {
  const optimized = `${path}.optimized.onnx`
  const session = await InferenceSession.create(path, {
    graphOptimizationLevel: 'extended',
    optimizedModelFilePath: optimized,
  })
  await session.release()
  return operatorsIn(optimized)
}

const x = (seed: number): Feeds => ({ x: feed([2, 8], seed) })
const samples = { count: 8, seed: 1 }

describe('int8-dynamic', () => {
  // Products of u8 and s8 saturate on x64 without VNNI, and random weights fill their range as no trained ones do.
  const dynamic = { precision: 'int8-dynamic', reduceRange: true } as const

  test.each([10, 11, 13, 22])('of a transformer at opset %i', async (opset) => {
    const { bytes, feeds } = transformer(Math.max(opset, 10))
    const variant = await variantOf(bytes, dynamic)
    expect(variant.made.converted).toEqual({ MatMul: 6 })
    // Both sides of attention's products are activations.
    expect(variant.made.kept).toMatchObject([
      { operator: 'MatMul', reason: 'not-constant' },
      { operator: 'MatMul', reason: 'not-constant' },
    ])
    expect(await nearness(variant, feeds)).toBeGreaterThan(0.999)
    expect(operatorsIn(variant.path)).toMatchObject(
      opset < 11 ? { DynamicQuantizeMatMul: 6 } : { MatMulInteger: 6, DynamicQuantizeLinear: 4 },
    )
  })

  test('of an LSTM, each gate with its own scale or all with one', async () => {
    for (const perChannel of [true, false]) {
      const { bytes, feeds } = recurrent(17)
      const variant = await variantOf(bytes, { ...dynamic, perChannel })
      expect(variant.made.converted).toEqual({ LSTM: 1 })
      expect(await nearness(variant, feeds)).toBeGreaterThan(0.995)
    }
  })

  test.each([
    {},
    { hasMask: true },
    { hasPast: true },
    { hasMask: true, hasPast: true, attributes: [float('scale', 0.5)] },
  ])('of attention in one operator, and back: %j', async (parts) => {
    for (const perChannel of [true, false]) {
      const { bytes, feeds } = attention(parts)
      const variant = await variantOf(bytes, { ...dynamic, perChannel })
      expect(variant.made.converted).toEqual({ MatMul: 1, 'com.microsoft:Attention': 1 })
      expect(operatorsIn(variant.path)).toMatchObject({ QAttention: 1, DynamicQuantizeLinear: 2 })
      expect(await nearness(variant, feeds)).toBeGreaterThan(0.999)
      const full = await variantOf(readFileSync(variant.path), { precision: 'fp32' })
      expect(operatorsIn(full.path)).toEqual({ Attention: 1, MatMul: 1 })
      expect(await nearness({ ...variant, path: full.path }, feeds)).toBeGreaterThan(0.999)
    }
  })

  test('leaves attention that its kernel of integers does not know', async () => {
    for (const parts of [
      { attributes: [ints('qkv_hidden_sizes', [32, 32, 32])] },
      { attributes: [int('do_rotary', 1)] },
      { hasBias: false },
    ]) {
      const { made } = await variantOf(attention(parts).bytes, dynamic)
      const reason = 'operator'
      expect(made.kept).toEqual([{ node: 'mixed', operator: 'com.microsoft:Attention', reason }])
    }
  })

  test('of tied weights stores one table for both', async () => {
    const { bytes, feeds } = language(17)
    const variant = await variantOf(bytes, dynamic)
    expect(variant.made.converted).toEqual({ Gather: 1, MatMul: 2 })
    expect(await nearness(variant, feeds)).toBeGreaterThan(0.999)
    expect(statSync(variant.path).size).toBeLessThan(bytes.length / 3.7)
  })

  test('of shared and constant weights, in branches and loops', async () => {
    const names = ['tied', 'constantNode', 'branch', 'loop', 'tied', 'shape', 'matmul'] as const
    for (const opset of [13, 21]) {
      const variant = await variantOf(networkOf(names, opset), dynamic)
      expect(variant.made.converted).toEqual({ MatMul: 5 })
      expect(await nearness(variant, x)).toBeGreaterThan(0.99)
    }
  })

  test('leaves convolutions, and what the recipe names', async () => {
    const { bytes, feeds } = convolutional(17)
    const variant = await variantOf(bytes, dynamic)
    expect(variant.made.converted).toEqual({ Gemm: 1 })
    expect(variant.made.keptCount).toBe(3)
    expect(variant.made.kept[0]).toEqual({ node: 'c1', operator: 'Conv', reason: 'operator' })
    expect(await nearness(variant, feeds)).toBeGreaterThan(0.999)
    const one = await variantOf(transformer(17).bytes, { ...dynamic, keepNodes: ['up'] })
    expect(one.made.converted).toEqual({ MatMul: 5 })
    expect(one.made.kept).toContainEqual({ node: 'up', operator: 'MatMul', reason: 'recipe' })
  })

  test('of a Gemm with all of its factors', async () => {
    const gemm = modelOf({
      nodes: [
        node('Gemm', ['x', 'w', 'c'], 'y', [
          { name: 'alpha', type: 1, f: -0.5 },
          { name: 'beta', type: 1, f: 3 },
          { name: 'transB', type: 2, i: 1 },
        ]),
      ],
      inputs: [value('x', [2, 8])],
      outputs: [value('y', [2, 5])],
      weights: [weights('w', [5, 8], 1), weights('c', [5], 2)],
    })
    const variant = await variantOf(gemm, dynamic)
    expect(variant.made.inserted).toMatchObject({ Add: 1, DynamicQuantizeLinear: 1 })
    // It takes the product's place.
    expect(variant.made.inserted).not.toHaveProperty('MatMulInteger')
    expect(await nearness(variant, x)).toBeGreaterThan(0.999)
    expect(
      await nearness(await variantOf(gemm, { precision: 'int4', blockSize: 16 }), x),
    ).toBeGreaterThan(0.98)
  })
})

describe('int4', () => {
  test.each([
    [16, true, 0.98],
    [32, true, 0.98],
    [32, false, 0.98],
    [128, false, 0.97],
  ] as const)('in blocks of %i, symmetric %s', async (blockSize, symmetric, least) => {
    const { bytes, feeds } = transformer(21)
    const variant = await variantOf(bytes, { precision: 'int4', blockSize, symmetric })
    expect(operatorsIn(variant.path)).toMatchObject({ MatMulNBits: 6 })
    expect(await nearness(variant, feeds)).toBeGreaterThan(least)
  })

  test('of tied weights, in branches and loops', async () => {
    const { bytes, feeds } = language(17)
    expect(await nearness(await variantOf(bytes, { precision: 'int4' }), feeds)).toBeGreaterThan(
      0.98,
    )
    const names = ['tied', 'branch', 'loop', 'tied'] as const
    const variant = await variantOf(networkOf(names), { precision: 'int4', blockSize: 16 })
    expect(variant.made.converted).toEqual({ MatMul: 4 })
    expect(await nearness(variant, x)).toBeGreaterThan(0.95)
  })
})

// Which kernels there are is told for x64: elsewhere they are others.
describe.skipIf(process.arch !== 'x64')('ONNX Runtime finds kernels of integers', () => {
  test.each([12, 17])('for all of a network of convolutions at opset %i', async (opset) => {
    const recipe = { precision: 'int8-static', samples } as const
    const { path } = await variantOf(convolutional(opset).bytes, recipe)
    expect(await fusedIn(path)).toEqual({
      QuantizeLinear: 1,
      QLinearConv: 3,
      MaxPool: 1,
      QLinearAdd: 1,
      QLinearSigmoid: 1,
      QLinearMul: 1,
      QLinearConcat: 1,
      QLinearGlobalAveragePool: 1,
      Flatten: 1,
      // It puts out floats itself.
      QGemm: 1,
    })
  })

  test('for convolutions and the last layer at opset 9', async () => {
    const recipe = { precision: 'int8-static', samples } as const
    const { path } = await variantOf(convolutional(9).bytes, recipe)
    const fused = await fusedIn(path)
    expect(fused).toMatchObject({ QLinearConv: 3, QGemm: 1 })
    expect(fused).not.toHaveProperty('Conv')
  })

  test('for all products of a transformer', async () => {
    const { bytes } = transformer(17)
    const fixed = await variantOf(bytes, { precision: 'int8-static', samples })
    const fused = await fusedIn(fixed.path)
    expect(fused).toMatchObject({ QLinearMatMul: 5, MatMulIntegerToFloat: 3 })
    expect(fused).not.toHaveProperty('MatMul')
    const dynamic = await variantOf(bytes, { precision: 'int8-dynamic' })
    expect(await fusedIn(dynamic.path)).toMatchObject({
      DynamicQuantizeMatMul: 3,
      MatMulIntegerToFloat: 3,
    })
  })
})

describe('int8-static', () => {
  const static8 = { precision: 'int8-static', samples } as const

  test.each([
    [9, 'u8s8', true],
    [12, 'u8s8', true],
    [17, 's8s8', true],
    [17, 'u8s8', false],
    [22, 'u8s8', true],
  ] as const)(
    'of convolutions at opset %i, %s, per channel %s',
    async (opset, scheme, perChannel) => {
      const { bytes, feeds } = convolutional(opset)
      const variant = await variantOf(bytes, { ...static8, scheme, perChannel })
      expect(variant.made.converted).toMatchObject({
        Conv: 3,
        BatchNormalization: 1,
        Relu: 1,
        Gemm: 1,
      })
      expect(await nearness(variant, feeds)).toBeGreaterThan(0.99)
    },
  )

  test('with 7 bits is near on x64 without VNNI too, where activations of s8 become u8', async () => {
    const variant = await variantOf(networkOf(['matmul', 'tied', 'matmul'], 11), {
      ...static8,
      scheme: 's8s8',
      reduceRange: true,
    })
    expect(await nearness(variant, x)).toBeGreaterThan(0.99)
  })

  test.each([{ kind: 'percentile', percent: 99.99 }, { kind: 'entropy' }] as const)(
    'with ranges by $kind',
    async (calibration) => {
      const { bytes, feeds } = convolutional(17)
      const variant = await variantOf(bytes, { ...static8, calibration })
      expect(await nearness(variant, feeds)).toBeGreaterThan(0.98)
    },
  )

  test.each(['u8s8', 's8s8'] as const)('with weights of 7 bits, %s', async (scheme) => {
    const { bytes, feeds } = convolutional(17)
    const variant = await variantOf(bytes, { ...static8, scheme, reduceRange: true })
    expect(await nearness(variant, feeds)).toBeGreaterThan(0.98)
    const stored = decoded(readFileSync(variant.path)).graph?.initializer ?? []
    // Zero points of activations are single ones.
    for (const { dataType, dims, rawData } of stored)
      if (dataType === elementTypes.int8 && dims?.length !== 0)
        expect(Math.max(...Int8Array.from(rawData ?? []).map(Math.abs))).toBeLessThanOrEqual(64)
  })

  test.each(['u8s8', 's8s8'] as const)('of a transformer, %s', async (scheme) => {
    const { bytes, feeds } = transformer(17)
    const variant = await variantOf(bytes, { ...static8, scheme })
    expect(variant.made.converted).toMatchObject({ MatMul: 8 })
    expect(await nearness(variant, feeds)).toBeGreaterThan(0.99)
  })

  test('leaves what is no product of floats, and weights that a Transpose turns for a Gemm', async () => {
    const to = (type: number) => [{ name: 'to', type: 2, i: type }]
    const bytes = modelOf({
      nodes: [
        node('Transpose', ['w'], 'wt'),
        node('Gemm', ['x', 'wt'], 'g'),
        node('Transpose', ['g'], 'gt'),
        node('Cast', ['g'], 'h', to(elementTypes.float16)),
        node('Cast', ['gt'], 'ht', to(elementTypes.float16)),
        node('MatMul', ['h', 'ht'], 'p'),
        node('Cast', ['p'], 'q', to(elementTypes.float)),
        node('MatMul', ['q', 'g'], 'r'),
        node('MatMul', ['r', 'v'], 'y'),
      ],
      inputs: [value('x', [2, 8])],
      outputs: [value('y', [2, 8])],
      weights: [weights('w', [8, 8], 3), weights('v', [8, 8], 4)],
    })
    const variant = await variantOf(bytes, static8)
    expect(variant.made.kept).toMatchObject([
      { operator: 'Gemm', reason: 'not-constant' },
      { operator: 'MatMul', reason: 'operator' },
    ])
    expect(variant.made.converted).toMatchObject({ MatMul: 2 })
    expect(await nearness(variant, x)).toBeGreaterThan(0.98)
  })

  test.each(['c1', 'n1', 'r1', 'p1'])(
    'of a layer that is named %s leaves all of it that became one',
    async (named) => {
      const { bytes, feeds } = convolutional(17)
      const variant = await variantOf(bytes, { ...static8, keepNodes: [named] })
      expect(variant.made.converted).toMatchObject({ Conv: 2, Gemm: 1 })
      expect(variant.made.converted).not.toHaveProperty('BatchNormalization')
      expect(variant.made.kept).toContainEqual({ node: 'c1', operator: 'Conv', reason: 'recipe' })
      expect(operatorsIn(variant.path)).toMatchObject({ Conv: 3, BatchNormalization: 1, Relu: 1 })
      // What it puts out is what the original does, to the bit.
      const { outputs, layers } = await home.call('variant-compare', {
        original: variant.original,
        variant: variant.path,
        samples,
        layers: true,
      })
      expect(outputs).toHaveLength(1)
      for (const tensor of ['c1', 'n1', 'r1'])
        expect(layers.find((layer) => layer.tensor === tensor)).toMatchObject({ maxAbsError: 0 })
      expect(await nearness(variant, feeds)).toBeGreaterThan(0.98)
    },
  )

  test('of a rectifier that let nothing through while calibrating leaves it there', async () => {
    const bytes = modelOf({
      nodes: [
        node('MatMul', ['x', 'w'], 'h'),
        node('Relu', ['h'], 'r'),
        node('MatMul', ['r', 'v'], 'y'),
      ],
      inputs: [value('x', [2, 8])],
      outputs: [value('y', [2, 8])],
      weights: [
        initialiser('w', [8, 8], new Float32Array(64).fill(-1)),
        initialiser('v', [8, 8], new Float32Array(64).fill(1)),
      ],
    })
    const ones = { x: { kind: 'number' as const, value: 1 } }
    for (const scheme of ['u8s8', 's8s8'] as const) {
      const variant = await variantOf(bytes, {
        ...static8,
        scheme,
        samples: { ...samples, inputs: ones },
      })
      expect(variant.made.kept).toContainEqual({
        ...{ node: 'r', operator: 'Relu' },
        reason: 'not-seen',
      })
      const x = new Tensor('float32', new Float32Array(16).fill(0.5), [2, 8])
      for (const level of levels) {
        const { y } = await outputsOf(variant.path, { x }, level)
        expect(numbers(y).every((one) => one === 0)).toBe(true)
      }
    }
  })

  test('of a network of which only a batch normalisation became part of a convolution is none', async () => {
    const bytes = modelOf({
      nodes: [
        node('Log', ['x'], 'l'),
        node('Conv', ['l', 'w'], 'c'),
        node('BatchNormalization', ['c', 'one', 'nil', 'nil', 'one'], 'y'),
      ],
      inputs: [value('x', [1, 2, 4, 4])],
      outputs: [value('y', [1, 3, 4, 4])],
      weights: [
        weights('w', [3, 2, 1, 1], 1),
        initialiser('one', [3], new Float32Array(3).fill(1)),
        initialiser('nil', [3], new Float32Array(3)),
      ],
    })
    const [path, target] = [at('folded.onnx'), at('folded-8.onnx')]
    writeFileSync(path, bytes)
    const { code } = await home.fault('variant-make', { path, target, recipe: static8 })
    expect(code).toBe('variant-nothing')
  })

  test('of all of an operator leaves that operator alone', async () => {
    const { bytes } = convolutional(17)
    const variant = await variantOf(bytes, { ...static8, keepOperators: ['BatchNormalization'] })
    expect(variant.made.converted).toMatchObject({ Conv: 3 })
    expect(variant.made.converted).not.toHaveProperty('BatchNormalization')
  })

  test('of a Gemm whose bias is a column leaves it: each row would get another', async () => {
    const gemm = modelOf({
      nodes: [node('MatMul', ['x', 'v'], 'h'), node('Gemm', ['h', 'w', 'column'], 'y')],
      inputs: [value('x', [5, 8])],
      outputs: [value('y', [5, 5])],
      weights: [weights('v', [8, 8], 3), weights('w', [8, 5], 1), weights('column', [5, 1], 2, 9)],
    })
    const variant = await variantOf(gemm, static8)
    expect(variant.made.kept).toMatchObject([{ operator: 'Gemm', reason: 'shape' }])
    expect(await nearness(variant, (seed) => ({ x: feed([5, 8], seed) }))).toBeGreaterThan(0.98)
  })

  test('of branches and loops stays in fp32 there', async () => {
    const network = networkOf(['matmul', 'branch', 'loop', 'tied'])
    const variant = await variantOf(network, { ...static8, reduceRange: true })
    expect(variant.made.kept).toMatchObject([{ reason: 'not-seen' }, { reason: 'not-seen' }])
    expect(await nearness(variant, x)).toBeGreaterThan(0.98)
  })
})

describe('every quantizer', () => {
  test.each([
    { precision: 'int8-dynamic' },
    { precision: 'int8-static', samples },
    { precision: 'int4' },
  ] as const)('makes the same bytes again: $precision', async (recipe) => {
    const { bytes } = transformer(17)
    const [one, other] = [await variantOf(bytes, recipe), await variantOf(bytes, recipe)]
    expect(readFileSync(other.path)).toEqual(readFileSync(one.path))
    expect(other.made).toEqual(one.made)
  })

  test('makes the same bytes of a recipe in another order', async () => {
    const { bytes } = transformer(17)
    const of = (keepNodes: readonly string[]) =>
      variantOf(bytes, { precision: 'int8-dynamic', keepNodes: [...keepNodes] })
    const [one, other] = [await of(['up', 'down']), await of(['down', 'up', 'down'])]
    expect(one.made.keptCount).toBe(4)
    expect(readFileSync(other.path)).toEqual(readFileSync(one.path))
  })

  test.each(['int8-dynamic', 'int8-static', 'int4'] as const)(
    'says what speaks against it: %s',
    async (precision) => {
      const recipe = { precision, samples }
      const fault = async (bytes: Uint8Array) => {
        writeFileSync(at('odd.onnx'), bytes)
        const { code } = await home.fault('variant-make', {
          path: at('odd.onnx'),
          target: at('never.onnx'),
          recipe,
        })
        return code
      }
      const product = (w: ReturnType<typeof floats>) =>
        modelOf({
          nodes: [node('MatMul', ['x', 'w'], 'y')],
          inputs: [value('x', [2, 8])],
          outputs: [value('y', [2, 4])],
          weights: [w],
        })
      expect(await fault(modelOf())).toBe('variant-nothing')
      expect(await fault(product(floats('w', [8, 4], Number.NaN)))).toBe('variant-weight-nan')
      const quantized = await variantOf(product(weights('w', [8, 4], 1)), {
        precision: 'int8-dynamic',
      })
      expect(await fault(readFileSync(quantized.path))).toBe('variant-quantized')
    },
  )
})
