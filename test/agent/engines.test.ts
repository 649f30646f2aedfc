// Both engines through the same tests: what a session takes, and that each setting does what it says or is refused.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { afterAll, describe, expect, test } from 'vitest'
import type { InputTensor, Session, SessionOptions } from '../../src/agent/engine/engine.ts'
import { loadEngine } from '../../src/agent/engine/load.ts'
import { tinyModel } from '../../src/agent/model/tiny.ts'
import { providersOf } from '../../src/agent/profile/providers.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { engineIds } from '../../src/shared/plan.ts'
import { defaultSettings, type SessionSettings } from '../../src/shared/session-settings.ts'
import { elementTypeOf, setElement } from '../../src/shared/tensor.ts'
import { elementTypes, external, floats, modelOf, value } from '../fixtures/onnx.ts'
import { root } from './agent.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-engines-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const collectGarbage: () => void = (() => {
  v8.setFlagsFromString('--expose-gc')
  return vm.runInNewContext('gc')
})()

function options(
  settings: Partial<SessionSettings> = {},
  changes: Partial<SessionOptions> = {},
): SessionOptions {
  return {
    threads: 1,
    modelName: 'model',
    batch: 1,
    settings: { ...defaultSettings, ...settings },
    dims: {},
    profilePrefix: null,
    ...changes,
  }
}

function tensor(name: string, type: string, dims: readonly number[], of: number): InputTensor {
  const element = elementTypeOf(type)
  if (element === undefined) throw new Error(type)
  const data = element.make(dims.reduce((product, size) => product * size, 1))
  for (let at = 0; at < data.length; at++) setElement(data, at, element.encode(of) ?? 0)
  return { name, type, dims, data }
}

