// Values within a graph, and how near one model stays to another, in the real runtime.

import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFeatures } from '../../src/agent/facts/cpu.ts'
import { readProgram } from '../../src/agent/program.ts'
import { observe } from '../../src/agent/variant/observe.ts'
import { accuracyVerdict, leastCosine, worstLayers } from '../../src/shared/accuracy.ts'
import type { FileValues } from '../../src/shared/input.ts'
import { overflows16Bits } from '../../src/shared/int8-scheme.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import type { Tensor } from '../../src/shared/tensor.ts'
import type { Samples } from '../../src/shared/variant.ts'
import { elementTypes, external, floats, modelOf, type Parts, value } from '../fixtures/onnx.ts'
import { buildAgent, root, TestHome } from './agent.ts'

let home: TestHome
let folder: string
beforeAll(() => {
  buildAgent()
  home = new TestHome()
  folder = mkdtempSync(join(home.dir, 'files-'))
})
afterAll(() => home.remove())

function save(name: string, parts: Parts | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, parts instanceof Uint8Array ? parts : modelOf(parts))
  return path
}

/** Puts a tensor where the desk would. */
function brought(tensor: Tensor): FileValues {
  const bytes = writeNpy(tensor)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  mkdirSync(join(home.dir, 'inputs'), { recursive: true })
  writeFileSync(join(home.dir, 'inputs', `${sha256}.npy`), bytes)
  return { kind: 'file', sha256, name: 'x.npy', type: tensor.type, dims: [...tensor.dims] }
}

const samplesOf = (changes: Partial<Samples> = {}): Samples => ({
  dims: {},
  inputs: {},
  count: 3,
  seed: 1,
  ...changes,
})
const rows = (...values: readonly (readonly number[])[]): Tensor => ({
  type: 'float',
  dims: [values.length, values[0]?.length ?? 0],
  data: Float32Array.from(values.flat()),
})

const branch = (name: string, opType: string) => ({
  name,
  type: 5,
  g: {
    name,
    node: [{ opType, input: ['twice'], output: ['inner'] }],
    output: [value('inner', ['N', 2])],
  },
})

/** x → twice → positive; its sizes and a branch beside it; → y. */
const mixed: Parts = {
  nodes: [
    { opType: 'Constant', output: ['two'], attribute: [{ name: 'value_float', type: 1, f: 2 }] },
    { opType: 'Mul', input: ['x', 'two'], output: ['twice'] },
    { opType: 'Relu', input: ['twice'], output: ['positive'] },
    { opType: 'Shape', input: ['twice'], output: ['sizes'] },
    {
      opType: 'Cast',
      input: ['twice'],
      output: ['half'],
      attribute: [{ name: 'to', type: 2, i: elementTypes.float16 }],
    },
    { opType: 'ReduceMax', input: ['x'], output: ['most'], attribute: [keepNoDims()] },
    { opType: 'Greater', input: ['most', 'zero'], output: ['is'] },
    {
      opType: 'If',
      input: ['is'],
      output: ['chosen'],
      attribute: [branch('then_branch', 'Neg'), branch('else_branch', 'Abs')],
    },
    { opType: 'SequenceConstruct', input: ['twice', 'positive'], output: ['list'] },
    { opType: 'Add', input: ['positive', 'chosen'], output: ['y'] },
  ],
  inputs: [value('x', ['N', 2])],
  outputs: [value('y', ['N', 2])],
  weights: [floats('zero', [], 0)],
}
function keepNoDims() {
  return { name: 'keepdims', type: 2, i: 0 }
}

async function observed(path: string, tensors: readonly string[], samples: Samples) {
  const seen = new Map<string, number[][]>()
  const progress: (readonly [number, number])[] = []
  const program = readProgram([
    '',
    join(root, 'out/agent/agent.cjs'),
    '--home',
    home.dir,
    '--modules',
    root,
    'observe',
  ])
  await observe(
    program,
    { path, tensors, samples },
    (name, values, sample) => {
      const all = seen.get(name) ?? []
      expect(all.length).toBe(sample)
      seen.set(name, [...all, [...values]])
    },
    (done, total) => progress.push([done, total]),
  )
  return { seen: Object.fromEntries(seen), progress }
}

