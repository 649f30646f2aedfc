// Models that can be measured and models that can not, each with the words that a person can act on.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PointOutcome } from '../../src/shared/event.ts'
import { floats, modelOf, type Parts, value } from '../fixtures/onnx.ts'
import { buildAgent, outcomesOf, planOf, systemNode, TestHome } from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

async function measured(
  bytes: Uint8Array,
  batches: readonly number[] = [1],
  dims: Record<string, number> = {},
): Promise<readonly PointOutcome[]> {
  const sha256 = await home.addModel(bytes)
  const { events } = await home.sweep(
    planOf(sha256, {
      models: [{ sha256, name: 'model', dims, inputs: {} }],
      batches: [...batches],
    }),
  )
  return outcomesOf(events)
}

async function fault(parts: Parts | Uint8Array, dims: Record<string, number> = {}) {
  const bytes = parts instanceof Uint8Array ? parts : modelOf(parts)
  const [outcome] = await measured(bytes, [1], dims)
  return outcome?.kind === 'failed' ? outcome.fault : outcome
}

const identity = (type: 'float16' | 'bool' | 'int64' | 'string') =>
  modelOf({
    nodes: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
    inputs: [value('x', ['N', 4], type)],
    outputs: [value('y', ['N', 4], type)],
  })

const png = Uint8Array.from(Buffer.from('89504e470d0a1a0a0000000d49484452000000', 'hex'))
const text = Buffer.from('This is no model, it is a letter.\n'.repeat(20))

describe('measuring', () => {
  test.each(['float16', 'bool', 'int64'] as const)('takes inputs of type %s', async (type) => {
    expect(await measured(identity(type))).toMatchObject([{ kind: 'measured' }])
  })

  test.skipIf(systemNode === null)('takes half floats under the system’s own Node', async () => {
    const plan = planOf(await home.addModel(identity('float16')))
    const { events } = await home.sweep(plan, { node: systemNode ?? '' })
    expect(outcomesOf(events)).toMatchObject([{ kind: 'measured' }])
  })

  test('has no values for strings', async () => {
    expect(await fault(identity('string'))).toMatchObject({
      code: 'input-type-unsupported',
      params: { input: 'x', type: 'string' },
    })
  })

  test('names an operator that the runtime does not have', async () => {
    const unknown = { opType: 'Frobnicate', input: ['x'], output: ['y'] }
    expect(await fault({ nodes: [unknown] })).toMatchObject({
      code: 'model-unknown-operator',
      params: { name: 'model', operators: 'Frobnicate', runtime: '1.30.0' },
    })
    expect(await fault({ nodes: [{ ...unknown, domain: 'com.acme' }] })).toMatchObject({
      params: { operators: 'com.acme:Frobnicate' },
    })
    expect(await fault({ nodes: [{ ...unknown, domain: 'com.microsoft' }] })).toMatchObject({
      params: { operators: 'com.microsoft:Frobnicate' },
    })
  })

  test('tells a cut file, a foreign file and a wrong graph apart', async () => {
    const whole = modelOf()
    expect(await fault(whole.slice(0, -12))).toMatchObject({ code: 'model-truncated' })
    expect(await fault(png)).toMatchObject({ code: 'model-not-onnx' })
    expect(await fault({ nodes: [{ opType: 'Relu', input: ['z'], output: ['y'] }] })).toMatchObject(
      {
        code: 'model-rejected',
        detail: expect.stringContaining("'z'"),
      },
    )
  })

  test('a fixed batch can be measured, another one not', async () => {
    const fixed = modelOf({ inputs: [value('x', [2, 4])], outputs: [value('y', [2, 4])] })
    expect(await measured(fixed, [1, 2])).toMatchObject([
      { kind: 'failed', fault: { code: 'batch-fixed', params: { fixed: 2, batch: 1 } } },
      { kind: 'measured' },
    ])
  })

  test('open dimensions need a number each', async () => {
    const inputs = [value('x', ['N', 'width', ''])]
    const outputs = [value('y', ['N', 'width', ''])]
    expect(await fault({ inputs, outputs })).toMatchObject({
      code: 'input-dims-unknown',
      params: { dims: 'width, x[2]' },
    })
    const dims = { width: 3, 'x[2]': 5 }
    expect(await measured(modelOf({ inputs, outputs }), [1, 2], dims)).toMatchObject([
      { kind: 'measured' },
      { kind: 'measured' },
    ])
  })

  test('an inference that fails says so in the runtime’s words', async () => {
    const nodes = [{ opType: 'Reshape', input: ['x', 's'], output: ['y'] }]
    const shape = new BigInt64Array([3n, 5n])
    const weights = [{ name: 's', dims: [2], dataType: 7, rawData: new Uint8Array(shape.buffer) }]
    expect(await fault({ nodes, weights, outputs: [value('y', ['A', 'B'])] })).toMatchObject({
      code: 'inference-failed',
      detail: expect.stringContaining('Reshape'),
    })
  })

  test('a batch that no memory holds is a result', async () => {
    const wide = modelOf({
      inputs: [value('x', ['N', 1_000_000])],
      outputs: [value('y', ['N', 1_000_000])],
    })
    expect(await measured(wide, [65_536])).toMatchObject([
      { kind: 'does-not-fit', fault: { code: 'out-of-memory', params: { batch: 65_536 } } },
    ])
  })
})

