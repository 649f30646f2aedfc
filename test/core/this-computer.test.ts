import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localBoardId } from '../../src/shared/board.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { type Plan, planSchema } from '../../src/shared/plan.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { shortLimits, storedEvents, TestBench, until } from './bench.ts'

let desk: TestBench
beforeEach(() => {
  desk = new TestBench()
})
afterEach(() => desk.dispose())

async function tinyPlan(overrides: Partial<Plan> = {}): Promise<Plan> {
  const path = join(desk.dataDir, 'tiny.onnx')
  writeModel(path, perceptron())
  const { sha256, name } = await desk.bench.models.add(path)
  return planSchema.parse({
    models: [{ sha256, name }],
    batches: [1, 2],
    threads: [1],
    limits: shortLimits,
    seed: 1,
    ...overrides,
  })
}

/** So many that a busy machine still finds the run going on after it has seen the first point. */
const manyBatches = [1, 2, 3, 4, 5, 6, 7, 8]

/** As the journal on the board has it, which may be ahead of the store. */
function isMeasuring(run: string): boolean {
  try {
    return desk.journal(run).some((event) => event.type === 'phase-entered')
  } catch {
    return false
  }
}

const stored = (run: string) => storedEvents(desk.dataDir, run)

test('a sweep on this computer: the store ends with exactly the journal’s events', async () => {
  const { id } = desk.bench.runs.start(localBoardId, await tinyPlan())
  await desk.bench.runs.settled(id)
  const { record, view } = desk.bench.runs.snapshot(id)
  expect(record).toMatchObject({ status: 'completed', measuredPoints: 2, failedPoints: 0 })
  expect(stored(id)).toEqual(desk.journal(id))
  for (const { point, state } of view.points) {
    if (state.kind !== 'ended' || state.outcome.kind !== 'measured') throw new Error('not measured')
    const samples = desk.bench.runs.samples(id, point.index, null)
    expect(samples).toHaveLength(state.outcome.measurement.latency.count)
    expect(Math.min(...samples)).toBe(state.outcome.measurement.latency.minNs)
  }
})

test('what is published is in the store already, once and in order', async () => {
  const { id } = desk.bench.runs.start(localBoardId, await tinyPlan())
  await desk.bench.runs.settled(id)
  const seqs = desk.news.flatMap(({ topic, message }) =>
    topic === 'run.events' && 'events' in message ? message.events.map(({ seq }) => seq) : [],
  )
  expect(seqs).toEqual(stored(id).map(({ seq }) => seq))
})

test('a program that ends in mid-sweep finds the whole run when it is started again', async () => {
  const { id } = desk.bench.runs.start(localBoardId, await tinyPlan({ batches: manyBatches }))
  await until(() => desk.bench.runs.record(id).measuredPoints >= 1)
  await desk.restart()
  expect(desk.bench.runs.record(id).status).toBe('running')
  desk.bench.runs.resume()
  await desk.bench.runs.settled(id)
  expect(desk.bench.runs.record(id)).toMatchObject({
    status: 'completed',
    measuredPoints: manyBatches.length,
  })
  expect(stored(id)).toEqual(desk.journal(id))
})

test('a cancelled run keeps what was measured and says that it was cancelled', async () => {
  const { id } = desk.bench.runs.start(localBoardId, await tinyPlan({ batches: manyBatches }))
  await until(() => desk.bench.runs.record(id).measuredPoints >= 1)
  await desk.bench.runs.cancel(id)
  await desk.bench.runs.settled(id)
  const { record, view } = desk.bench.runs.snapshot(id)
  expect(record.status).toBe('cancelled')
  expect(record.measuredPoints).toBeGreaterThanOrEqual(1)
  expect(view.outcome).toEqual({ kind: 'cancelled' })
  expect(stored(id)).toEqual(desk.journal(id))
})

test('a run is cancelled also while the board measures already and nothing of it was read', async () => {
  const { id } = desk.bench.runs.start(localBoardId, await tinyPlan({ batches: manyBatches }))
  await until(() => isMeasuring(id))
  await desk.bench.runs.cancel(id)
  await desk.bench.runs.settled(id)
  expect(desk.bench.runs.record(id).status).toBe('cancelled')
  expect(desk.journal(id).at(-1)).toMatchObject({ outcome: { kind: 'cancelled' } })
})

