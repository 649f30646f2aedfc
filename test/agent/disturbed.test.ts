// What disturbs a measurement, for real: another program that takes the processor, a worker that is stopped for a
// while, a wall clock that jumps. Nothing is asserted of what a busy machine adds to it.

import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { mostForeignLoad } from '../../src/shared/environment.ts'
import { joined } from '../../src/shared/environment-series.ts'
import { decodeSamples, type RunEvent, type RunId } from '../../src/shared/event.ts'
import { measuringOrder } from '../../src/shared/order.ts'
import type { Plan } from '../../src/shared/plan.ts'
import { floats, matrixModel, modelOf, value } from '../fixtures/onnx.ts'
import {
  buildAgent,
  freshRun,
  pause,
  planOf,
  shortLimits,
  signal,
  TestHome,
  workerOf,
} from './agent.ts'

const isLinux = process.platform === 'linux'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

const hogs: ChildProcess[] = []
afterEach(() => {
  for (const hog of hogs.splice(0)) hog.kill('SIGKILL')
})

const lasting = (ms: number): Plan['limits'] => ({
  ...shortLimits,
  minMs: ms,
  maxMs: ms,
  maxSamples: 5_000_000,
})

type Ended = Extract<RunEvent, { type: 'point-ended' }>
const ends = (events: readonly RunEvent[]): readonly Ended[] =>
  events.filter((event) => event.type === 'point-ended')
const isMeasuring = (events: readonly RunEvent[]) =>
  events.some(({ type }) => type === 'samples-recorded')

async function begin(plan: Plan, node?: string): Promise<RunId> {
  const run = freshRun()
  await home.call('start', { run, plan }, node === undefined ? {} : { node })
  await home.until(run, isMeasuring)
  return run
}

const environmentOf = (events: readonly RunEvent[]) =>
  joined(events.flatMap((event) => (event.type === 'environment-recorded' ? [event.record] : [])))

test.skipIf(!isLinux)('a program that takes the processor makes the point invalid', async () => {
  const model = await home.addModel(matrixModel())
  const run = await begin(planOf(model, { limits: lasting(4_000) }))
  for (let core = 0; core < availableParallelism(); core++)
    hogs.push(spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }))
  const events = await home.attach(run)
  const [end] = ends(events)
  expect(end?.outcome.kind).toBe('measured')
  const reason = end?.invalid.find(({ kind }) => kind === 'foreign-load')
  expect(reason).toMatchObject({ share: expect.any(Number) })
  expect(reason?.kind === 'foreign-load' && reason.share).toBeGreaterThan(mostForeignLoad)
  const summary = end?.environment?.series.find(({ kind }) => kind === 'foreign-load')
  expect(summary?.mean).toBe(reason?.kind === 'foreign-load' ? reason.share : null)
  const seen = environmentOf(events).series.find(({ kind }) => kind === 'foreign-load')
  expect(Math.max(...(seen?.values ?? []).map((share) => share ?? 0))).toBeGreaterThan(
    mostForeignLoad,
  )
})

/** An inference of some milliseconds, so that whatever stops the worker stops one. */
const slowModel = () =>
  modelOf({
    nodes: [
      { opType: 'MatMul', input: ['x', 'w'], output: ['a'] },
      { opType: 'MatMul', input: ['a', 'w'], output: ['b'] },
      { opType: 'MatMul', input: ['b', 'w'], output: ['y'] },
    ],
    inputs: [value('x', ['N', 1024])],
    outputs: [value('y', ['N', 1024])],
    weights: [floats('w', [1024, 1024])],
  })

const stoppedMs = 2_000

test.skipIf(!isLinux)('a worker that was stopped has an outlier, which stays', async () => {
  const model = await home.addModel(slowModel())
  const run = await begin(planOf(model, { batches: [64], limits: lasting(6_000) }))
  const worker = workerOf(home.supervisor(run)) ?? 0
  signal(worker, 'SIGSTOP')
  await pause(stoppedMs)
  signal(worker, 'SIGCONT')
  const events = await home.attach(run)
  const [end] = ends(events)
  if (end?.outcome.kind !== 'measured') throw new Error(JSON.stringify(end))
  const { latency } = end.outcome.measurement
  const samples = events.flatMap((event) =>
    event.type === 'samples-recorded' ? [...decodeSamples(event.latencyNs)] : [],
  )
  expect(samples).toHaveLength(latency.count)
  expect(Math.max(...samples)).toBe(latency.maxNs)
  expect(latency.maxNs).toBeGreaterThan(0.9 * stoppedMs * 1e6)
  expect(latency.outliers?.severe).toBeGreaterThanOrEqual(1)
  // The environment was watched meanwhile.
  const { atNs } = environmentOf(events)
  const gaps = atNs.slice(1).map((at, index) => at - (atNs[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...gaps)).toBeLessThan(stoppedMs * 1e6)
})

const fakeTime = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`)
  .find(existsSync)
if (fakeTime === undefined) console.warn('skipped: libfaketime is not installed')

test.skipIf(fakeTime === undefined)('a wall clock that jumps changes nothing', async () => {
  const clock = join(home.dir, 'clock')
  const node = join(home.dir, 'node-of-another-time')
  const setClock = (offset: string) => writeFileSync(clock, `${offset}\n`)
  setClock('+0')
  writeFileSync(
    node,
    `#!/bin/sh
export LD_PRELOAD=${fakeTime} FAKETIME_TIMESTAMP_FILE=${clock} FAKETIME_NO_CACHE=1
export FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1
exec ${process.execPath} "$@"
`,
  )
  chmodSync(node, 0o755)
  const model = await home.addModel(matrixModel())
  const coolDown = { kind: 'time', ms: 300 } as const
  const plan = planOf(model, { batches: [1, 2, 4], coolDown, limits: lasting(1_500) })
  const run = await begin(plan, node)
  setClock('-36000')
  await home.until(run, (events) => ends(events).length === 1)
  setClock('+864000')
  const events = await home.attach(run)

  const wall = events.map(({ wallMs }) => wallMs)
  const steps = wall.slice(1).map((ms, index) => ms - (wall[index] ?? 0))
  expect(Math.min(...steps)).toBeLessThan(-30_000_000)
  expect(Math.max(...steps)).toBeGreaterThan(800_000_000)

  expect(events.at(-1)).toMatchObject({ outcome: { kind: 'completed' } })
  const times = events.map(({ atNs }) => atNs)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times.at(-1)).toBeLessThan(600e9)
  expect(ends(events).map(({ point }) => point)).toEqual(
    measuringOrder(plan).map(({ point }) => point.index),
  )
  for (const { outcome, invalid } of ends(events)) {
    if (outcome.kind !== 'measured') throw new Error(JSON.stringify(outcome))
    const { latency, wallNs, stop } = outcome.measurement
    expect(stop).toBe('time-cap')
    expect(latency.maxNs).toBeLessThan(600e9)
    expect(wallNs).toBeGreaterThanOrEqual(1_500e6)
    expect(wallNs).toBeLessThan(600e9)
    // Others may load this machine; a clock says nothing of it.
    for (const { kind } of invalid) expect(['foreign-load', 'instrument-load']).toContain(kind)
  }
})
