// Every scenario on the real engines, in the agent's own processes: what is told is coherent, whatever the machine.

import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeSamples, type RunEvent } from '../../src/shared/event.ts'
import type { Measurement } from '../../src/shared/measurement.ts'
import { engineIds, type Plan, type Scenario, scenarios } from '../../src/shared/plan.ts'
import { leastSamples, quantileOf, summarize } from '../../src/shared/stats.ts'
import { floats, modelOf, perceptron, textModel, value } from '../fixtures/onnx.ts'
import {
  buildAgent,
  freshRun,
  outcomesOf,
  planOf,
  shortLimits,
  signal,
  TestHome,
  workerOf,
} from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

function ofType<T extends RunEvent['type']>(events: readonly RunEvent[], type: T) {
  return events.filter((event): event is EventOf<T> => event.type === type)
}

async function measured(bytes: Uint8Array, changes: Partial<Plan>) {
  const plan = planOf(await home.addModel(bytes), changes)
  const { run, events } = await home.sweep(plan)
  const measurements = outcomesOf(events).map((outcome): Measurement => {
    if (outcome.kind !== 'measured') throw new Error(JSON.stringify(outcome))
    return outcome.measurement
  })
  return { run, events, measurements }
}

const headlines: Readonly<Record<Scenario, object>> = {
  'single-stream': { kind: 'latency', quantile: 'p90' },
  'multi-stream': { kind: 'latency', quantile: 'p99' },
  offline: { kind: 'throughput', quantile: null },
  server: { kind: 'rate', quantile: 'p99' },
}

describe.each(engineIds)('%s', (engine) => {
  test.each(scenarios)('%s', async (scenario) => {
    const limits = { ...shortLimits, maxMs: 1_500, maxSamples: 200_000 }
    const { events, measurements } = await measured(perceptron(), {
      scenarios: [scenario],
      engines: [engine],
      batches: [2],
      server: { boundMs: 60_000 },
      limits,
    })
    const [measurement] = measurements
    if (measurement === undefined) throw new Error('nothing was measured')
    const told = ofType(events, 'samples-recorded')
    const samples = Float64Array.from(
      told.flatMap(({ latencyNs }) => [...decodeSamples(latencyNs)]),
    )
    expect(measurement.latency).toEqual(summarize(samples))
    expect(measurement.headline).toMatchObject(headlines[scenario])
    const { headline, latency, server, samplesPerSecond, wallNs } = measurement
    const { quantile = null, value: figure = 0 } = headline ?? {}
    if (headline?.kind === 'latency' && quantile !== null) {
      expect(figure).toBe(latency.percentilesNs[quantile])
      expect(samples.filter((ns) => ns <= figure).length / samples.length).toBeGreaterThanOrEqual(
        quantileOf[quantile],
      )
    }
    if (scenario === 'offline') expect(figure).toBe(samplesPerSecond)
    const samplesAQuery = scenario === 'multi-stream' ? 8 : 2
    expect(samplesPerSecond).toBeCloseTo((samples.length * samplesAQuery * 1e9) / wallNs, 3)

    expect(server === null).toBe(scenario !== 'server')
    expect(ofType(events, 'rate-tried').map(({ trial }) => trial)).toEqual(server?.trials ?? [])
    for (const { queries } of server?.trials ?? [])
      expect(queries).toBeGreaterThanOrEqual(leastSamples.p99)
    if (server !== null) {
      const best = server.trials.findLast(({ holds, perSecond }) => holds && perSecond === figure)
      expect(best?.queries).toBe(samples.length)
      expect(best?.p99Ns).toBe(latency.boundsNs.p99)
    }
  })
})

test('a window tells when it was, on the supervisor’s clock', async () => {
  const { events } = await measured(perceptron(), {})
  const entered = ofType(events, 'phase-entered').find(({ phase }) => phase === 'measure')
  let beforeNs = entered?.atNs ?? Number.POSITIVE_INFINITY
  for (const { atNs, window, latencyNs } of ofType(events, 'samples-recorded')) {
    // The clocks of two processes are the same one; setting one against the other takes two readings.
    const slackNs = 1e6
    expect(window?.startNs).toBeGreaterThanOrEqual(beforeNs - slackNs)
    beforeNs = window?.endNs ?? 0
    expect(beforeNs).toBeLessThanOrEqual(atNs + slackNs)
    const sumNs = decodeSamples(latencyNs).reduce((sum, ns) => sum + ns, 0)
    expect(sumNs).toBeLessThanOrEqual(beforeNs - (window?.startNs ?? 0) + slackNs)
  }
})

test('a batch that makes up no query of multi-stream is named, the others are measured', async () => {
  const sha256 = await home.addModel(perceptron())
  const plan = planOf(sha256, { scenarios: ['multi-stream'], batches: [3, 8, 16] })
  const { events } = await home.sweep(plan)
  const unfit = (batch: number) => ({
    kind: 'failed',
    fault: { code: 'batch-not-a-divisor', params: { batch, samples: 8 } },
  })
  expect(outcomesOf(events)).toMatchObject([unfit(3), { kind: 'measured' }, unfit(16)])
})

