// The readers of what goes on on a board, on trees like those of real kernels, and on this machine's own.

import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { loadBetween, readCpuTimes } from '../../src/agent/environment/cpu-load.ts'
import { findPolicies, readPolicies } from '../../src/agent/environment/frequency.ts'
import { HeldFiles, kernelAt } from '../../src/agent/environment/kernel.ts'
import { readProcessTimes, treeOf } from '../../src/agent/environment/process-times.ts'
import {
  findCoolingDevices,
  findThermalZones,
  readCoolingStates,
  readThermalZones,
} from '../../src/agent/environment/thermal.ts'
import {
  findThrottleSources,
  isThrottled,
  readThrottle,
} from '../../src/agent/environment/throttle.ts'
import { EnvironmentWatch } from '../../src/agent/environment/watch.ts'
import { KernelTree, statLine } from '../fixtures/kernel-tree.ts'

const thermal = '/sys/class/thermal'
const cpu = '/sys/devices/system/cpu'
const onLinux = test.runIf(process.platform === 'linux')

describe('held files', () => {
  test('read again what has changed, and come back when the file does', () => {
    using tree = new KernelTree({ '/sys/one': 'first, and longer' })
    using held = new HeldFiles(tree.root)
    expect(held.read('/sys/one')).toBe('first, and longer')
    tree.set({ '/sys/one': 'second' })
    expect(held.read('/sys/one')).toBe('second')
    expect(held.read('/sys/none')).toBeNull()
    tree.set({ '/sys/none': 'here now' })
    expect(held.read('/sys/none')).toBe('here now')
  })

  test('a text longer than a block is read whole', () => {
    const long = 'cpu0 1 2 3\n'.repeat(10_000).trim()
    using tree = new KernelTree({ '/proc/stat': long })
    using held = new HeldFiles(tree.root)
    expect(held.read('/proc/stat')).toBe(long)
  })

  onLinux('leave no descriptor open', () => {
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    {
      using held = new HeldFiles()
      expect(held.read('/proc/stat')).toMatch(/^cpu /)
      held.read('/proc/uptime')
      expect(open()).toBe(before + 2)
    }
    expect(open()).toBe(before)
  })
})

onLinux('a process that is followed no more leaves no descriptor open', () => {
  const open = () => readdirSync('/proc/self/fd').length
  using watch = new EnvironmentWatch(
    () => [],
    () => 0,
  )
  watch.follow(null)
  watch.look()
  const before = open()
  watch.follow(process.ppid)
  watch.look()
  expect(open()).toBe(before + 1)
  watch.follow(null)
  watch.look()
  expect(open()).toBe(before)
})

describe('CPU time', () => {
  const read = (line: string) => (path: string) =>
    path === '/proc/stat' ? `${line}\ncpu0 1 0 0 1\ncpu1 1 0 0 1\nbtime 1` : null
  const times = (line: string) => {
    const found = readCpuTimes(read(line))
    if (found === null) throw new Error(line)
    return found
  }

  test('waiting for a disk is idle; what was stolen stands alone', () => {
    const load = loadBetween(
      times('cpu  100 10 50 800 40 5 5 20 0 0'),
      times('cpu  150 10 70 810 50 5 15 20 0 0'),
    )
    expect(load).toEqual({ busy: 0.8, steal: 0, totalTicks: 100 })
    expect(times('cpu  100 10 50 800 40 5 5 20 7 3')).toEqual({
      busyTicks: 170,
      idleTicks: 840,
      stealTicks: 20,
      onlineCpus: 2,
    })
  })

  test('no tick, no load; no file, no times', () => {
    const now = times('cpu  1 2 3 4')
    expect(loadBetween(now, now)).toBeNull()
    expect(readCpuTimes(() => null)).toBeNull()
    expect(readCpuTimes(() => 'intr 1 2')).toBeNull()
  })

  test('shares are within 0 and 1 and leave the rest to idling, whatever the counters do', () => {
    const counters = fc.array(fc.nat({ max: 1e9 }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(counters, counters, (one, other) => {
        const load = loadBetween(times(`cpu  ${one.join(' ')}`), times(`cpu  ${other.join(' ')}`))
        if (load === null) return
        expect(load.busy).toBeGreaterThanOrEqual(0)
        expect(load.steal).toBeGreaterThanOrEqual(0)
        expect(load.busy + load.steal).toBeLessThanOrEqual(1 + 1e-12)
      }),
    )
  })

  onLinux('this machine says how its time was spent', () => {
    using held = new HeldFiles()
    const before = readCpuTimes(held.read)
    const end = performance.now() + 60
    while (performance.now() < end) Math.sqrt(end)
    const after = readCpuTimes(held.read)
    if (before === null || after === null) throw new Error('no /proc/stat')
    expect(loadBetween(before, after)?.busy).toBeGreaterThan(0)
  })
})

describe('processes', () => {
  test('a name may hold anything', () => {
    using tree = new KernelTree({
      '/proc/7/stat': statLine(7, 1, 'a) S 9 (b', { user: 30, system: 12, ended: 5 }),
      '/proc/8/stat': 'nonsense',
      '/proc/self/stat': statLine(9, 1, 'self', {}),
    })
    expect(readProcessTimes(kernelAt(tree.root))).toEqual([
      {
        pid: 7,
        parent: 1,
        name: 'a) S 9 (b',
        ticks: 42,
        endedChildrenTicks: 5,
        startTicks: 1007,
      },
    ])
    expect(readProcessTimes(kernelAt(tree.root), [8, 99])).toEqual([])
  })

  test('a tree is its roots and all that they started', () => {
    const parents = [
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 1],
      [6, 6],
    ] as const
    using tree = new KernelTree(
      Object.fromEntries(
        parents.map(([pid, parent]) => [`/proc/${pid}/stat`, statLine(pid, parent, 'p', {})]),
      ),
    )
    const all = readProcessTimes(kernelAt(tree.root))
    expect(treeOf([2], all)).toEqual(new Set([2, 3, 4]))
    expect(treeOf([6], all)).toEqual(new Set([6]))
  })

  onLinux('this process is found with the time it took', () => {
    const [own] = readProcessTimes(kernelAt(), [process.pid])
    expect(own).toMatchObject({ pid: process.pid, parent: process.ppid })
    expect(own?.ticks).toBeGreaterThan(0)
  })
})