describe('observing', () => {
  test('tells the values of inputs, between nodes and of outputs, for each sample', async () => {
    const path = save('mixed.onnx', mixed)
    const x = brought(rows([1, -2], [-3, -4]))
    const tensors = ['x', 'twice', 'positive', 'half', 'chosen', 'y']
    const { seen, progress } = await observed(path, tensors, samplesOf({ inputs: { x } }))
    expect(seen).toEqual({
      x: [
        [1, -2],
        [-3, -4],
        [1, -2],
      ],
      twice: [
        [2, -4],
        [-6, -8],
        [2, -4],
      ],
      positive: [
        [2, 0],
        [0, 0],
        [2, 0],
      ],
      half: [
        [2, -4],
        [-6, -8],
        [2, -4],
      ],
      chosen: [
        [-2, 4],
        [6, 8],
        [-2, 4],
      ],
      y: [
        [0, 4],
        [6, 8],
        [0, 4],
      ],
    })
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
  })

  test('never tells what can not be seen', async () => {
    const path = save('mixed.onnx', mixed)
    const hidden = ['inner', 'sizes', 'zero', 'two', 'list', 'nowhere', '', 'is']
    const { seen } = await observed(path, [...hidden, 'twice', 'twice'], samplesOf())
    expect(Object.keys(seen)).toEqual(['twice'])
    expect((await observed(path, hidden, samplesOf())).seen).toEqual({})
  })

  test('reads weights from beside the model, and writes nothing there', async () => {
    writeFileSync(join(folder, 'w.bin'), new Uint8Array(Float32Array.of(10, 100).buffer))
    const path = save('beside.onnx', {
      nodes: [
        { opType: 'Mul', input: ['x', 'w'], output: ['inner'] },
        { opType: 'Neg', input: ['inner'], output: ['y'] },
      ],
      inputs: [value('x', ['N', 2])],
      outputs: [value('y', ['N', 2])],
      weights: [external('w', [2], { location: 'w.bin' })],
    })
    const x = brought(rows([1, 2]))
    const { seen } = await observed(path, ['inner'], samplesOf({ inputs: { x }, count: 1 }))
    expect(seen).toEqual({ inner: [[10, 200]] })
  })

  test('tells all of what is too much to be held at once', async () => {
    const names = Array.from({ length: 6 }, (_, at) => `wide${at}`)
    const path = save('wide.onnx', {
      nodes: [
        { opType: 'Expand', input: ['x', 'size'], output: ['wide0'] },
        ...names.slice(1).map((name, at) => ({
          opType: 'Neg',
          input: [`wide${at}`],
          output: [name],
        })),
        { opType: 'ReduceMax', input: ['wide5'], output: ['y'] },
      ],
      inputs: [value('x', [1, 1])],
      outputs: [value('y', [1, 1])],
      weights: [integers('size', [1, 16 * 1024 ** 2])],
    })
    const program = readProgram([
      '',
      join(root, 'out/agent/agent.cjs'),
      '--home',
      home.dir,
      '--modules',
      root,
      'observe',
    ])
    const told: (readonly [string, number, number])[] = []
    const x = brought(rows([7]))
    await observe(
      program,
      { path, tensors: names, samples: samplesOf({ count: 2, inputs: { x } }) },
      (name, values) => told.push([name, values.length, values.at(-1) ?? 0]),
      () => undefined,
    )
    expect(told.toSorted()).toEqual(
      names.flatMap((name, at) => {
        const one = [name, 16 * 1024 ** 2, at % 2 === 0 ? 7 : -7]
        return [one, one]
      }),
    )
  })
})

