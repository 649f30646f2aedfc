// What readings of a board make of a measured window: whose work its load is, and what makes it invalid.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MeasuredWindow } from '../../src/agent/environment/measured-window.ts'
import { loadsBetween, rowOf, seriesOf } from '../../src/agent/environment/series.ts'
import { EnvironmentWatch, type Reading } from '../../src/agent/environment/watch.ts'
import { environmentSummarySchema, mostForeignLoad } from '../../src/shared/environment.ts'
import { KernelTree, statLine } from '../fixtures/kernel-tree.ts'

const policies = '/sys/devices/system/cpu/cpufreq'
const thermal = '/sys/class/thermal'
const worker = 70
const app = 40
const child = 41

/** A board of two cores with everything that is watched. */
const board = {
  '/proc/stat': 'cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0\ncpu1 0',
  [`/proc/${worker}/stat`]: statLine(worker, 1, 'node', {}),
  [`/proc/${app}/stat`]: statLine(app, 1, 'electron', {}),
  [`/proc/${child}/stat`]: statLine(child, app, 'renderer', {}),
  '/sys/devices/system/cpu/possible': '0-1',
  '/sys/devices/system/cpu/present': '0-1',
  [`${policies}/policy0/related_cpus`]: '0 1',
  [`${policies}/policy0/scaling_governor`]: 'performance',
  [`${policies}/policy0/scaling_cur_freq`]: '1800000',
  [`${policies}/policy0/scaling_min_freq`]: '600000',
  [`${policies}/policy0/scaling_max_freq`]: '2400000',
  [`${thermal}/thermal_zone0/type`]: 'soc-thermal',
  [`${thermal}/thermal_zone0/temp`]: '50000',
  [`${thermal}/cooling_device0/type`]: 'cpufreq-cpu0',
  [`${thermal}/cooling_device0/cur_state`]: '0',
  '/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count': '3',
}
type Change = Readonly<Record<string, string | number>>

const ticks = (busy: number, idle: number, steal = 0) => ({
  '/proc/stat': `cpu  ${busy} 0 0 ${idle} 0 0 0 ${steal} 0 0\ncpu0 0\ncpu1 0`,
})

/** Looks once at the board, and again after each of the changes; gives the readings and how they are judged. */
function watched(changes: readonly Change[], files: Change = board) {
  using tree = new KernelTree(files)
  let atNs = 0
  using watch = new EnvironmentWatch(
    () => [app],
    () => (atNs += 1e8),
    tree.root,
  )
  watch.follow(worker)
  const readings = [watch.look()]
  for (const change of changes) {
    tree.set(change)
    readings.push(watch.look())
  }
  const [first] = readings as [Reading]
  const series = seriesOf(watch.watched, first)
  const window = new MeasuredWindow(watch.watched, series)
  for (const reading of readings) window.add(reading, rowOf(watch.watched, first, reading))
  return { readings, series, ...window.judge() }
}
const still: readonly Change[] = [{}, {}]

test('everything that a board has is watched, and a quiet board is valid', () => {
  const { series, environment, invalid } = watched([ticks(0, 20), ticks(0, 40)])
  expect(series.map(({ kind, name }) => `${kind} ${name}`.trim())).toEqual([
    'frequency policy0',
    'temperature soc-thermal',
    'throttle processor',
    'throttle cpufreq-cpu0',
    'foreign-load',
    'instrument-load',
    'steal',
  ])
  expect(invalid).toEqual([])
  expect(environmentSummarySchema.parse(environment)).toEqual(environment)
  expect(environment?.samples).toBe(3)
  expect(environment?.series).toContainEqual({
    kind: 'frequency',
    name: 'policy0',
    least: 1.8e6,
    mean: 1.8e6,
    most: 1.8e6,
  })
})

test('what the worker takes is nobody’s load; what the window takes is the instrument’s', () => {
  const user = (pid: number, parent: number, used: number) => ({
    [`/proc/${pid}/stat`]: statLine(pid, parent, 'x', { user: used }),
  })
  const { environment, invalid } = watched([
    { ...ticks(100, 100), ...user(worker, 1, 100) },
    {
      ...ticks(260, 240, 10),
      ...user(worker, 1, 200),
      ...user(child, app, 40),
      ...user(app, 1, 10),
    },
  ])
  const mean = (kind: string) =>
    environment?.series.find((one) => one.kind === kind)?.mean ?? Number.NaN
  // Of 510 ticks: 200 the worker's, 50 the window's, 10 stolen, 10 of somebody else.
  expect(mean('instrument-load')).toBeCloseTo(50 / 510, 2)
  expect(mean('foreign-load')).toBeCloseTo(20 / 510, 2)
  expect(mean('steal')).toBeCloseTo(10 / 510, 6)
  expect(invalid.map(({ kind }) => kind)).toEqual(['instrument-load'])
})

test('what reading power takes is told as a part of the instrument’s load, where it is read', () => {
  const cost = { ownTicks: 0, programTicks: 0 }
  using tree = new KernelTree(board)
  using watch = new EnvironmentWatch(
    () => [],
    () => 0,
    tree.root,
    () => cost,
  )
  const first = watch.look()
  const series = seriesOf(watch.watched, first)
  const window = new MeasuredWindow(watch.watched, series)
  window.add(first, rowOf(watch.watched, first, first))
  for (const idle of [500, 1000]) {
    tree.set(ticks(0, idle))
    cost.ownTicks += 5
    cost.programTicks += 10
    const later = watch.look()
    window.add(later, rowOf(watch.watched, first, later))
  }
  const { environment } = window.judge()
  const mean = (kind: string) => environment?.series.find((one) => one.kind === kind)?.mean ?? 0
  expect(mean('power-load')).toBeCloseTo(30 / 1000, 6)
  // Programs are no part of this process, whose own time holds the rest.
  expect(mean('instrument-load')).toBeGreaterThanOrEqual(20 / 1000)
})