async function faultOf(attempt: () => unknown): Promise<FaultError['fault'] | null> {
  try {
    await attempt()
    return null
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
}

/** Fails while running for an index that the table does not have: so it is seen which value arrived. */
const lookUp = (type: keyof typeof elementTypes, rows: number) =>
  modelOf({
    nodes: [
      {
        opType: 'Cast',
        input: ['x'],
        output: ['index'],
        attribute: [{ name: 'to', type: 2, i: elementTypes.int64 }],
      },
      { opType: 'Gather', input: ['table', 'index'], output: ['y'] },
    ],
    inputs: [value('x', [1], type)],
    outputs: [value('y', [1])],
    weights: [floats('table', [rows])],
  })

/** x → three nodes that do nothing → y: what is left of them tells how far the graph was rewritten. */
const idle = modelOf({
  nodes: [
    { opType: 'Identity', input: ['x'], output: ['a'] },
    { opType: 'Identity', input: ['a'], output: ['b'] },
    { opType: 'Relu', input: ['b'], output: ['y'] },
  ],
  inputs: [value('x', ['N', 4])],
  outputs: [value('y', ['N', 4])],
})

const keepNoDims = { name: 'keepdims', type: 2, i: 0 }
const toText = { name: 'to', type: 2, i: elementTypes.string }

describe.each(engineIds)('%s', (id) => {
  const engine = loadEngine(id, root, null)
  const create = (model: Uint8Array, given: SessionOptions = options()) =>
    engine.createSession(model, given)

  /** Runs with a profile, and gives its path. */
  async function profiled(
    model: Uint8Array,
    inputs: readonly InputTensor[],
    settings: Partial<SessionSettings>,
    threads = 1,
  ): Promise<string> {
    const profilePrefix = join(mkdtempSync(join(dir, 'profile-')), 'run')
    const session = await create(model, options(settings, { profilePrefix, threads }))
    session.bind(inputs)
    await session.run()
    await session.run()
    const path = session.endProfile()
    await session.dispose()
    if (path === null) throw new Error('no profile was written')
    return path
  }

  const runFails = async (session: Session) => {
    try {
      await session.run()
      return null
    } catch (error) {
      return session.runFault(error, 1).code
    }
  }

  test('says its version and providers', () => {
    expect(engine).toMatchObject({ id, version: '1.30.0' })
    expect(engine.providers).toContain('CPUExecutionProvider')
    expect(engine.providers).not.toContain('CUDAExecutionProvider')
  })

  test.each([
    ...(['float', 'double', 'float16', 'int8', 'uint8', 'int16', 'uint16'] as const),
    ...(['int32', 'uint32', 'int64', 'uint64'] as const),
  ])('takes inputs of %s with the values that they have', async (type) => {
    const session = await create(lookUp(type, 3))
    expect(session.inputs).toEqual([{ name: 'x', type, dims: [1] }])
    session.bind([tensor('x', type, [1], 2)])
    expect(await runFails(session)).toBeNull()
    session.bind([tensor('x', type, [1], 3)])
    expect(await runFails(session)).toBe('inference-failed')
    session.bind([tensor('x', type, [1], 1)])
    expect(await runFails(session)).toBeNull()
    await session.dispose()
  })

  test('takes booleans with the values that they have', async () => {
    const session = await create(lookUp('bool', 1))
    session.bind([tensor('x', 'bool', [1], 0)])
    expect(await runFails(session)).toBeNull()
    session.bind([tensor('x', 'bool', [1], 1)])
    expect(await runFails(session)).toBe('inference-failed')
    await session.dispose()
  })

  test('describes inputs: open dimensions by their names, types that are no tensors', async () => {
    const session = await create(
      modelOf({
        nodes: [{ opType: 'Add', input: ['x', 's'], output: ['y'] }],
        inputs: [value('x', ['N', 4, 'long name']), value('s', [])],
        outputs: [value('y', ['N', 4, 'long name'])],
      }),
    )
    expect(session.inputs).toEqual([
      { name: 'x', type: 'float', dims: ['N', 4, 'long name'] },
      { name: 's', type: 'float', dims: [] },
    ])
    session.bind([tensor('x', 'float', [2, 4, 3], 1), tensor('s', 'float', [], 1)])
    expect(await runFails(session)).toBeNull()
    await session.dispose()
  })

  test('runs outputs whose size follows from values, also when it changes from run to run', async () => {
    const session = await create(
      modelOf({
        nodes: [
          { opType: 'RandomUniformLike', input: ['x'], output: ['random'] },
          { opType: 'Greater', input: ['random', 'half'], output: ['some'] },
          { opType: 'NonZero', input: ['some'], output: ['y'] },
        ],
        inputs: [value('x', ['N', 8])],
        outputs: [value('y', [2, 'found'], 'int64')],
        weights: [floats('half', [1], 0.5)],
      }),
    )
    for (const rows of [2, 5, 1]) {
      session.bind([tensor('x', 'float', [rows, 8], 1)])
      for (let run = 0; run < 30; run++) expect(await runFails(session)).toBeNull()
    }
    await session.dispose()
  })

  test('runs what is empty', async () => {
    const session = await create(modelOf())
    session.bind([tensor('x', 'float', [0, 4], 1)])
    expect(await runFails(session)).toBeNull()
    await session.dispose()
  })

  test('keeps what it reads and calls, whatever the garbage collector does', async () => {
    const session = await create(lookUp('float', 3))
    session.bind([tensor('x', 'float', [1], 2)])
    for (let round = 0; round < 5; round++) {
      collectGarbage()
      await new Promise((done) => setTimeout(done, 5))
      for (let run = 0; run < 100; run++) expect(await runFails(session)).toBeNull()
    }
    await session.dispose()
  })

  test.each([
    ...(['float', 'double', 'float16', 'int8', 'uint8', 'int16', 'uint16'] as const),
    ...(['int32', 'uint32', 'int64', 'uint64', 'bool'] as const),
  ])('gives results of %s, bit for bit', async (type) => {
    const session = await create(
      modelOf({
        nodes: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
        inputs: [value('x', ['N', 3], type)],
        outputs: [value('y', ['N', 3], type)],
      }),
    )
    expect(session.outputs).toEqual([{ name: 'y', type, dims: ['N', 3] }])
    const data = elementTypeOf(type)?.make(6) ?? new Uint8Array()
    const bytes = new Uint8Array(data.buffer)
    for (let at = 0; at < bytes.length; at++) bytes[at] = type === 'bool' ? at % 2 : 31 * at + 7
    session.bind([{ name: 'x', type, dims: [2, 3], data }])
    expect(await session.results()).toEqual([{ name: 'y', type, dims: [2, 3], data }])
    session.bind([tensor('x', type, [0, 3], 0)])
    expect(await session.results()).toEqual([{ ...tensor('y', type, [0, 3], 0) }])
    await session.dispose()
  })

  test('gives the results that are named, copies of each run, and runs on', async () => {
    const session = await create(
      modelOf({
        nodes: [
          { opType: 'Neg', input: ['x'], output: ['a'] },
          { opType: 'ReduceSum', input: ['x'], output: ['b'], attribute: [keepNoDims] },
          { opType: 'NonZero', input: ['x'], output: ['c'] },
        ],
        inputs: [value('x', ['N', 2])],
        outputs: [value('a', ['N', 2]), value('b', []), value('c', [2, 'found'], 'int64')],
      }),
    )
    session.bind([{ name: 'x', type: 'float', dims: [1, 2], data: Float32Array.of(3, 4) }])
    const first = await session.results(['b', 'a'])
    expect(await runFails(session)).toBeNull()
    session.bind([{ name: 'x', type: 'float', dims: [2, 2], data: Float32Array.of(1, 0, 0, 2) }])
    expect(await runFails(session)).toBeNull()
    expect(await session.results()).toEqual([
      { name: 'a', type: 'float', dims: [2, 2], data: Float32Array.of(-1, -0, -0, -2) },
      { name: 'b', type: 'float', dims: [], data: Float32Array.of(3) },
      { name: 'c', type: 'int64', dims: [2, 2], data: BigInt64Array.of(0n, 1n, 0n, 1n) },
    ])
    collectGarbage()
    expect(first).toEqual([
      { name: 'b', type: 'float', dims: [], data: Float32Array.of(7) },
      { name: 'a', type: 'float', dims: [1, 2], data: Float32Array.of(-3, -4) },
    ])
    expect(await runFails(session)).toBeNull()
    await session.dispose()
  })

  test('refuses results that are no numbers, and gives those beside them', async () => {
    const session = await create(
      modelOf({
        nodes: [
          { opType: 'Cast', input: ['x'], output: ['words'], attribute: [toText] },
          { opType: 'Neg', input: ['x'], output: ['y'] },
        ],
        inputs: [value('x', ['N'])],
        outputs: [value('words', ['N'], 'string'), value('y', ['N'])],
      }),
    )
    session.bind([tensor('x', 'float', [2], 1)])
    expect(await faultOf(() => session.results())).toMatchObject({
      code: 'output-type-unsupported',
      params: { output: 'words', type: 'string', name: 'model' },
    })
    expect(await session.results(['y'])).toEqual([tensor('y', 'float', [2], -1)])
    await session.dispose()
  })

  test('reads the weights beside a model in memory from where it is told', async () => {
    const folder = mkdtempSync(join(dir, 'beside-'))
    writeFileSync(join(folder, 'w.bin'), new Uint8Array(Float32Array.of(2, 3).buffer))
    const bytes = modelOf({
      nodes: [{ opType: 'Mul', input: ['x', 'w'], output: ['y'] }],
      inputs: [value('x', ['N', 2])],
      outputs: [value('y', ['N', 2])],
      weights: [external('w', [2], { location: 'w.bin' })],
    })
    const session = await engine.createSession({ bytes, folder }, options())
    session.bind([tensor('x', 'float', [1, 2], 5)])
    expect((await session.results())[0]?.data).toEqual(Float32Array.of(10, 15))
    await session.dispose()
  })

  test('a file that is no model is said so', async () => {
    const path = join(dir, 'broken.onnx')
    writeFileSync(path, 'not a model')
    const code = async (model: string) =>
      (await faultOf(() => engine.createSession(model, options())))?.code
    expect(await code(path)).toBe('model-not-onnx')
    expect(await code(join(dir, 'missing.onnx'))).toBe('model-missing')
  })

  test('an operator that nobody knows is named', async () => {
    const model = modelOf({ nodes: [{ opType: 'Nonsense', input: ['x'], output: ['y'] }] })
    expect(await faultOf(() => create(model))).toMatchObject({
      code: 'model-unknown-operator',
      params: { operators: 'Nonsense' },
    })
  })

  test('an allocation that fails is memory that is used up', async () => {
    const session = await create(
      modelOf({
        nodes: [{ opType: 'ConstantOfShape', input: ['size'], output: ['y'] }],
        inputs: [value('size', [1], 'int64')],
        outputs: [value('y', ['found'])],
      }),
    )
    session.bind([tensor('size', 'int64', [1], 2 ** 46)])
    expect(await runFails(session)).toBe('out-of-memory')
    session.bind([tensor('size', 'int64', [1], 8)])
    expect(await runFails(session)).toBeNull()
    await session.dispose()
  })

  test('optimization decides how many nodes are left', async () => {
    const nodes = async (optimization: SessionSettings['optimization']) => {
      const path = await profiled(idle, [tensor('x', 'float', [1, 4], 1)], { optimization })
      return providersOf(path)
    }
    expect(await nodes('disabled')).toMatchObject([{ provider: 'CPUExecutionProvider', nodes: 3 }])
    for (const level of ['basic', 'extended', 'layout', 'all'] as const)
      expect(await nodes(level)).toMatchObject([{ provider: 'CPUExecutionProvider', nodes: 1 }])
  })

  test.skipIf(process.platform !== 'linux')(
    'parallel execution brings a pool of threads of its own',
    async () => {
      const threads = async (execution: SessionSettings['execution']) => {
        const before = readdirSync('/proc/self/task').length
        const session = await create(idle, options({ execution }, { threads: 3 }))
        const more = readdirSync('/proc/self/task').length - before
        await session.dispose()
        return more
      }
      expect(await threads('sequential')).toBe(2)
      expect(await threads('parallel')).toBeGreaterThan(2)
    },
  )

  test('a session without an arena, and one that does not spin, run', async () => {
    const session = await create(idle, options({ arena: false, spinning: false }, { threads: 2 }))
    session.bind([tensor('x', 'float', [3, 4], 1)])
    expect(await runFails(session)).toBeNull()
    expect(session.arenaStatistics()).toBeNull()
    await session.dispose()
  })

  test.skipIf(process.platform !== 'linux' || availableParallelism() < 2)(
    'threads of the pool are pinned to the cores of the placement',
    async () => {
      const pinned = () =>
        readdirSync('/proc/self/task').map((task) =>
          /^Cpus_allowed_list:\s*(\S+)$/m
            .exec(readFileSync(`/proc/self/task/${task}/status`, 'utf8'))
            ?.at(1),
        )
      const count = () => pinned().filter((list) => list === '1').length
      const before = count()
      const session = await create(idle, options({ placement: [0, 1] }, { threads: 2 }))
      // A thread pins itself when it starts.
      await expect.poll(count).toBe(before + 1)
      await session.dispose()
      const free = await create(idle, options({ placement: 'all' }, { threads: 2 }))
      await expect.poll(count).toBe(before)
      await free.dispose()
    },
  )

  test('a provider that is not there is refused with those that are', async () => {
    const fault = await faultOf(() => create(idle, options({ provider: 'CUDAExecutionProvider' })))
    expect(fault).toMatchObject({
      code: 'provider-unavailable',
      params: { provider: 'CUDAExecutionProvider', available: engine.providers.join(', ') },
    })
  })

  test('without profiling there is no profile', async () => {
    const session = await create(tinyModel())
    expect(session.endProfile()).toBeNull()
    await session.dispose()
  })
})

test('ort-c gives the sizes to the session, onnxruntime-node says that it can not', async () => {
  const given = options({ dimensions: 'fixed' }, { dims: { N: 3 } })
  const session = await loadEngine('ort-c', root, null).createSession(idle, given)
  expect(session.inputs).toEqual([{ name: 'x', type: 'float', dims: [3, 4] }])
  await session.dispose()
  const node = loadEngine('onnxruntime-node', root, null)
  expect(await faultOf(() => node.createSession(idle, given))).toMatchObject({
    code: 'setting-unsupported',
    params: { engine: 'onnxruntime-node' },
  })
})

test('ort-c runs outputs that are no tensors', async () => {
  const model = modelOf({
    nodes: [{ opType: 'SequenceConstruct', input: ['x', 'x'], output: ['y'] }],
    outputs: [
      { name: 'y', type: { sequenceType: { elemType: value('', ['N', 4]).type ?? null } } },
    ],
  })
  const session = await loadEngine('ort-c', root, null).createSession(model, options())
  session.bind([tensor('x', 'float', [2, 4], 1)])
  for (let run = 0; run < 3; run++) expect(session.run()).toBeUndefined()
  await session.dispose()
})

test('ort-c says what its arena holds', async () => {
  const session = await loadEngine('ort-c', root, null).createSession(idle, options())
  session.bind([tensor('x', 'float', [1024, 4], 1)])
  session.run()
  const told = session.arenaStatistics()
  if (told === null) throw new Error('nothing told')
  expect(told.inUseBytes).toBeGreaterThanOrEqual(1024 * 4 * 4)
  expect(told.mostInUseBytes).toBeGreaterThanOrEqual(told.inUseBytes)
  expect(told.reservedBytes).toBeGreaterThanOrEqual(told.mostInUseBytes)
  await session.dispose()
})

/** Counts to 2⁴⁰, one turn after another. */
const endless = modelOf({
  nodes: [
    {
      opType: 'Loop',
      input: ['turns', '', 'x'],
      output: ['y'],
      attribute: [
        {
          name: 'body',
          type: 5,
          g: {
            name: 'turn',
            node: [
              { opType: 'Identity', input: ['go'], output: ['goOn'] },
              { opType: 'Relu', input: ['before'], output: ['after'] },
            ],
            input: [value('turn', [], 'int64'), value('go', [], 'bool'), value('before', [1])],
            output: [value('goOn', [], 'bool'), value('after', [1])],
          },
        },
      ],
    },
  ],
  inputs: [value('turns', [], 'int64'), value('x', [1])],
  outputs: [value('y', [1])],
})

test('ort-c ends a run that takes too long, and runs on', async () => {
  const session = await loadEngine('ort-c', root, null).createSession(endless, options())
  session.bind([tensor('turns', 'int64', [], 2 ** 40), tensor('x', 'float', [1], 1)])
  expect(await session.runWithin(50)).toBe(false)
  session.bind([tensor('turns', 'int64', [], 3), tensor('x', 'float', [1], 1)])
  expect(await session.runWithin(60_000)).toBe(true)
  expect(session.run()).toBeUndefined()
  session.bind([tensor('turns', 'int64', [], 3), tensor('x', 'int64', [1], 1)])
  await expect(session.runWithin(60_000)).rejects.toMatchObject({ name: 'OrtError' })
  await session.dispose()
})
