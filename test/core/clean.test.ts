import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localBoardId } from '../../src/shared/board.ts'
import { planSchema } from '../../src/shared/plan.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { shortLimits, storedEvents, TestBench } from './bench.ts'

let desk: TestBench
beforeEach(() => {
  desk = new TestBench()
})
afterEach(() => desk.dispose())

test('cleaning takes from a board the runs that are kept here, and leaves the rest', async () => {
  const path = join(desk.dataDir, 'tiny.onnx')
  writeModel(path, perceptron())
  const { sha256, name } = await desk.bench.models.add(path)
  const plan = planSchema.parse({
    models: [{ sha256, name }],
    batches: [1],
    threads: [1],
    limits: shortLimits,
    seed: 1,
  })
  const measured = async () => {
    const { id } = desk.bench.runs.start(localBoardId, plan)
    await desk.bench.runs.settled(id)
    return id
  }
  const kept = await measured()
  const removed = await measured()
  await desk.bench.runs.remove(removed)
  const folder = (run: string) => join(desk.dataDir, 'this-computer', 'runs', run)

  const cleaned = await desk.bench.runs.clean(localBoardId)
  // What came a moment ago may be about to be used: the model stays.
  expect(cleaned).toMatchObject({ runs: 1, contents: 0 })
  expect(cleaned.freedBytes).toBeGreaterThan(0)
  expect(existsSync(folder(kept))).toBe(false)
  expect(existsSync(folder(removed))).toBe(true)
  expect(storedEvents(desk.dataDir, kept).at(-1)?.type).toBe('run-ended')
  expect((await desk.bench.runs.clean(localBoardId)).runs).toBe(0)
  expect(desk.bench.runs.snapshot(await measured()).record.status).toBe('completed')
})