function save(name: string, bytes: Uint8Array): string {
  const path = join(home.dir, name)
  writeFileSync(path, bytes)
  return path
}

describe('inspecting', () => {
  test('says what a model is', async () => {
    const conv = { opType: 'Conv', input: ['x', 'w', 'b'], output: ['c'] }
    const relu = { opType: 'Relu', input: ['c'], output: ['y'] }
    const path = save(
      'conv.onnx',
      modelOf({
        nodes: [conv, relu],
        inputs: [value('x', ['N', 3, 8, 8]), value('w', [4, 3, 3, 3])],
        outputs: [value('y', ['N', 4, 6, 6])],
        weights: [floats('w', [4, 3, 3, 3]), floats('b', [4])],
      }),
    )
    expect(await home.call('model-inspect', { path })).toMatchObject({
      opset: 17,
      irVersion: 8,
      producer: 'test',
      inputs: [{ name: 'x', type: 'float', dims: ['N', 3, 8, 8] }],
      outputs: [{ name: 'y', type: 'float', dims: ['N', 4, 6, 6] }],
      parameterCount: 4 * 3 * 9 + 4,
      multiplyAdds: 4 * 6 * 6 * 3 * 9,
      operators: { Conv: 1, Relu: 1 },
      batch: 'dynamic',
      openDims: [],
      externalFiles: [],
    })
  })

  test('leaves the multiply-adds open where a shape is', async () => {
    const conv = { opType: 'Conv', input: ['x', 'w'], output: ['y'] }
    const path = save(
      'open.onnx',
      modelOf({
        nodes: [conv],
        inputs: [value('x', ['N', 3, 'height', 'width'])],
        outputs: [value('y', ['N', 4, 'h', 'w'])],
        weights: [floats('w', [4, 3, 3, 3])],
      }),
    )
    expect(await home.call('model-inspect', { path })).toMatchObject({
      multiplyAdds: null,
      uncounted: [],
      openDims: ['height', 'width'],
    })
    const dims = { height: 8, width: 10 }
    expect(await home.call('model-inspect', { path, dims })).toMatchObject({
      multiplyAdds: 4 * 6 * 8 * 3 * 9,
    })
  })

  test('counts the operators of branches too', async () => {
    const branch = {
      name: 'then',
      node: [{ opType: 'Relu', input: ['x'], output: ['t'] }],
      output: [value('t', ['N', 4])],
    }
    const choice = {
      opType: 'If',
      input: ['c'],
      output: ['y'],
      attribute: [
        { name: 'then_branch', type: 5, g: branch },
        { name: 'else_branch', type: 5, g: branch },
      ],
    }
    const path = save(
      'if.onnx',
      modelOf({ nodes: [choice], inputs: [value('x', ['N', 4]), value('c', [], 'bool')] }),
    )
    expect(await home.call('model-inspect', { path })).toMatchObject({
      operators: { If: 1, Relu: 2 },
      multiplyAdds: 0,
      batch: 'dynamic',
    })
  })

  test.each([
    ['an empty file', new Uint8Array(), 'model-not-onnx'],
    ['a picture', png, 'model-not-onnx'],
    ['a text', text, 'model-not-onnx'],
    ['zeros', new Uint8Array(4096), 'model-not-onnx'],
  ])('%s is no model', async (_, bytes, code) => {
    const path = save('odd.onnx', bytes)
    expect(await home.fault('model-inspect', { path })).toMatchObject({
      code,
      params: { name: 'odd.onnx' },
    })
  })

  test('a file that is not there', async () => {
    const path = join(home.dir, 'nowhere.onnx')
    expect((await home.fault('model-inspect', { path })).code).toBe('model-missing')
  })
})
