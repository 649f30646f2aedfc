// Models on this computer, through the core: with weights beside them, and built for the zoo.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localBoardId } from '../../src/shared/board.ts'
import { toFault } from '../../src/shared/fault.ts'
import type { Activity } from '../../src/shared/ipc.ts'
import { planSchema } from '../../src/shared/plan.ts'
import { external, modelOf, value } from '../fixtures/onnx.ts'
import { shortLimits, TestBench } from './bench.ts'

let desk: TestBench
beforeEach(() => {
  desk = new TestBench()
})
afterEach(() => desk.dispose())

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => toFault(thrown),
  )

const activities = () =>
  desk.news.flatMap(({ topic, message }) => (topic === 'activity' ? [message as Activity] : []))

/** A model with its weights in `data/w.bin`; gives the model's own path. */
function writeWithWeights(): string {
  const folder = join(desk.dataDir, 'user')
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeFileSync(
    join(folder, 'net.onnx'),
    modelOf({
      nodes: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
      inputs: [value('x', ['N', 8])],
      outputs: [value('y', ['N', 4])],
      weights: [external('w', [8, 4], { location: 'data/w.bin' })],
    }),
  )
  writeFileSync(join(folder, 'data/w.bin'), new Uint8Array(8 * 4 * 4))
  return join(folder, 'net.onnx')
}

test('a model with weights beside it is added, brought with them, and measured', async () => {
  const { models, runs } = desk.bench
  const model = await models.add(writeWithWeights())
  const plan = planSchema.parse({
    models: [{ sha256: model.sha256, name: model.name }],
    batches: [1],
    threads: [1],
    limits: shortLimits,
    seed: 1,
  })
  const { id } = runs.start(localBoardId, plan)
  await runs.settled(id)
  expect(runs.record(id)).toMatchObject({ status: 'completed', measuredPoints: 1 })
  const there = join(desk.dataDir, 'this-computer', 'models')
  expect(readdirSync(there)).toEqual([model.sha256])
  expect(existsSync(join(there, model.sha256, 'data', 'w.bin'))).toBe(true)
})

test('weights that changed since are named, whether it is brought or configured', async () => {
  const { models, runs } = desk.bench
  const path = writeWithWeights()
  const model = await models.add(path)
  const weights = join(desk.dataDir, 'user', 'data', 'w.bin')
  writeFileSync(weights, new Uint8Array(8 * 4 * 4).fill(1))
  const changed = { code: 'model-changed', params: { path: weights } }
  const { sha256 } = model
  expect(await faultOf(models.configure({ sha256, dims: {}, inputs: {} }))).toMatchObject(changed)
  const plan = planSchema.parse({
    models: [{ sha256, name: model.name }],
    batches: [1],
    threads: [1],
    limits: shortLimits,
    seed: 1,
  })
  const { id } = runs.start(localBoardId, plan)
  await runs.settled(id)
  expect(runs.record(id)).toMatchObject({ status: 'failed', fault: changed })
  expect(readdirSync(join(desk.dataDir, 'this-computer', 'models'))).toEqual([])
})

test('a zoo model is built once for all who ask, with its usual sizes, and says how far it is', async () => {
  const { models } = desk.bench
  const [one, other] = await Promise.all([models.addZoo('bert-base'), models.addZoo('bert-base')])
  expect(other).toEqual(one)
  expect(one).toMatchObject({ architecture: 'bert-base', dims: { sequence: 128 } })
  const builds = activities().filter(({ stage }) => stage === 'build')
  expect(builds.filter(({ totalBytes }) => totalBytes === 0)).toHaveLength(1)
  expect(builds.at(-1)).toMatchObject({ doneBytes: one.info.bytes, totalBytes: one.info.bytes })
})

test('a build that is cancelled leaves nothing, and it is not among the models', async () => {
  const { models } = desk.bench
  const building = faultOf(models.addZoo('bert-large'))
  while (!activities().some(({ doneBytes }) => doneBytes > 0)) await sleep(10)
  models.cancelZoo('bert-large')
  expect(await building).toMatchObject({ code: 'cancelled' })
  const zoo = join(desk.dataDir, 'zoo')
  while (readdirSync(zoo).length > 0) await sleep(20)
  expect(models.list()).toEqual([])
})