describe('memory', () => {
  const mib = 1024 ** 2

  test('weights come with the session', async () => {
    const weights = 64 * mib
    const model = modelOf({
      nodes: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
      inputs: [value('x', ['N', 4096])],
      outputs: [value('y', ['N', 4096])],
      weights: [floats('w', [4096, weights / 4 / 4096])],
    })
    const { measurements } = await measured(model, { engines: [...engineIds] })
    for (const { memory } of measurements) {
      const { runtime, session, firstRun, steady } = memory.phases ?? {}
      expect(memory.floorBytes).toBe(runtime?.peakBytes)
      expect(memory.sessionBytes).toBe(session?.peakBytes)
      expect(memory.sessionBytes - memory.floorBytes).toBeGreaterThan(0.9 * weights)
      const grownBytes = (steady?.pssBytes ?? 0) - (runtime?.pssBytes ?? 0)
      if (process.platform === 'linux') expect(grownBytes).toBeGreaterThan(0.9 * weights)
      const peaks = [runtime, session, firstRun, steady].map((phase) => phase?.peakBytes ?? 0)
      expect(memory.peakBytes).toBe(Math.max(...peaks))
    }
  })

  test('inputs and activations come with the first run', async () => {
    const width = 4 * mib
    const model = modelOf({
      inputs: [value('x', ['N', width])],
      outputs: [value('y', ['N', width])],
    })
    const { measurements } = await measured(model, { batches: [4], engines: [...engineIds] })
    for (const { memory } of measurements) {
      const { session, firstRun } = memory.phases ?? {}
      const tensorsBytes = 2 * 4 * width * 4
      expect((firstRun?.peakBytes ?? 0) - (session?.peakBytes ?? 0)).toBeGreaterThan(
        0.9 * tensorsBytes,
      )
    }
  })

  test.each(engineIds)('an allocation that fails is a result: %s', async (engine) => {
    const terabytes = new BigInt64Array([1_000_000n, 1_000_000n])
    const raw = new Uint8Array(terabytes.buffer)
    const model = modelOf({
      nodes: [
        { opType: 'Expand', input: ['x', 's'], output: ['wide'] },
        { opType: 'ReduceMax', input: ['wide'], output: ['y'] },
      ],
      inputs: [value('x', [1, 1])],
      outputs: [value('y', [1, 1])],
      weights: [{ name: 's', dims: [2], dataType: 7, rawData: raw }],
    })
    const sha256 = await home.addModel(model)
    const { events } = await home.sweep(planOf(sha256, { engines: [engine] }))
    expect(outcomesOf(events)).toMatchObject([
      { kind: 'does-not-fit', fault: { code: 'out-of-memory', params: { batch: 1 } } },
    ])
    const [outcome] = outcomesOf(events)
    const detail = outcome?.kind === 'does-not-fit' ? outcome.fault.detail : ''
    expect(detail).toMatch(/alloc/i)
  })
})

describe('who ran the nodes', () => {
  test('is looked at once, beside what is measured, and leaves no file', async () => {
    const { run, events, measurements } = await measured(perceptron(), {
      engines: [...engineIds],
      repetitions: 2,
    })
    const ends = ofType(events, 'point-ended')
    for (const { outcome, repetition } of ends) {
      const providers = outcome.kind === 'measured' ? outcome.measurement.providers : undefined
      if (repetition > 0) expect(providers).toBeNull()
      else expect(providers).toMatchObject([{ provider: 'CPUExecutionProvider', timeShare: 1 }])
    }
    expect(measurements).toHaveLength(4)
    const files = readdirSync(home.runPath(run, '.'))
    expect(files.filter((name) => name.startsWith('profile'))).toEqual([])
    for (const { point, repetition } of ends) {
      const phases = ofType(events, 'phase-entered')
        .filter((event) => event.point === point && event.repetition === repetition)
        .map(({ phase }) => phase)
      expect(phases.includes('profile')).toBe(repetition === 0)
    }
  })
})

test('a process that dies while it looks who ran the nodes has measured', async () => {
  // Slow enough to be caught in the pass: about 17 billion multiply-adds an inference.
  const model = modelOf({
    nodes: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
    inputs: [value('x', ['N', 4096])],
    outputs: [value('y', ['N', 4096])],
    weights: [floats('w', [4096, 4096])],
  })
  const limits = { ...shortLimits, minSamples: 1, maxMs: 1 }
  const plan = planOf(await home.addModel(model), { batches: [1024], limits })
  const run = freshRun()
  await home.call('start', { run, plan })
  const isLooking = (event: RunEvent) => event.type === 'phase-entered' && event.phase === 'profile'
  await home.until(run, (events) => events.some(isLooking))
  const worker = workerOf(home.supervisor(run))
  if (worker === null) throw new Error('the worker has ended')
  signal(worker, 'SIGKILL')
  expect(outcomesOf(await home.attach(run))).toMatchObject([
    { kind: 'measured', measurement: { providers: null, latency: { count: 1 } } },
  ])
})

test('a session is told the sizes of the open dimensions, the batch among them', async () => {
  const sha256 = await home.addModel(textModel())
  const models = [{ sha256, name: 'model', dims: { sequence: 7 }, inputs: {} }]
  const settings = { ...planOf(sha256).settings, dimensions: ['open' as const, 'fixed' as const] }
  const plan = planOf(sha256, { models, settings, engines: ['ort-c'], batches: [3] })
  const { events } = await home.sweep(plan)
  expect(outcomesOf(events)).toMatchObject([{ kind: 'measured' }, { kind: 'measured' }])
})