describe('thermal', () => {
  const tree = new KernelTree({
    [`${thermal}/thermal_zone0/type`]: 'bigcore0-thermal',
    [`${thermal}/thermal_zone0/temp`]: 61_500,
    [`${thermal}/thermal_zone0/trip_point_0_type`]: 'active',
    [`${thermal}/thermal_zone0/trip_point_0_temp`]: 50_000,
    [`${thermal}/thermal_zone0/trip_point_1_type`]: 'passive',
    [`${thermal}/thermal_zone0/trip_point_1_temp`]: 85_000,
    [`${thermal}/thermal_zone0/trip_point_2_type`]: 'passive',
    [`${thermal}/thermal_zone0/trip_point_2_temp`]: 75_000,
    [`${thermal}/thermal_zone0/trip_point_3_type`]: 'critical',
    [`${thermal}/thermal_zone0/trip_point_3_temp`]: 115_000,
    // Unreadable in the middle, offline, and two of one name.
    [`${thermal}/thermal_zone1/type`]: 'soc-thermal',
    [`${thermal}/thermal_zone2/type`]: 'CPU-therm',
    [`${thermal}/thermal_zone2/temp`]: -256_000,
    [`${thermal}/thermal_zone3/type`]: 'acpitz',
    [`${thermal}/thermal_zone3/temp`]: 27_800,
    [`${thermal}/thermal_zone3/trip_point_0_type`]: 'passive',
    [`${thermal}/thermal_zone3/trip_point_0_temp`]: -274_000,
    [`${thermal}/thermal_zone10/type`]: 'acpitz',
    [`${thermal}/thermal_zone10/temp`]: '29800',
    [`${thermal}/cooling_device0/type`]: 'cpufreq-cpu0',
    [`${thermal}/cooling_device0/cur_state`]: 3,
    [`${thermal}/cooling_device1/type`]: 'pwm-fan',
    [`${thermal}/cooling_device1/cur_state`]: 4,
    [`${thermal}/cooling_device2/type`]: 'intel_powerclamp',
    [`${thermal}/cooling_device2/cur_state`]: -1,
    [`${thermal}/cooling_device3/type`]: 'Processor',
    [`${thermal}/cooling_device4/type`]: 'Processor',
    [`${thermal}/cooling_device4/cur_state`]: 0,
    [`${thermal}/cooling_device5/type`]: 'TCC Offset',
    [`${thermal}/cooling_device5/cur_state`]: 10,
  })
  const kernel = kernelAt(tree.root)
  afterAll(() => tree[Symbol.dispose]())

  test('zones say where they begin to slow the board, and what they read now', () => {
    const zones = findThermalZones(kernel)
    expect(zones).toEqual([
      {
        name: 'bigcore0-thermal',
        place: 'thermal_zone0',
        passiveMilliC: 75_000,
        criticalMilliC: 115_000,
      },
      ...(
        [
          ['soc-thermal', 'thermal_zone1'],
          ['CPU-therm', 'thermal_zone2'],
          ['acpitz (thermal_zone3)', 'thermal_zone3'],
          ['acpitz (thermal_zone10)', 'thermal_zone10'],
        ] as const
      ).map(([name, place]) => ({ name, place, passiveMilliC: null, criticalMilliC: null })),
    ])
    expect(readThermalZones(zones, kernel.read)).toEqual([61_500, null, null, 27_800, 29_800])
  })

  test('a fan that turns slows nothing', () => {
    const devices = findCoolingDevices(kernel)
    expect(devices.map(({ name }) => name)).toEqual([
      'cpufreq-cpu0',
      'intel_powerclamp',
      'Processor (cooling_device3)',
      'Processor (cooling_device4)',
    ])
    expect(readCoolingStates(devices, kernel.read)).toEqual([3, 0, null, 0])
  })

  test('a machine without sensors has none', () => {
    const nothing = kernelAt('/nonexistent')
    expect(findThermalZones(nothing)).toEqual([])
    expect(findCoolingDevices(nothing)).toEqual([])
  })
})