test('time that is stolen from a virtual machine is foreign', () => {
  expect(watched([ticks(0, 50), ticks(0, 90, 10)]).invalid).toMatchObject([
    { kind: 'foreign-load', share: expect.closeTo(0.1, 2) },
  ])
})

test('two readings say nothing of load', () => {
  const { environment, invalid } = watched([ticks(100, 0)])
  expect(environment).toBeNull()
  expect(invalid).toEqual([])
})

test.each<[string, readonly Change[], object]>([
  [
    'a counter that rises',
    [{}, { '/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count': 4 }],
    { kind: 'throttled', source: 'cpu0 core' },
  ],
  [
    'a cooling device that acts for a moment',
    [
      { [`${thermal}/cooling_device0/cur_state`]: 2 },
      { [`${thermal}/cooling_device0/cur_state`]: 0 },
    ],
    { kind: 'throttled', source: 'cpufreq-cpu0' },
  ],
  [
    'another governor',
    [{}, { [`${policies}/policy0/scaling_governor`]: 'powersave' }],
    { kind: 'governor-changed', policy: 'policy0', from: 'performance', to: 'powersave' },
  ],
  [
    'a limit that somebody lowers',
    [{}, { [`${policies}/policy0/scaling_max_freq`]: 1_200_000 }],
    {
      kind: 'limits-changed',
      policy: 'policy0',
      from: { minKhz: 600_000, maxKhz: 2_400_000 },
      to: { minKhz: 600_000, maxKhz: 1_200_000 },
    },
  ],
])('%s makes it invalid', (_, changes, reason) => {
  expect(watched(changes).invalid).toEqual([reason])
})

test('what reads otherwise than it was set counts as changed from the first reading on', () => {
  using tree = new KernelTree(board)
  using watch = new EnvironmentWatch(
    () => [],
    () => 0,
    tree.root,
  )
  const set = { governor: 'ondemand', khz: null, minKhz: 600_000, maxKhz: 1_200_000 }
  const window = new MeasuredWindow(watch.watched, [], new Map([['policy0', set]]))
  window.add(watch.look(), [])
  expect(window.judge().invalid.map(({ kind }) => kind)).toEqual([
    'governor-changed',
    'limits-changed',
  ])
})

test('a governor that changes and changes back is told once', () => {
  const governor = (name: string) => ({ [`${policies}/policy0/scaling_governor`]: name })
  expect(watched([governor('powersave'), governor('performance')]).invalid).toHaveLength(1)
})

test('a counter that was there before, and readings that fail, are no reason', () => {
  const gone = {
    [`${thermal}/thermal_zone0/temp`]: 'nonsense',
    [`${policies}/policy0/scaling_governor`]: '',
  }
  const { invalid, environment } = watched([gone, ...still])
  expect(invalid).toEqual([])
  const temperature = environment?.series.find(({ kind }) => kind === 'temperature')
  expect(temperature).toMatchObject({ least: 50_000, most: 50_000 })
})

test('a virtual machine without any of it works, and says nothing of it', () => {
  const { series, invalid } = watched([ticks(0, 20), ticks(0, 40)], {
    '/proc/stat': board['/proc/stat'],
  })
  expect(series.map(({ kind }) => kind)).toEqual(['foreign-load', 'instrument-load', 'steal'])
  expect(invalid).toEqual([])
  const nothing = watched(still, {})
  expect(nothing.series).toEqual([])
  expect(nothing.environment).toEqual({ samples: 3, series: [] })
})

const reading = (used: { busy: number; idle: number; steal: number; worker: number }): Reading => ({
  atNs: 0,
  cpu: { busyTicks: used.busy, idleTicks: used.idle, stealTicks: used.steal, onlineCpus: 2 },
  workerTicks: used.worker,
  instrumentTicks: 0,
  powerTicks: null,
  policies: [],
  milliC: [],
  cooling: [],
  throttle: [],
})
const none = { busy: 0, idle: 0, steal: 0, worker: 0 }

test('a share is never below nothing, and only what is above the limit objects', () => {
  const used = fc.record({
    busy: fc.nat(1000),
    idle: fc.nat(1000),
    steal: fc.nat(100),
    worker: fc.nat(1000),
  })
  const nothingWatched = { policies: [], zones: [], cooling: [], throttle: [] }
  fc.assert(
    fc.property(used, (later) => {
      const loads = loadsBetween(reading(none), reading(later))
      const total = later.busy + later.idle + later.steal
      if (loads === null) {
        expect(total).toBe(0)
        return
      }
      expect(loads.foreign).toBeCloseTo(
        Math.max(0, (later.busy + later.steal - later.worker) / total),
        9,
      )
      const window = new MeasuredWindow(nothingWatched, [])
      for (const one of [none, none, later]) window.add(reading(one), [])
      expect(window.judge().invalid.length > 0).toBe(loads.foreign > mostForeignLoad)
    }),
  )
})
