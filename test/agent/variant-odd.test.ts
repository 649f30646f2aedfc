// Models as no exporter should write them, and as nobody's should be able to hurt: each is a fault that says what is wrong, or
// a variant that computes the same, and the file stays as it was.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { homeAt } from '../../src/agent/home.ts'
import type { Program } from '../../src/agent/program.ts'
import { makeVariant } from '../../src/agent/variant/make.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { recipeSchema } from '../../src/shared/variant.ts'
import { elementTypes, external, modelOf, type Parts, value, writeModel } from '../fixtures/onnx.ts'
import {
  cosine,
  decoded,
  encoded,
  float32,
  initialiser,
  int,
  networkOf,
  node,
  numbers,
  outputsOf,
  scattered,
  stepNames,
  weights,
  width,
} from '../fixtures/variants.ts'
import { root } from './agent.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-odd-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const program: Program = {
  ...{ agentPath: '', home: homeAt(dir), modulesDir: root, words: [] },
}

let count = 0
function place(model: Uint8Array): string {
  const path = join(dir, `model-${count++}.onnx`)
  writeModel(path, model)
  return path
}

const samples = { count: 2, seed: 1 }
const converting = ['fp16', 'int8-dynamic', 'int8-static', 'int4'] as const
type Asked = 'fp32' | (typeof converting)[number]

async function make(path: string, precision: Asked): Promise<string> {
  const target = `${path}.${precision}.onnx`
  const recipe = recipeSchema.parse({ precision, samples })
  await makeVariant(program, { path, target, recipe }, () => {})
  return target
}

/** The fault, or null where a variant was made; the original is the same before and after. */
async function fault(model: Uint8Array, precision: Asked) {
  const path = place(model)
  try {
    await make(path, precision)
    return null
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  } finally {
    expect(readFileSync(path)).toEqual(Buffer.from(model))
  }
}

const product: Parts = {
  nodes: [node('MatMul', ['x', 'w'], 'y')],
  inputs: [value('x', [2, width])],
  outputs: [value('y', [2, width])],
  weights: [weights('w', [width, width], 1)],
}
const x = float32([...scattered(2 * width, 11)], [2, width])

describe.each(converting)('for %s', (precision) => {
  test('what is quantized already is refused', async () => {
    const quantized = readFileSync(await make(place(modelOf(product)), 'int8-dynamic'))
    expect(await fault(quantized, precision)).toMatchObject({ code: 'variant-quantized' })
  })

  test('weights that are no numbers are refused', async () => {
    const w = initialiser('w', [width, width], new Float32Array(width * width).fill(Number.NaN))
    expect(await fault(modelOf({ ...product, weights: [w] }), precision)).toMatchObject({
      code: 'variant-weight-nan',
      params: { tensor: 'w' },
    })
  })

  test('an operator set that is too old is refused', async () => {
    const opset = precision === 'int8-static' ? 8 : 6
    expect(await fault(modelOf({ ...product, opset }), precision)).toMatchObject({
      code: 'variant-opset',
      params: { opset, least: opset + 1 },
    })
  })

  test.each(['double', 'int64'] as const)('of %s there is nothing to convert', async (type) => {
    const data = { double: new Float64Array(width * width), int64: new BigInt64Array(width ** 2) }
    const model = modelOf({
      ...product,
      inputs: [value('x', [2, width], type)],
      outputs: [value('y', [2, width], type)],
      weights: [initialiser('w', [width, width], data[type], type)],
    })
    expect(await fault(model, precision)).toMatchObject({ code: 'variant-nothing' })
  })

  test('weights with fewer bytes than elements are refused', async () => {
    const w = { ...weights('w', [width, width], 1), rawData: new Uint8Array(8) }
    expect(await fault(modelOf({ ...product, weights: [w] }), precision)).toMatchObject({
      code: 'model-not-onnx',
    })
  })

  test('values that depend on themselves are refused', async () => {
    const circle = [node('Identity', ['b'], 'a'), node('Identity', ['a'], 'b')]
    const model = modelOf({ ...product, nodes: [...circle, node('MatMul', ['x', 'a'], 'y')] })
    expect(await fault(model, precision)).toMatchObject({ code: 'model-not-onnx' })
  })

  // Which no session is made of, and calibrating needs one.
  test.skipIf(precision === 'int8-static')(
    'weights of no length that can be read are as long as their shape',
    async () => {
      const values = scattered(width * width, 4)
      writeFileSync(join(dir, 'odd.bin'), new Uint8Array(values.buffer))
      const w = external('w', [width, width], { location: './odd.bin' })
      w.externalData?.push({ key: 'offset', value: '+0' }, { key: 'length', value: '1e9' })
      const inside = initialiser('w', [width, width], values)
      const target = await make(place(modelOf({ ...product, weights: [w] })), precision)
      const same = await make(place(modelOf({ ...product, weights: [inside] })), precision)
      const [one, other] = [await outputsOf(target, { x }), await outputsOf(same, { x })]
      expect(numbers(one.y)).toEqual(numbers(other.y))
    },
  )
})

