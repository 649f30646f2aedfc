// What the supervisor decides between workers: the order of the repetitions, ladders, cool-down, and on which cores a
// worker runs.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventSchema, type RunEvent } from '../../src/shared/event.ts'
import { measuringOrder } from '../../src/shared/order.ts'
import { defaultSettings } from '../../src/shared/session-settings.ts'
import { matrixModel, perceptron } from '../fixtures/onnx.ts'
import { buildAgent, endlessLimits, freshRun, planOf, TestHome, workerOf } from './agent.ts'

const isLinux = process.platform === 'linux'

let home: TestHome
let model: string
beforeAll(async () => {
  buildAgent()
  home = new TestHome()
  model = await home.addModel(matrixModel())
})
afterAll(() => home.remove())

const ends = (events: readonly RunEvent[]) => events.filter((event) => event.type === 'point-ended')
const axes = (placement: (typeof defaultSettings)['placement'] | number[] | 'big') => ({
  library: [defaultSettings.library],
  provider: [defaultSettings.provider],
  execution: [defaultSettings.execution],
  optimization: [defaultSettings.optimization],
  arena: [defaultSettings.arena],
  spinning: [defaultSettings.spinning],
  placement: [placement],
  dimensions: [defaultSettings.dimensions],
})

test('each repetition is a process of its own, in the seed’s order', async () => {
  const plan = planOf(model, { batches: [1, 2, 4], repetitions: 3 })
  const { events } = await home.sweep(plan)
  expect(ends(events).map(({ point, repetition }) => [point, repetition])).toEqual(
    measuringOrder(plan).map(({ point, repetition }) => [point.index, repetition]),
  )
  expect(ends(events).every(({ outcome }) => outcome.kind === 'measured')).toBe(true)
})

test('a ladder is left where a step fails, in each repetition anew', async () => {
  // Made for batch 2: at batch 1 it fails, and what comes after is not tried.
  const fixed = await home.addModel(perceptron({ batch: 2 }))
  const plan = planOf(fixed, {
    batches: [4, 1, 2],
    repetitions: 2,
    ladder: { latencyBoundMs: null },
  })
  const { events } = await home.sweep(plan)
  const skipped = {
    kind: 'skipped',
    reason: { kind: 'ladder-ended', batch: 1, because: 'failed' },
  }
  const once = [{ kind: 'failed', fault: { code: 'batch-fixed' } }, skipped, skipped]
  expect(ends(events).map(({ outcome }) => outcome)).toMatchObject([...once, ...once])
})

test('a latency bound ends a ladder', async () => {
  const plan = planOf(model, { batches: [1, 2, 4], ladder: { latencyBoundMs: 1e-6 } })
  const { events } = await home.sweep(plan)
  expect(ends(events).map(({ outcome }) => outcome)).toMatchObject([
    { kind: 'measured' },
    { kind: 'skipped', reason: { batch: 1, because: 'latency-bound' } },
    { kind: 'skipped', reason: { batch: 1, because: 'latency-bound' } },
  ])
})

test('between two points it cools down, before the first it does not wait', async () => {
  const plan = planOf(model, { batches: [1, 2], coolDown: { kind: 'time', ms: 400 } })
  const { events } = await home.sweep(plan)
  const waits = ends(events).map(({ point }) => {
    const [cool, setup] = events.filter(
      (event) => event.type === 'phase-entered' && event.point === point,
    )
    expect(cool).toMatchObject({ phase: 'cool-down' })
    expect(setup).toMatchObject({ phase: 'setup' })
    return (setup?.atNs ?? 0) - (cool?.atNs ?? 0)
  })
  expect(waits[1]).toBeGreaterThanOrEqual(399e6)
  expect(events.at(-1)).toMatchObject({ outcome: { kind: 'completed' } })
})

test('a run is cancelled also while it cools down', async () => {
  const run = freshRun()
  const plan = planOf(model, { batches: [1, 2], coolDown: { kind: 'time', ms: 3_600_000 } })
  await home.call('start', { run, plan })
  await home.until(
    run,
    (events) =>
      events.filter((event) => event.type === 'phase-entered' && event.phase === 'cool-down')
        .length === 2,
  )
  await home.call('cancel', { run })
  const events = await home.attach(run)
  expect(ends(events).map(({ outcome }) => outcome.kind)).toEqual(['measured', 'cancelled'])
  expect(events.at(-1)).toMatchObject({ outcome: { kind: 'cancelled' } })
})

test.skipIf(!isLinux)('a worker is put on the cores that were asked for', async () => {
  const run = freshRun()
  const plan = planOf(model, { settings: axes([0]), limits: endlessLimits })
  await home.call('start', { run, plan })
  await home.until(run, (events) => events.some(({ type }) => type === 'samples-recorded'))
  const worker = workerOf(home.supervisor(run))
  const status = readFileSync(`/proc/${worker}/status`, 'utf8')
  await home.call('cancel', { run })
  await home.attach(run)
  expect(status).toMatch(/^Cpus_allowed_list:\t0$/m)
})

test.skipIf(!isLinux)('cores that are not there fail the point', async () => {
  const { events } = await home.sweep(planOf(model, { settings: axes([1023]) }))
  expect(ends(events).map(({ outcome }) => outcome)).toMatchObject([
    { kind: 'failed', fault: { code: 'placement-impossible', params: { placement: '1023' } } },
  ])
})

test.skipIf(!isLinux)(
  'the environment is told about once a second, and belongs to the contract',
  async () => {
    const limits = { ...endlessLimits, minMs: 3_000, maxMs: 3_000 }
    const { events } = await home.sweep(planOf(model, { limits }))
    const records = events.filter((event) => event.type === 'environment-recorded')
    expect(records.length).toBeGreaterThan(1)
    for (const event of records) expect(eventSchema.parse(event)).toEqual(event)
    const [end] = ends(events)
    expect(end?.environment?.samples).toBeGreaterThan(3)
    const kinds = end?.environment?.series.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['foreign-load', 'instrument-load', 'steal']))
    // All but the last of a point cover a second or more.
    for (const { record } of records.slice(0, -1))
      expect((record.atNs.at(-1) ?? 0) - (record.atNs[0] ?? 0)).toBeGreaterThanOrEqual(1e9)
  },
)
