import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeSamples, eventSchema, type RunEvent, type RunId } from '../../src/shared/event.ts'
import { measuringOrder } from '../../src/shared/order.ts'
import { pointsOf } from '../../src/shared/plan.ts'
import { applyEvent, emptyRun } from '../../src/shared/run.ts'
import { summarize } from '../../src/shared/stats.ts'
import { matrixModel } from '../fixtures/onnx.ts'
import { buildAgent, planOf, TestHome } from './agent.ts'

let home: TestHome
let run: RunId
let events: readonly RunEvent[]
let plan: ReturnType<typeof planOf>

beforeAll(async () => {
  buildAgent()
  home = new TestHome()
  plan = planOf(await home.addModel(matrixModel()), { batches: [1, 4], threads: [1, 2] })
  ;({ run, events } = await home.sweep(plan))
})
afterAll(() => home.remove())

function samplesOf(point: number): Float64Array {
  return Float64Array.from(
    events.flatMap((event) =>
      event.type === 'samples-recorded' && event.point === point
        ? [...decodeSamples(event.latencyNs)]
        : [],
    ),
  )
}

test('numbers its events without a gap, in time', () => {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  const times = events.map(({ atNs }) => atNs)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  for (const event of events) expect(eventSchema.parse(event)).toEqual(event)
})

test('starts with the plan and the facts, ends complete', () => {
  expect(events[0]).toMatchObject({ type: 'run-started', run, plan })
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', outcome: { kind: 'completed' } })
})

test('measures every point of the plan, phase by phase', () => {
  const started = events.flatMap((event) => (event.type === 'point-started' ? [event.point] : []))
  expect(started).toEqual(measuringOrder(plan).map(({ point }) => point))
  for (const { index } of started) {
    const phases = events.flatMap((event) =>
      event.type === 'phase-entered' && event.point === index ? [event.phase] : [],
    )
    expect(phases).toEqual(['setup', 'cold-start', 'warm-up', 'measure', 'profile', 'teardown'])
  }
})

test('the summary is that of the samples, of which none is missing', () => {
  for (const { index, batch } of pointsOf(plan)) {
    const end = events.find((event) => event.type === 'point-ended' && event.point === index)
    if (end?.type !== 'point-ended' || end.outcome.kind !== 'measured')
      throw new Error(`point ${index}: ${JSON.stringify(end)}`)
    const { measurement } = end.outcome
    const samples = samplesOf(index)
    expect(measurement.latency).toEqual(summarize(samples))
    expect(measurement.samplesPerSecond).toBeCloseTo(
      (samples.length * batch * 1e9) / measurement.wallNs,
      6,
    )
    expect(samples.reduce((sum, ns) => sum + ns, 0)).toBeLessThanOrEqual(measurement.wallNs)
    const { floorBytes, sessionBytes, peakBytes } = measurement.memory
    expect(floorBytes).toBeGreaterThan(0)
    expect(sessionBytes).toBeGreaterThanOrEqual(floorBytes)
    expect(peakBytes).toBeGreaterThanOrEqual(sessionBytes)
  }
})

test('sample events follow one another', () => {
  const next = new Map<number, number>()
  for (const event of events) {
    if (event.type !== 'samples-recorded') continue
    expect(event.first).toBe(next.get(event.point) ?? 0)
    expect(decodeSamples(event.latencyNs)).toHaveLength(event.count)
    next.set(event.point, event.first + event.count)
  }
})

test('folds into a run of which every point has ended', () => {
  const view = events.reduce(applyEvent, emptyRun(plan))
  expect(view.outcome).toEqual({ kind: 'completed' })
  expect(view.points.map(({ state }) => state.kind)).toEqual(
    plan.batches.flatMap(() => ['ended', 'ended']),
  )
})

test('attaching after any event gives exactly the rest', async () => {
  for (let since = 0; since <= events.length; since++)
    expect(await home.attach(run, since)).toEqual(events.slice(since))
})

test('a run that has ended stays as it is', async () => {
  expect(await home.call('start', { run, plan })).toEqual({ run, started: false })
  expect(await home.call('cancel', { run })).toEqual({ state: 'ended' })
  expect(await home.call('runs', {})).toEqual({
    runs: [{ run, lastSeq: events.length, state: 'ended' }],
  })
  expect(home.written(run)).toEqual(events)
})