test.each(converting)('nodes in any order make the same %s', async (precision) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...stepNames), { minLength: 1, maxLength: 5 }),
      fc.integer(),
      async (others, seed) => {
        const model = decoded(networkOf(['matmul', ...others]))
        const target = await make(place(encoded(model)), precision)
        const nodes = model.graph?.node ?? []
        const keys = scattered(nodes.length, seed)
        const order = nodes.map((_, at) => at).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
        if (model.graph) model.graph.node = order.flatMap((at) => nodes[at] ?? [])
        const shuffled = await make(place(encoded(model)), precision)
        const [one, other] = [await outputsOf(target, { x }), await outputsOf(shuffled, { x })]
        expect(cosine(numbers(one.y), numbers(other.y))).toBeGreaterThan(0.99999)
      },
    ),
    { numRuns: 15 },
  )
})

describe('what is quantized as nobody quantizes', () => {
  const scale = (name: string, ...values: number[]) =>
    initialiser(name, values.length > 1 ? [values.length] : [], Float32Array.from(values))
  const zero = initialiser('z', [], Uint8Array.of(128), 'uint8')
  const notUndone = { code: 'variant-not-undone' }

  test('scales that are multiplied with themselves again and again are no product of scales', async () => {
    const squares = Array.from({ length: 60 }, (_, at) =>
      node('Mul', [`s${at}`, `s${at}`], `s${at + 1}`),
    )
    const model = modelOf({
      ...product,
      nodes: [
        node('DynamicQuantizeLinear', ['x'], ['xq', 's0', 'xz']),
        ...squares,
        node('MatMulInteger', ['xq', 'wq', 'xz'], 'yi'),
        node('Cast', ['yi'], 'yf', [int('to', elementTypes.float)]),
        node('Mul', ['yf', 's60'], 'y'),
      ],
      weights: [initialiser('wq', [width, width], new Int8Array(width ** 2), 'int8')],
    })
    expect(await fault(model, 'fp32')).toMatchObject(notUndone)
  })

  test('a value that is joined with itself again and again is not followed', async () => {
    const doubled = Array.from({ length: 40 }, (_, at) =>
      node('Concat', [`q${at}`, `q${at}`], `q${at + 1}`, [int('axis', 0)]),
    )
    const model = modelOf({
      nodes: [node('QuantizeLinear', ['x', 's', 'z'], 'q0'), ...doubled].concat(
        node('DequantizeLinear', ['q40', 's', 'z'], 'y'),
      ),
      inputs: [value('x', [1])],
      outputs: [value('y', ['N'])],
      weights: [scale('s', 0.1), zero],
    })
    expect(await fault(model, 'fp32')).toSatisfy(
      (found) => found === null || found.code === notUndone.code,
    )
  })

  test('other steps than a value was stored in make another value of it', async () => {
    const model = modelOf({
      ...product,
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], 'q'),
        node('DequantizeLinear', ['q', 'twice', 'z'], 'y'),
      ],
      weights: [scale('s', 0.1), scale('twice', 0.2), zero],
    })
    expect(await fault(model, 'fp32')).toMatchObject(notUndone)
  })

  test('another zero point than a value was stored with makes another product of it', async () => {
    const model = modelOf({
      ...product,
      nodes: [
        node('DynamicQuantizeLinear', ['x'], ['xq', 'xs', 'xz']),
        node('MatMulInteger', ['xq', 'wq'], 'yi'),
        node('Cast', ['yi'], 'yf', [int('to', elementTypes.float)]),
        node('Mul', ['yf', 'xs'], 'y'),
      ],
      weights: [initialiser('wq', [width, width], new Int8Array(width ** 2), 'int8')],
    })
    expect(await fault(model, 'fp32')).toMatchObject(notUndone)
  })

  test('channels that stand last are no channels of what computes on floats', async () => {
    const pool = node('QLinearGlobalAveragePool', ['q', 's', 'z', 's', 'z'], 'p', [
      int('channels_last', 1),
    ])
    const model = modelOf({
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], 'q'),
        { ...pool, domain: 'com.microsoft' },
        node('DequantizeLinear', ['p', 's', 'z'], 'y'),
      ],
      inputs: [value('x', [1, 4, 4, 3])],
      outputs: [value('y', [1, 1, 1, 3])],
      weights: [scale('s', 0.1), zero],
    })
    expect(await fault(model, 'fp32')).toMatchObject(notUndone)
  })

  test.each([
    { K: 2 ** 40, N: width, bits: 4, block_size: 16 },
    { K: width, N: 2 ** 30, bits: 4, block_size: 16 },
    { K: width, N: width, bits: 0, block_size: 16 },
    { K: width, N: width, bits: 4, block_size: 0 },
    { K: width, N: width, bits: 4, block_size: 32 },
  ])('blocks that are not as large as is said are not unpacked: $K × $N', async (said) => {
    const attributes = Object.entries(said).map(([name, number]) => int(name, number))
    const model = modelOf({
      ...product,
      nodes: [
        { ...node('MatMulNBits', ['x', 'q', 's'], 'y', attributes), domain: 'com.microsoft' },
      ],
      weights: [
        initialiser('q', [width, 1, 8], new Uint8Array(width * 8), 'uint8'),
        initialiser('s', [width], new Float32Array(width).fill(1)),
      ],
    })
    expect(await fault(model, 'fp32')).toMatchObject(notUndone)
  })

  test('scales that are too few for their channels are none', async () => {
    const model = modelOf({
      ...product,
      nodes: [
        node('DequantizeLinear', ['wq', 's', 'z3'], 'w', [int('axis', 1)]),
        node('MatMul', ['x', 'w'], 'y'),
      ],
      weights: [
        initialiser('wq', [width, width], new Int8Array(width ** 2).fill(1), 'int8'),
        scale('s', 1, 2, 3),
        initialiser('z3', [3], new Int8Array(3), 'int8'),
      ],
    })
    expect(await fault(model, 'fp32')).toMatchObject(notUndone)
  })

  test('weights that are stretched beyond what is stored are left as they are', async () => {
    const many = 2 ** 17
    const model = modelOf({
      nodes: [
        node('Cast', ['q'], 'f', [int('to', elementTypes.float)]),
        node('Mul', ['f', 'row'], 'huge'),
        node('Add', ['x', 'huge'], 'y'),
      ],
      inputs: [value('x', [1])],
      outputs: [value('y', [many, many])],
      weights: [
        initialiser('q', [many, 1], new Int8Array(many), 'int8'),
        initialiser('row', [1, many], new Float32Array(many)),
      ],
    })
    expect(await fault(model, 'fp32')).toBeNull()
  })
})