describe('frequency', () => {
  test('a cluster that is offline says nothing; a driver may not say its frequency', () => {
    using tree = new KernelTree({
      [`${cpu}/possible`]: '0-7',
      [`${cpu}/cpufreq/policy0/related_cpus`]: '0 1 2 3',
      [`${cpu}/cpufreq/policy0/scaling_governor`]: 'ondemand',
      [`${cpu}/cpufreq/policy0/scaling_cur_freq`]: 1_800_000,
      [`${cpu}/cpufreq/policy0/scaling_min_freq`]: 408_000,
      [`${cpu}/cpufreq/policy0/scaling_max_freq`]: 1_800_000,
      [`${cpu}/cpufreq/policy4/related_cpus`]: '4 5 6 7',
      [`${cpu}/cpufreq/policy4/scaling_cur_freq`]: '<unknown>',
    })
    const { read } = kernelAt(tree.root)
    const policies = findPolicies(read)
    expect(policies).toEqual(['policy0', 'policy4'])
    expect(readPolicies(policies, read)).toEqual([
      { governor: 'ondemand', khz: 1_800_000, minKhz: 408_000, maxKhz: 1_800_000 },
      { governor: null, khz: null, minKhz: null, maxKhz: null },
    ])
    expect(findPolicies(() => null)).toEqual([])
  })
})

describe('throttling', () => {
  test('each package is looked at once, whatever its number of cores', () => {
    const counters = Array.from({ length: 32 }, (_, number) => [
      [`${cpu}/cpu${number}/thermal_throttle/core_throttle_count`, 0],
      [`${cpu}/cpu${number}/thermal_throttle/package_throttle_count`, 0],
      [`${cpu}/cpu${number}/topology/physical_package_id`, number < 16 ? 0 : 1],
    ]).flat()
    using tree = new KernelTree({ [`${cpu}/present`]: '0-31', ...Object.fromEntries(counters) })
    using watch = new EnvironmentWatch(
      () => [],
      () => 0,
      tree.root,
    )
    const names = watch.watched.throttle.map(({ name }) => name)
    expect(names.filter((name) => name.endsWith('package'))).toEqual([
      'cpu0 package',
      'cpu16 package',
    ])
    expect(names.filter((name) => name.endsWith('core')).length).toBeGreaterThan(8)
  })

  test('a count tells by rising, a flag by being set, and what happened long ago tells nothing', () => {
    const core = `${cpu}/cpu0/thermal_throttle/core_throttle_count`
    const pi = '/sys/devices/platform/soc/soc:firmware/get_throttled'
    using tree = new KernelTree({ [`${cpu}/present`]: '0-1', [core]: 7, [pi]: '50000' })
    const { read } = kernelAt(tree.root)
    const sources = findThrottleSources(read)
    expect(sources.map(({ name, kind }) => [name, kind])).toEqual([
      ['cpu0 core', 'count'],
      ['Raspberry Pi', 'flags'],
    ])
    const before = readThrottle(sources, read)
    expect(before).toEqual([7, 0])
    const throttled = (after: readonly (number | null)[]) =>
      sources.map((source, index) =>
        isThrottled(source, before[index] ?? null, after[index] ?? null),
      )
    expect(throttled(before)).toEqual([false, false])
    tree.set({ [core]: 8, [pi]: '50005' })
    expect(throttled(readThrottle(sources, read))).toEqual([true, true])
    tree.remove(core)
    tree.set({ [pi]: 'nonsense' })
    expect(readThrottle(sources, read)).toEqual([null, null])
    expect(throttled([null, null])).toEqual([false, false])
  })
})