test('a run that is cancelled before it reached the board ends at once', async () => {
  const { id } = desk.bench.runs.start(localBoardId, await tinyPlan())
  await desk.bench.runs.cancel(id)
  await desk.bench.runs.settled(id)
  expect(desk.bench.runs.record(id)).toMatchObject({ status: 'cancelled', measuredPoints: 0 })
})

test('a supervisor killed in mid-sweep leaves a run that is lost, with what it had measured', async () => {
  const { id } = desk.bench.runs.start(localBoardId, await tinyPlan({ batches: manyBatches }))
  await until(() => desk.bench.runs.record(id).measuredPoints >= 1)
  const supervisor = JSON.parse(
    readFileSync(join(desk.dataDir, 'this-computer', 'runs', id, 'supervisor.json'), 'utf8'),
  ) as { pid: number }
  process.kill(supervisor.pid, 'SIGKILL')
  await desk.bench.runs.settled(id)
  expect(desk.bench.runs.record(id).status).toBe('lost')
  expect(desk.bench.runs.record(id).measuredPoints).toBeGreaterThanOrEqual(1)
  expect(stored(id)).toEqual(desk.journal(id))
})

test('a point that fails is part of the result; the sweep goes on', async () => {
  const path = join(desk.dataDir, 'fixed.onnx')
  writeModel(path, perceptron({ batch: 2 }))
  const { sha256, name } = await desk.bench.models.add(path)
  const plan = await tinyPlan({ models: [{ sha256, name, dims: {}, inputs: {} }], batches: [1, 2] })
  const { id } = desk.bench.runs.start(localBoardId, plan)
  await desk.bench.runs.settled(id)
  const { record, view } = desk.bench.runs.snapshot(id)
  expect(record).toMatchObject({ status: 'completed', measuredPoints: 1, failedPoints: 1 })
  expect(view.points[0]?.state).toMatchObject({
    outcome: { kind: 'failed', fault: { code: 'batch-fixed' } },
  })
})

test('a second run on a busy board is refused with the name of the first', async () => {
  const plan = await tinyPlan()
  const { id } = desk.bench.runs.start(localBoardId, plan)
  expect(() => desk.bench.runs.start(localBoardId, plan)).toThrow(id)
  await desk.bench.runs.settled(id)
})

test('a model file that is gone or was changed is a fault of the run', async () => {
  const plan = await tinyPlan()
  const path = join(desk.dataDir, 'tiny.onnx')
  rmSync(path)
  const gone = desk.bench.runs.start(localBoardId, plan)
  await desk.bench.runs.settled(gone.id)
  expect(desk.bench.runs.record(gone.id)).toMatchObject({
    status: 'failed',
    fault: { code: 'model-missing' },
  })
  writeFileSync(path, 'something else')
  const changed = desk.bench.runs.start(localBoardId, plan)
  await desk.bench.runs.settled(changed.id)
  expect(desk.bench.runs.record(changed.id).fault?.code).toBe('model-changed')
})

test.each([
  ['text.onnx', 'hello, world\n'.repeat(100), 'model-not-onnx'],
  ['half.onnx', perceptron().slice(0, 20_000), 'model-truncated'],
])('%s is refused when it is added', async (file, content, code) => {
  const path = join(desk.dataDir, file)
  writeFileSync(path, content)
  const refused = await desk.bench.models.add(path).catch((thrown: unknown) => thrown)
  expect(refused).toBeInstanceOf(FaultError)
  expect((refused as FaultError).fault.code).toBe(code)
  expect(desk.bench.models.list()).toEqual([])
})

test('the zoo’s ResNet-50 has the published size and is built once', async () => {
  const model = await desk.bench.models.addZoo('resnet50-v1.5')
  expect(model.info.parameterCount).toBe(25_557_032)
  expect(model.info.multiplyAdds).toBeGreaterThan(4.0e9)
  expect(model.info.multiplyAdds).toBeLessThan(4.2e9)
  expect(model.info.batch).toBe('dynamic')
  expect(await desk.bench.models.addZoo('resnet50-v1.5')).toEqual(model)
})

test('quitting touches a run here until it ends, and can wait until it has started', async () => {
  const { runs } = desk.bench
  const { id } = runs.start(localBoardId, await tinyPlan())
  expect(runs.touchedByQuitting().map((run) => run.id)).toEqual([id])
  await runs.brought()
  expect(desk.journal(id)[0]?.type).toBe('run-started')
  await runs.settled(id)
  expect(runs.touchedByQuitting()).toEqual([])
})
