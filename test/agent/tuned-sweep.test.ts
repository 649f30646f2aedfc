// Sweeps over governors and frequencies on a model of a kernel: each block's clock stands while its points are measured, and
// the board has what it had when the run is over, however it ended.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/shared/event.ts'
import { type Plan, pointsOf } from '../../src/shared/plan.ts'
import { skipped } from '../boards/lack.ts'
import { matrixModel } from '../fixtures/onnx.ts'
import {
  startTunableMachine,
  type TunableMachine,
  tunableMachineLack,
} from '../fixtures/tunable-machine.ts'
import {
  buildAgent,
  type CallOptions,
  endlessLimits,
  freshRun,
  outcomesOf,
  pause,
  planOf,
  signal,
  TestHome,
} from './agent.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'

describe.skipIf(skipped(tunableMachineLack()))('a sweep over clocks', () => {
  const home = new TestHome()
  let machine: TunableMachine
  let options: CallOptions
  let sha256: string
  let before: Readonly<Record<string, string>>

  const plan = (changes: Partial<Plan>) => planOf(sha256, changes)
  const settings = () => machine.sys.settings()
  const of = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) =>
    events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type)
  const start = async (changes: Partial<Plan>) => {
    const run = freshRun()
    await home.call('start', { run, plan: plan(changes) }, options)
    return run
  }
  const isMeasuring = (events: readonly RunEvent[]) =>
    events.some((event) => event.type === 'phase-entered' && event.phase === 'measure')
  /** Whoever gives it back may still be at it. */
  const givenBack = async () => {
    while (JSON.stringify(await settings()) !== JSON.stringify(before)) await pause(50)
    expect((await home.call('tune-inspect', {}, options)).status).toEqual({ state: 'untouched' })
  }

  beforeAll(async () => {
    buildAgent()
    machine = await startTunableMachine('bl2')
    options = { prefix: machine.prefix }
    sha256 = await home.addModel(matrixModel())
  })
  beforeEach(async () => {
    before = await settings()
  })
  afterEach(async () => {
    await home.call('tune-restore', {}, options)
  })
  afterAll(async () => {
    home.remove()
    await machine?.stop()
  })

  test('sets each block once, measures its points under it, and gives everything back', async () => {
    await machine.sys.mark()
    const swept = plan({ governors: [null, 'performance'], frequenciesKhz: [null, 1_200_000] })
    const { events } = await home.sweep(swept, options)
    expect(outcomesOf(events).map(({ kind }) => kind)).toEqual(Array(4).fill('measured'))
    const set = of(events, 'clock-set')
    expect(set.map(({ clock }) => JSON.stringify(clock)).toSorted()).toEqual(
      pointsOf(swept)
        .map(({ clock }) => JSON.stringify(clock))
        .toSorted(),
    )
    expect(of(events, 'clock-given-back')).toMatchObject([{ status: { state: 'untouched' } }])
    expect(await settings()).toEqual(before)
    for (const { point, environment, invalid } of of(events, 'point-ended')) {
      const { clock } = pointsOf(swept)[point] ?? { clock: null }
      expect(invalid.filter(({ kind }) => kind.endsWith('-changed'))).toEqual([])
      const seen = environment?.series.filter(({ kind }) => kind === 'frequency') ?? []
      if (clock?.khz === 1_200_000)
        for (const { least, most } of seen) expect([least, most]).toEqual([1_200_000, 1_200_000])
    }
    const programs = new Set((await machine.sys.written()).map(({ program }) => program))
    expect(programs.has('node')).toBe(false)
  })

  test('no block inherits from the one before', async () => {
    const swept = plan({ governors: ['powersave', null], frequenciesKhz: [null], repetitions: 2 })
    const { events } = await home.sweep(swept, options)
    const asFound = of(events, 'clock-set').filter(({ clock }) => clock.governor === null)
    for (const { changes } of asFound)
      for (const { path, wanted, reads } of changes)
        expect([path, wanted, reads]).toEqual([path, before[path], before[path]])
    expect(await settings()).toEqual(before)
  })

  test('a clock that the board does not offer fails its points alone, with the name of what lacks', async () => {
    const { events } = await home.sweep(plan({ governors: ['performance', 'warp'] }), options)
    const [performance, warp] = outcomesOf(events)
    expect(performance?.kind).toBe('measured')
    expect(warp).toMatchObject({
      kind: 'failed',
      fault: {
        code: 'tuning-unmet',
        params: { what: 'policy0: governor warp (the kernel does not offer it here)' },
      },
    })
    expect(await settings()).toEqual(before)
  })

  test('a write that the kernel refuses fails its points with its word, and the sweep goes on', async () => {
    const path = `${cpufreq}/policy1/scaling_governor`
    await machine.sys.control(`fail ${path} EIO write`)
    const { events } = await home.sweep(
      plan({ governors: ['performance', null], batches: [1, 2] }),
      options,
    )
    await machine.sys.control(`mend ${path}`)
    const outcomes = outcomesOf(events)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'measured', 'measured'])
    expect(outcomes[0]).toMatchObject({ fault: { code: 'tuning-refused', params: { path } } })
    expect(JSON.stringify(outcomes[0])).toContain('Input/output error')
    expect(await settings()).toEqual(before)
  })

  test('another hand on the clock makes that point invalid, and the next one has its clock again', async () => {
    const run = await start({
      governors: ['performance'],
      batches: [1, 2],
      limits: { ...endlessLimits, minMs: 1_500, maxMs: 1_500 },
    })
    await home.until(run, isMeasuring)
    await machine.sys.control(`write ${cpufreq}/policy0/scaling_governor powersave`)
    const events = await home.attach(run)
    const [first, second] = of(events, 'point-ended')
    expect(first?.invalid).toContainEqual({
      kind: 'governor-changed',
      policy: 'policy0',
      from: 'performance',
      to: 'powersave',
    })
    expect(second?.invalid.filter(({ kind }) => kind === 'governor-changed')).toEqual([])
    expect(of(events, 'clock-set')).toHaveLength(2)
    expect(await settings()).toEqual(before)
  })

  test('a board that gets hot goes on: heat is no other hand, and costs no block', async () => {
    const run = await start({
      governors: ['performance', 'powersave'],
      frequenciesKhz: [1_800_000],
      batches: [1, 2],
      limits: { ...endlessLimits, minMs: 500, maxMs: 500 },
    })
    await home.until(run, isMeasuring)
    await machine.sys.control('throttle policy1 1200000')
    const events = await home.attach(run)
    await machine.sys.control('throttle policy1 off')
    expect(outcomesOf(events).map(({ kind }) => kind)).toEqual(Array(4).fill('measured'))
    expect(of(events, 'clock-set')).toHaveLength(2)
    expect(await settings()).toEqual(before)
  })

  test('a board that somebody gives back meanwhile has its clock again for the next point', async () => {
    const run = await start({
      governors: ['performance'],
      batches: [1, 2],
      limits: { ...endlessLimits, minMs: 1_500, maxMs: 1_500 },
    })
    await home.until(run, isMeasuring)
    await home.call('tune-restore', {}, options)
    const events = await home.attach(run)
    expect(outcomesOf(events).map(({ kind }) => kind)).toEqual(['measured', 'measured'])
    expect(of(events, 'clock-set')).toHaveLength(2)
    expect(await settings()).toEqual(before)
  })

  test('userspace without a frequency is no clock: it would be that of the block before', async () => {
    const { events } = await home.sweep(
      plan({ governors: ['userspace'], frequenciesKhz: [null, 1_200_000] }),
      options,
    )
    expect(
      outcomesOf(events)
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['failed', 'measured'])
    expect(outcomesOf(events)).toContainEqual(
      expect.objectContaining({
        fault: expect.objectContaining({ code: 'tuning-needs-frequency' }),
      }),
    )
    expect(await settings()).toEqual(before)
  })

  test('a cancelled run gives back', async () => {
    const run = await start({ governors: ['performance'], limits: endlessLimits })
    await home.until(run, isMeasuring)
    expect(await settings()).not.toEqual(before)
    await home.call('cancel', { run }, options)
    const events = await home.attach(run)
    expect(of(events, 'clock-given-back')).toMatchObject([{ status: { state: 'untouched' } }])
    expect(await settings()).toEqual(before)
  })

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'a supervisor that gets %s leaves nothing set',
    async (name) => {
      const run = await start({ governors: ['performance'], limits: endlessLimits })
      await home.until(run, isMeasuring)
      expect(await settings()).not.toEqual(before)
      signal(home.supervisor(run), name)
      await givenBack()
      const events = await home.attach(run)
      expect(of(events, 'run-ended')).toMatchObject([{ outcome: { kind: 'lost' } }])
      if (name === 'SIGTERM')
        expect(of(events, 'clock-given-back')).toMatchObject([{ status: { state: 'untouched' } }])
    },
  )
})

describe.skipIf(skipped(tunableMachineLack()))('where no clock can be set', () => {
  test('a sweep over clocks does not begin', async () => {
    const home = new TestHome()
    const machine = await startTunableMachine('empty-cpufreq')
    try {
      const sha256 = await home.addModel(matrixModel())
      const request = { run: freshRun(), plan: planOf(sha256, { governors: ['performance'] }) }
      const told = await home.fault('start', request, { prefix: machine.prefix })
      expect(told.code).toBe('tuning-not-offered')
    } finally {
      home.remove()
      await machine.stop()
    }
  })
})
