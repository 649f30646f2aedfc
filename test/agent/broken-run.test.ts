// What a run survives: killed workers, a killed supervisor, a torn journal, a hang. Where the tests need the
// worker's pid they ask Linux.

import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { platform } from 'node:os'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunEvent, RunId } from '../../src/shared/event.ts'
import type { Plan } from '../../src/shared/plan.ts'
import { matrixModel } from '../fixtures/onnx.ts'
import {
  buildAgent,
  endlessLimits,
  freshRun,
  isRunning,
  pause,
  planOf,
  shortLimits,
  signal,
  TestHome,
  workerOf,
} from './agent.ts'

let home: TestHome
let model: string
beforeAll(buildAgent)
beforeEach(async () => {
  home = new TestHome()
  model = await home.addModel(matrixModel())
})
afterEach(() => home.remove())

const isMeasuring = (events: readonly RunEvent[]) =>
  events.some((event) => event.type === 'samples-recorded')

async function startAndMeasure(plan: Plan): Promise<RunId> {
  const run = freshRun()
  expect(await home.call('start', { run, plan })).toEqual({ run, started: true })
  await home.until(run, isMeasuring)
  return run
}

function outcomes(events: readonly RunEvent[]): readonly unknown[] {
  return events.flatMap((event) =>
    event.type === 'point-ended' || event.type === 'run-ended' ? [event.outcome] : [],
  )
}

function gapless(events: readonly RunEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
}

const endless = () => planOf(model, { limits: endlessLimits })

describe.skipIf(platform() !== 'linux')('processes', () => {
  test('a killed worker fails its point, and the sweep goes on', async () => {
    const plan = planOf(model, {
      batches: [1, 2],
      limits: { ...shortLimits, minMs: 3000, maxMs: 3000, maxSamples: 5_000_000 },
    })
    const run = await startAndMeasure(plan)
    const worker = workerOf(home.supervisor(run))
    expect(worker).not.toBeNull()
    signal(worker ?? 0, 'SIGKILL')
    const events = await home.attach(run)
    gapless(events)
    expect(outcomes(events)).toMatchObject([
      { kind: 'failed', fault: { code: 'worker-killed', params: { signal: 'SIGKILL' } } },
      { kind: 'measured' },
      { kind: 'completed' },
    ])
  })

  test('a worker that hangs is killed, and that is its point’s result', async () => {
    const limits = { ...endlessLimits, pointTimeoutMs: 3_000 }
    const run = await startAndMeasure(planOf(model, { limits }))
    const worker = workerOf(home.supervisor(run)) ?? 0
    signal(worker, 'SIGSTOP')
    const events = await home.attach(run)
    expect(outcomes(events)).toMatchObject([
      { kind: 'failed', fault: { code: 'point-timeout' } },
      { kind: 'completed' },
    ])
    expect(isRunning(worker)).toBe(false)
  })

  test('a killed supervisor makes the run lost, and its worker ends too', async () => {
    const run = await startAndMeasure(endless())
    const supervisor = home.supervisor(run)
    const worker = workerOf(supervisor) ?? 0
    signal(supervisor, 'SIGKILL')
    const events = await home.attach(run)
    gapless(events)
    expect(outcomes(events)).toEqual([{ kind: 'lost' }])
    expect(await home.attach(run)).toEqual(events)
    expect(await home.call('runs', {})).toMatchObject({ runs: [{ run, state: 'lost' }] })
    while (isRunning(worker)) await pause(20)
    expect(await home.call('start', { run, plan: endless() })).toEqual({ run, started: false })
  })

  test('somebody who is attached when the supervisor dies hears that the run is lost', async () => {
    const run = await startAndMeasure(endless())
    const attached = home.attach(run)
    signal(home.supervisor(run), 'SIGKILL')
    expect(outcomes(await attached)).toEqual([{ kind: 'lost' }])
  })

  test('many who find a lost run write its end once', async () => {
    const run = await startAndMeasure(endless())
    signal(home.supervisor(run), 'SIGKILL')
    const heard = await Promise.all([1, 2, 3, 4].map(() => home.attach(run)))
    for (const events of heard) expect(events).toEqual(heard[0])
    expect(outcomes(heard[0] ?? [])).toEqual([{ kind: 'lost' }])
  })

  test('a terminated supervisor takes its worker with it', async () => {
    const run = await startAndMeasure(endless())
    const supervisor = home.supervisor(run)
    const worker = workerOf(supervisor) ?? 0
    signal(supervisor, 'SIGTERM')
    while (isRunning(supervisor) || isRunning(worker)) await pause(20)
    expect(await home.call('cancel', { run })).toEqual({ state: 'ended' })
    expect(outcomes(home.written(run))).toEqual([{ kind: 'lost' }])
  })

  test('the run goes on when whoever is attached goes away', async () => {
    const run = await startAndMeasure(endless())
    const attached = home.spawn('attach')
    attached.stdin?.end(JSON.stringify({ run, since: 0 }))
    await new Promise((heard) => attached.stdout?.once('data', heard))
    const gone = new Promise((exited) => attached.once('exit', exited))
    attached.stdout?.destroy()
    await gone
    const before = home.written(run).length
    await home.until(run, (events) => events.length > before)
    await home.call('cancel', { run })
  })

  test('a pid that is another process now is not the supervisor', async () => {
    const run = await startAndMeasure(endless())
    signal(home.supervisor(run), 'SIGKILL')
    const path = home.runPath(run, 'supervisor.json')
    const identity = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...identity, pid: process.pid }))
    expect(outcomes(await home.attach(run))).toEqual([{ kind: 'lost' }])
  })
})