function integers(name: string, values: readonly number[]) {
  const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
  return { name, dims: [values.length], dataType: elementTypes.int64, rawData }
}

/** Three products; `spoil` changes the weights of one of them. */
function chain(spoil?: { readonly layer: number; readonly by: number }): Uint8Array {
  const weight = (layer: number) => {
    const data = Float32Array.from({ length: 64 }, (_, at) => Math.sin(at * (layer + 1) + layer))
    if (spoil?.layer === layer)
      for (let at = 0; at < data.length; at++)
        data[at] = (data[at] ?? 0) + spoil.by * Math.cos(at * at)
    return { name: `w${layer}`, dims: [8, 8], dataType: 1, rawData: new Uint8Array(data.buffer) }
  }
  return modelOf({
    nodes: [0, 1, 2].map((layer) => ({
      name: `product ${layer}`,
      opType: 'MatMul',
      input: [layer === 0 ? 'x' : `h${layer}`, `w${layer}`],
      output: [layer === 2 ? 'y' : `h${layer + 1}`],
    })),
    inputs: [value('x', ['N', 8])],
    outputs: [value('y', ['N', 8])],
    weights: [0, 1, 2].map(weight),
  })
}

describe('comparing', () => {
  const compare = (variant: Uint8Array | Parts, layers = false, samples = samplesOf()) =>
    home.call('variant-compare', {
      original: save('original.onnx', chain()),
      variant: save('variant.onnx', variant),
      samples,
      layers,
    })

  test('a model with itself: nothing differs', async () => {
    const accuracy = await compare(chain(), true)
    expect(accuracy.outputs).toMatchObject([
      { output: 'y', sqnrDb: null, maxAbsError: 0, notFinite: 0, top1Agreement: 1 },
    ])
    expect(accuracy.outputs[0]?.cosine).toBeCloseTo(1, 12)
    expect(Math.abs(accuracy.outputs[0]?.floorCosine ?? 1)).toBeLessThan(0.99)
    expect(accuracy.layers.map(({ node, tensor, operator }) => [node, operator, tensor])).toEqual([
      ['product 0', 'MatMul', 'h1'],
      ['product 1', 'MatMul', 'h2'],
      ['product 2', 'MatMul', 'y'],
    ])
    expect(accuracy.layers.every(({ maxAbsError }) => maxAbsError === 0)).toBe(true)
    expect(accuracy.samples).toEqual(samplesOf())
    expect(accuracyVerdict(accuracy, 0.999)).toBe('passed')
  })

  test('figures are those of the outputs', async () => {
    const x = rows([1, 0, 0, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0, 0, 0])
    const doubled = modelOf({
      nodes: [{ opType: 'Mul', input: ['x', 'w'], output: ['y'] }],
      inputs: [value('x', ['N', 8])],
      outputs: [value('y', ['N', 8])],
      weights: [floats('w', [1], 1.25)],
    })
    const { outputs } = await home.call('variant-compare', {
      original: save('same.onnx', {
        nodes: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
        inputs: [value('x', ['N', 8])],
        outputs: [value('y', ['N', 8])],
      }),
      variant: save('more.onnx', doubled),
      samples: samplesOf({ count: 2, inputs: { x: brought(x) } }),
      layers: false,
    })
    expect(outputs).toEqual([
      {
        output: 'y',
        cosine: expect.closeTo(1, 12),
        sqnrDb: expect.closeTo(10 * Math.log10(16), 9),
        maxAbsError: 0.5,
        notFinite: 0,
        top1Agreement: 1,
        floorCosine: 0,
      },
    ])
  })

  test('a layer that hurts is named', async () => {
    const accuracy = await compare(chain({ layer: 1, by: 0.5 }), true)
    expect(accuracy.layers[0]).toMatchObject({ maxAbsError: 0 })
    expect(accuracy.layers[1]?.cosine).toBeLessThan(0.99)
    expect(worstLayers(accuracy, 1)).toMatchObject([{ node: 'product 1', tensor: 'h2' }])
    expect(accuracyVerdict(accuracy, 0.999)).toBe('failed')
  })

  test('weights of all 8 bits overflow without VNNI, which is said beside what other processors make of them', async () => {
    // Values of one sign, so that two products add up.
    const random = { kind: 'random', low: 0, high: 1 } as const
    const samples = samplesOf({ inputs: { x: random } })
    const original = save('chain.onnx', chain())
    const compared = async (reduceRange: boolean) => {
      const target = join(folder, `wide-${reduceRange}.onnx`)
      const recipe = { precision: 'int8-static', reduceRange, samples } as const
      await home.call('variant-make', { path: original, target, recipe })
      const request = { original, variant: target, samples, layers: false }
      const accuracy = await home.call('variant-compare', request)
      expect(leastCosine(accuracy)).toBeGreaterThan(0.99)
      return accuracy.overflowCosine
    }
    const own = { os: { arch: process.arch }, cpu: { features: readFeatures() } }
    const overflow = await compared(false)
    if (overflows16Bits(own)) expect(overflow).toBeLessThan(0.99)
    else expect(overflow).toBeUndefined()
    expect(await compared(true)).toBeUndefined()
  })

  test('the floor of a single number is what another sample has in its place', async () => {
    const nodes = [{ opType: 'ReduceSum', input: ['x'], output: ['y'] }]
    const sum = { nodes, outputs: [value('y', [1, 1])] }
    const floor = async (...values: readonly number[]) => {
      const x = brought(rows(...values.map((one) => [one, 0, 0, 0])))
      const { outputs } = await home.call('variant-compare', {
        original: save('sum.onnx', sum),
        variant: save('same-sum.onnx', sum),
        samples: samplesOf({ inputs: { x }, count: values.length }),
      })
      expect(outputs[0]?.cosine).toBeCloseTo(1, 12)
      return outputs[0]?.floorCosine
    }
    expect(await floor(3, 0)).toBeCloseTo(0, 12)
    expect(await floor(3, 4)).toBeCloseTo(24 / 25, 12)
    expect(await floor(1, 2, 3)).toBeCloseTo((2 + 6 + 3) / 14, 12)
    expect(await floor(5)).toBeNull()
  })

  test('the same sample twice makes no floor', async () => {
    const x = brought(rows([1, 2, 3, 4, 5, 6, 7, 8]))
    const { outputs } = await compare(chain(), false, samplesOf({ inputs: { x } }))
    expect(outputs[0]?.floorCosine).toBeNull()
  })

  test('layers of half floats are compared with those of floats', async () => {
    const half = (name: string, from: string, to: 'float' | 'float16') => ({
      opType: 'Cast',
      input: [from],
      output: [name],
      attribute: [{ name: 'to', type: 2, i: elementTypes[to] }],
    })
    const nodes = (product: readonly object[]) => [
      ...product,
      { opType: 'Relu', input: ['h'], output: ['y'] },
    ]
    const parts = { inputs: [value('x', ['N', 8])], outputs: [value('y', ['N', 8])] }
    const accuracy = await home.call('variant-compare', {
      original: save('full.onnx', {
        ...parts,
        nodes: nodes([{ opType: 'Sin', input: ['x'], output: ['h0'] }, half('h', 'h0', 'float')]),
      }),
      variant: save('half.onnx', {
        ...parts,
        nodes: nodes([
          { opType: 'Sin', input: ['x'], output: ['full'] },
          half('h0', 'full', 'float16'),
          half('h', 'h0', 'float'),
        ]),
      }),
      samples: samplesOf(),
      layers: true,
    })
    expect(accuracy.layers.map(({ tensor }) => tensor)).toEqual(['h0', 'h', 'y'])
    for (const { cosine, sqnrDb } of accuracy.layers) {
      expect(cosine).toBeGreaterThan(0.9999)
      expect(sqnrDb).toBeLessThan(90)
    }
  })

  test('numbers that were lost are counted', async () => {
    const { outputs } = await home.call('variant-compare', {
      original: save('fine.onnx', { nodes: [{ opType: 'Neg', input: ['x'], output: ['y'] }] }),
      variant: save('lost.onnx', { nodes: [{ opType: 'Log', input: ['x'], output: ['y'] }] }),
      samples: samplesOf({ count: 1, inputs: { x: brought(rows([1, -1, -1, 2])) } }),
      layers: false,
    })
    expect(outputs).toMatchObject([{ cosine: null, maxAbsError: null, notFinite: 2 }])
  })

  test('an output of other sizes is told from one that says nothing', async () => {
    const found = (operator: string): Parts => ({
      nodes: [
        { opType: operator, input: ['x'], output: ['cut'] },
        { opType: 'NonZero', input: ['cut'], output: ['y'] },
      ],
      outputs: [value('y', ['rank', 'found'], 'int64')],
    })
    const { outputs } = await home.call('variant-compare', {
      original: save('all.onnx', found('Neg')),
      variant: save('some.onnx', found('Relu')),
      samples: samplesOf({ count: 1, inputs: { x: brought(rows([1, -1, -1, 2])) } }),
      layers: false,
    })
    expect(outputs).toMatchObject([{ cosine: null, maxAbsError: null, hasOtherSizes: true }])
    expect(accuracyVerdict({ outputs }, 0.98)).toBe('says-nothing')
  })

  test('tells how far it is', async () => {
    const request = {
      original: save('original.onnx', chain()),
      variant: save('variant.onnx', chain()),
      samples: samplesOf(),
      layers: true,
    }
    const { messages } = await home.speak('variant-compare', JSON.stringify(request))
    const told = messages.flatMap((message) =>
      message.kind === 'progress' ? [[message.doneBytes, message.totalBytes]] : [],
    )
    expect(told).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]))
  })

  test('a model with another interface is no variant', async () => {
    const fault = (parts: Parts) =>
      home.fault('variant-compare', {
        original: save('original.onnx', chain()),
        variant: save('other.onnx', parts),
        samples: samplesOf(),
      })
    const nodes = [{ opType: 'Relu', input: ['x'], output: ['z'] }]
    expect(await fault({ nodes, outputs: [value('z', ['N', 4])] })).toMatchObject({
      code: 'variant-interface-differs',
      params: {
        variant: 'other.onnx',
        original: 'original.onnx',
        difference: 'it has no output y',
      },
    })
    expect(
      await fault({
        inputs: [value('x', ['N', 4], 'float16')],
        outputs: [value('y', ['N', 4], 'float16')],
      }),
    ).toMatchObject({ code: 'variant-interface-differs' })
  })

  test('a variant that the runtime refuses is told from an original that it refuses', async () => {
    const broken = { nodes: [{ opType: 'Frobnicate', input: ['x'], output: ['y'] }] }
    const narrow: Parts = { inputs: [value('x', ['N', 3])], outputs: [value('y', ['N', 3])] }
    const fault = (original: Uint8Array | Parts, variant: Uint8Array | Parts) =>
      home.fault('variant-compare', {
        original: save('original.onnx', original),
        variant: save('variant.onnx', variant),
        samples: samplesOf(),
      })
    expect(await fault(chain(), broken)).toMatchObject({
      code: 'variant-refused',
      params: { name: 'variant.onnx' },
      detail: expect.stringContaining('Frobnicate'),
    })
    expect(await fault(chain(), narrow)).toMatchObject({ code: 'variant-refused' })
    expect(await fault(broken, chain())).toMatchObject({ code: 'model-unknown-operator' })
    expect(await fault(chain(), Buffer.from('no model'))).toMatchObject({ code: 'model-not-onnx' })
  })
})
