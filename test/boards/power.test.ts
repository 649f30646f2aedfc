// Energy on a board that keeps an exact account of what it takes: what is told of a point agrees with it, whatever its sensors do.
// The numbers are those of the quirks in BOARDS, section 7.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/shared/event.ts'
import type { Limits } from '../../src/shared/limits.ts'
import { raplGrant } from '../../src/shared/preflight-words.ts'
import { shortLimits, storedEvents, until } from '../core/bench.ts'
import { startSweep } from './first-sweep.ts'
import { skipped, sysfsLack } from './lack.ts'
import { TuningDesk } from './tuning-desk.ts'

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

const counter = '/sys/class/powercap/intel-rapl:0/energy_uj'
/** Stretched where the board's power is read. */
const limits: Limits = { ...shortLimits, maxSamples: 2_000_000, minEnergyMs: 3_000, idleMs: 2_000 }
/** A counter that begins anew about every two seconds. */
const rangeMicrojoules = 8_000_000

/** A machine that stalls for long reads no power meanwhile, and misses what the board took: tried again. */
const stalls = { retry: 2 }

describe.skipIf(skipped(sysfsLack()))('the energy of a point', () => {
  let tuning: TuningDesk

  beforeAll(async () => {
    tuning = await TuningDesk.start('bl2', 'all')
  })
  afterAll(() => tuning?.stop())

  const control = (command: string) => tuning.board.sys.control(command)

  /** A sweep of one point; `meanwhile` begins once it is measured. */
  async function sweep(meanwhile: () => Promise<unknown> = async () => undefined) {
    const { bench, dataDir } = tuning.desk
    const run = await startSweep(tuning.desk, tuning.id, [1], ['ort-c'], limits)
    const isMeasuring = (event: RunEvent) =>
      event.type === 'phase-entered' && event.phase === 'measure'
    await until(
      () =>
        bench.runs.record(run)?.status !== 'running' ||
        storedEvents(dataDir, run).some(isMeasuring),
    )
    await meanwhile()
    await bench.runs.settled(run)
    expect(bench.runs.record(run)).toMatchObject({ status: 'completed', fault: null })
    const events = storedEvents(dataDir, run)
    const all = <T extends RunEvent['type']>(type: T) =>
      events.filter((event): event is EventOf<T> => event.type === type)
    const [started] = all('run-started')
    const [point] = all('point-ended')
    if (started === undefined || point === undefined) throw new Error('it did not run')
    return { started, point, events, all }
  }

  /** What the board took by its own account over spans of the supervisor's clock. */
  async function account(
    events: readonly RunEvent[],
    spans: readonly { readonly startNs: number; readonly endNs: number }[],
  ): Promise<number> {
    // Wall clocks are told in whole milliseconds, rounded down, and now and then a little after the other clock.
    const origins = events.map(({ atNs, wallMs }) => wallMs + 0.5 - atNs / 1e6)
    const originMs = origins.toSorted((a, b) => a - b)[Math.floor(origins.length / 2)] ?? 0
    const words = spans.flatMap(({ startNs, endNs }) => [startNs, endNs])
    const joules = await control(`joules ${words.map((ns) => originMs + ns / 1e6).join(' ')}`)
    return Number(joules)
  }

  const windowsOf = (samples: readonly EventOf<'samples-recorded'>[]) =>
    samples.flatMap(({ window }) => window ?? [])

  test(
    '17, 18, 19, 20: of slow rails under another number, within 1 % of the board’s own account',
    stalls,
    async () => {
      const chip = '/sys/class/hwmon/hwmon7'
      await control('renumber 7')
      await control('load wave 2')
      await control(`slow ${chip}/curr1_input 13`)
      await control(`text ${chip}/curr2_input 250 ma`)
      await control(`fail ${chip}/curr3_input ENODATA`)
      const { started, point, events, all } = await sweep(() =>
        control(`fail ${chip}/in1_input EAGAIN read 1`),
      )
      const source = {
        id: 'ina3221 1-0040',
        method: 'input-rail',
        rails: [
          { name: 'VDD_IN', inTotal: true },
          { name: 'VDD_CPU', inTotal: false },
        ],
      }
      expect(started.powerSources).toMatchObject([source])

      const windows = windowsOf(all('samples-recorded'))
      const [energy] = point.energy
      if (energy === undefined) throw new Error('no energy')
      // A board that is busy with other tests may have a gap besides.
      const flags: readonly string[] = expect.arrayContaining(['short', 'few-samples'])
      expect(energy).toMatchObject({ source: source.id, flags })
      expect(energy.windowNs).toBeGreaterThanOrEqual(limits.minEnergyMs * 1e6)
      const took = await account(events, windows)
      expect(Math.abs(energy.joules / took - 1)).toBeLessThan(0.01)
      if (point.outcome.kind !== 'measured') throw new Error(point.outcome.kind)
      expect(energy.inferences).toBe(point.outcome.measurement.latency.count)

      const phases = all('phase-entered').map(({ phase }) => phase)
      expect(phases.slice(0, 2)).toEqual(['rest', 'setup'])
      const [rest] = all('idle-measured')
      if (rest === undefined) throw new Error('no rest')
      expect(rest.wallNs).toBeGreaterThanOrEqual(limits.idleMs * 1e6)
      expect(rest.sources).toHaveLength(1)
      expect(energy.idle).toEqual({
        milliwatts: rest.sources[0]?.milliwatts,
        wallNs: rest.wallNs,
      })
      // The rest is a whole wave, which takes as much wherever it begins.
      const wave = { startNs: rest.atNs - limits.idleMs * 1e6, endNs: rest.atNs }
      const waveMilliwatts = ((await account(events, [wave])) / limits.idleMs) * 1e6
      expect(Math.abs((energy.idle?.milliwatts ?? 0) / waveMilliwatts - 1)).toBeLessThan(0.03)

      const records = all('power-recorded')
      expect(records.flatMap(({ record }) => record.rails.map(({ name }) => name))).toContain(
        'VDD_CPU',
      )
      const second = records.flatMap(({ record }) => record.rails[1]?.milliwatts ?? [])
      expect(new Set(second)).toEqual(new Set([1_250]))
      const cost = point.environment?.series.find(({ kind }) => kind === 'power-load')
      expect(cost?.mean).toBeGreaterThan(0)
    },
  )

  test('2: a counter that only root may read is told before, and nothing is measured', async () => {
    await tuning.become('intel-pstate')
    await control(`wrap ${rangeMicrojoules}`)
    await control('load wave 2')
    const { started, point, all } = await sweep()
    expect(started.powerSources).toEqual([])
    expect(started.preflight).toContainEqual({
      kind: 'power-unread',
      source: 'rapl',
      remedy: 'rapl',
    })
    expect(point.energy).toEqual([])
    expect(all('phase-entered').map(({ phase }) => phase)).not.toContain('rest')
    expect(all('power-recorded')).toEqual([])
  })

  test(
    '1, 3: a counter that begins anew and fails once, within 1 % of the board’s own account',
    stalls,
    async () => {
      // What the finding advises, by the login itself.
      await tuning.board.exec(`su edge -c '${raplGrant}'`)
      const { started, point, events, all } = await sweep(() =>
        control(`fail ${counter} EINVAL read 1`),
      )
      expect(started.powerSources).toMatchObject([
        { id: 'rapl', method: 'package', rails: [{ name: 'package-0', inTotal: true }] },
      ])
      const [energy] = point.energy
      if (energy === undefined) throw new Error('no energy')
      // So it has begun anew meanwhile.
      expect(energy.joules).toBeGreaterThan(rangeMicrojoules / 1e6)
      const took = await account(events, windowsOf(all('samples-recorded')))
      expect(Math.abs(energy.joules / took - 1)).toBeLessThan(0.01)
    },
  )
})