test('cancelling kills the point and ends the run', async () => {
  const run = await startAndMeasure(planOf(model, { batches: [1, 2], limits: endlessLimits }))
  expect(await home.call('cancel', { run })).toEqual({ state: 'asked' })
  const events = await home.attach(run)
  gapless(events)
  expect(outcomes(events)).toEqual([{ kind: 'cancelled' }, { kind: 'cancelled' }])
})

test('starting a run again starts nothing', async () => {
  const run = await startAndMeasure(endless())
  expect(await home.call('start', { run, plan: endless() })).toEqual({ run, started: false })
  expect(home.supervisors()).toHaveLength(1)
  await home.call('cancel', { run })
  const events = await home.attach(run)
  expect(events.filter(({ type }) => type === 'run-started')).toHaveLength(1)
})

test('asking twice at the same time starts one run', async () => {
  const run = freshRun()
  const replies = await Promise.all(
    [1, 2, 3].map(() => home.call('start', { run, plan: endless() })),
  )
  expect(replies.filter(({ started }) => started)).toHaveLength(1)
  await home.call('cancel', { run })
})

test('a second run is refused while one lives, and not any more after it', async () => {
  const first = await startAndMeasure(endless())
  const second = freshRun()
  const plan = planOf(model)
  expect(await home.fault('start', { run: second, plan })).toMatchObject({
    code: 'board-busy',
    params: { run: first },
  })
  await home.call('cancel', { run: first })
  await home.attach(first)
  expect(await home.call('start', { run: second, plan })).toEqual({ run: second, started: true })
  expect(outcomes(await home.attach(second))).toMatchObject([
    { kind: 'measured' },
    { kind: 'completed' },
  ])
})

test('a run that nobody started is unknown', async () => {
  const run = freshRun()
  expect((await home.fault('attach', { run, since: 0 })).code).toBe('run-unknown')
  expect((await home.fault('cancel', { run })).code).toBe('run-unknown')
})

test('a model that is not there fails its point', async () => {
  const { events } = await home.sweep(planOf('0'.repeat(64)))
  expect(outcomes(events)).toMatchObject([
    { kind: 'failed', fault: { code: 'model-missing' } },
    { kind: 'completed' },
  ])
})

