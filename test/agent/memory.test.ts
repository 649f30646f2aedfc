// A point that does not fit into the memory is a result: the kernel ends its worker, the sweep goes on. The limit is a
// control group of this test's own.

import { chmodSync, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { elementTypes, matrixModel, modelOf, value } from '../fixtures/onnx.ts'
import { buildAgent, outcomesOf, pause, planOf, TestHome } from './agent.ts'

const limitBytes = 400 * 1024 ** 2
const name = `benchtop-test-${process.pid}`

/** Files of a memory group and what is written into them, by the version of control groups that is mounted. */
const versions = [
  {
    folder: join('/sys/fs/cgroup', name),
    limits: { 'memory.max': limitBytes, 'memory.swap.max': 0 },
  },
  {
    folder: join('/sys/fs/cgroup/memory', name),
    limits: { 'memory.limit_in_bytes': limitBytes, 'memory.swappiness': 0 },
  },
] as const

/** Makes a group with the limit; null where this user or this machine can not. */
function makeGroup(): string | null {
  for (const { folder, limits } of versions) {
    try {
      mkdirSync(folder)
    } catch {
      continue
    }
    try {
      for (const [file, limit] of Object.entries(limits))
        if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(limit))
      if (existsSync(join(folder, Object.keys(limits)[0] ?? ''))) return folder
    } catch {
      // A group without the memory controller.
    }
    rmdirSync(folder)
  }
  return null
}

const group = process.platform === 'linux' ? makeGroup() : null
if (group === null) console.warn('skipped: no control group for memory can be made here')

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(async () => {
  home.remove()
  if (group === null) return
  while (readFileSync(join(group, 'cgroup.procs'), 'utf8').trim() !== '') await pause(20)
  rmdirSync(group)
})

/** A Node that runs within the group, and all that it starts. */
function limitedNode(): string {
  const path = join(home.dir, 'limited-node')
  writeFileSync(
    path,
    `#!/bin/sh\necho $$ > ${group}/cgroup.procs && exec ${process.execPath} "$@"\n`,
  )
  chmodSync(path, 0o755)
  return path
}

const fixed = (size: number) =>
  modelOf({
    nodes: [{ opType: 'Relu', input: ['x'], output: ['y'] }],
    inputs: [value('x', ['N', size])],
    outputs: [value('y', ['N', size])],
  })

test.skipIf(group === null)(
  'a batch that does not fit is named, and the sweep goes on',
  async () => {
    const sha256 = await home.addModel(fixed(1_000_000))
    const plan = planOf(sha256, { batches: [1, 200, 2] })
    const { events } = await home.sweep(plan, { node: limitedNode() })
    expect(outcomesOf(events)).toMatchObject([
      { kind: 'measured' },
      {
        kind: 'does-not-fit',
        fault: {
          code: 'out-of-memory',
          params: { name: 'model', batch: 200 },
          detail: expect.stringContaining('killed it for want of memory in its control group'),
        },
      },
      { kind: 'measured' },
    ])
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', outcome: { kind: 'completed' } })
  },
)

/** x[N, 1] spread over 2³³ columns: a large batch asks for more than any address space has. */
const immense = () =>
  modelOf({
    nodes: [{ opType: 'Expand', input: ['x', 'shape'], output: ['y'] }],
    inputs: [value('x', ['N', 1])],
    outputs: [value('y', ['N', 'wide'])],
    weights: [
      {
        name: 'shape',
        dims: [2],
        dataType: elementTypes.int64,
        rawData: new Uint8Array(new BigInt64Array([1n, 1n << 33n]).buffer),
      },
    ],
  })

test.each(['ort-c', 'onnxruntime-node'] as const)(
  'a model whose allocation fails in %s does not fit either, and says so in the library’s words',
  async (engine) => {
    const [small, large] = [await home.addModel(matrixModel()), await home.addModel(immense())]
    const plan = planOf(large, {
      engines: [engine],
      models: [
        { sha256: large, name: 'immense', dims: {}, inputs: {} },
        { sha256: small, name: 'small', dims: {}, inputs: {} },
      ],
      batches: [65_536],
    })
    const { events } = await home.sweep(plan)
    expect(outcomesOf(events)).toMatchObject([
      {
        kind: 'does-not-fit',
        fault: {
          code: 'out-of-memory',
          params: { name: 'immense', batch: 65_536 },
          detail: expect.stringMatching(/alloc/i),
        },
      },
      { kind: 'measured' },
    ])
  },
)