describe('a torn journal', () => {
  test('cut anywhere in its last line: readers ignore the piece, the next writer removes it', async () => {
    const { run, events } = await home.sweep(planOf(model))
    const whole = readFileSync(home.journal(run))
    const lastStart = whole.lastIndexOf(10, whole.length - 2) + 1
    const cuts = [
      0,
      1,
      2,
      9,
      Math.floor((whole.length - lastStart) / 2),
      whole.length - lastStart - 1,
    ]
    for (const cut of cuts) {
      writeFileSync(home.journal(run), whole)
      truncateSync(home.journal(run), lastStart + cut)
      const read = await home.attach(run)
      gapless(read)
      expect(read.slice(0, -1)).toEqual(events.slice(0, -1))
      expect(read.at(-1)).toMatchObject({ type: 'run-ended', outcome: { kind: 'lost' } })
      expect(home.written(run)).toEqual(read)
    }
  })

  test('with zeros behind it, as a loss of power leaves them', async () => {
    const { run, events } = await home.sweep(planOf(model))
    const whole = readFileSync(home.journal(run))
    truncateSync(home.journal(run), whole.lastIndexOf(10, whole.length - 2) + 1)
    appendFileSync(home.journal(run), new Uint8Array(4096))
    const read = await home.attach(run)
    expect(read).toHaveLength(events.length)
    expect(home.written(run)).toEqual(read)
  })

  test('without a whole first event the run never began, and can be started again', async () => {
    const { run } = await home.sweep(planOf(model))
    truncateSync(home.journal(run), 40)
    expect((await home.fault('attach', { run, since: 0 })).code).toBe('run-unknown')
    expect(await home.call('start', { run, plan: planOf(model) })).toEqual({ run, started: true })
    expect(outcomes(await home.attach(run))).toMatchObject([
      { kind: 'measured' },
      { kind: 'completed' },
    ])
  })
})

test('a lock of a process that is gone does not stay in the way', async () => {
  const plan = planOf(model)
  const { run } = await home.sweep(plan)
  const identity = JSON.parse(readFileSync(home.runPath(run, 'supervisor.json'), 'utf8'))
  writeFileSync(`${home.dir}/start.lock`, JSON.stringify(identity))
  rmSync(home.runPath(run, ''), { recursive: true })
  expect(await home.call('start', { run, plan })).toEqual({ run, started: true })
  await home.attach(run)
})

/** A file system of a few megabytes can be mounted by root alone. */
const mayMount = platform() === 'linux' && process.getuid?.() === 0

test.skipIf(!mayMount)(
  'a disk that fills up ends the run with words, and nothing torn',
  async () => {
    const runsDir = `${home.dir}/runs`
    mkdirSync(runsDir)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', runsDir])
    try {
      const run = await startAndMeasure(planOf(model, { batches: [1, 2], limits: endlessLimits }))
      const worker = workerOf(home.supervisor(run)) ?? 0
      const ballast = `${runsDir}/ballast`
      expect(() => {
        for (;;) appendFileSync(ballast, new Uint8Array(4096))
      }).toThrow(/ENOSPC/)
      // The supervisor may find no room for the end either: it then ends, and its run is closed once there is some.
      while (isRunning(worker) || isRunning(home.supervisor(run))) await pause(20)
      rmSync(ballast)
      const events = await home.attach(run)
      gapless(events)
      const end = outcomes(events).at(-1) as { readonly kind: string }
      if (end.kind === 'failed') expect(end).toMatchObject({ fault: { code: 'no-space' } })
      else expect(end).toEqual({ kind: 'lost' })
      expect(home.written(run)).toEqual(events)
    } finally {
      for (const pid of home.supervisors()) signal(pid, 'SIGKILL')
      await pause(200)
      execFileSync('umount', ['-l', runsDir])
    }
  },
)
