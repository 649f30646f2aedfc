// What is looked at on a board for live telemetry, on trees like those of real kernels.

import { describe, expect, test } from 'vitest'
import { HeldFiles, kernelAt } from '../../src/agent/environment/kernel.ts'
import { findPower } from '../../src/agent/power/find.ts'
import { noPower } from '../../src/agent/power/source.ts'
import { TelemetryBoard } from '../../src/agent/telemetry/board.ts'
import { Busiest } from '../../src/agent/telemetry/busiest.ts'
import { observeLoads } from '../../src/agent/telemetry/loads.ts'
import { TelemetryPower } from '../../src/agent/telemetry/power.ts'
import {
  seriesKey,
  type TelemetryKind,
  telemetryDescriptionSchema,
} from '../../src/shared/telemetry.ts'
import { KernelTree, statLine } from '../fixtures/kernel-tree.ts'

const onLinux = describe.runIf(process.platform === 'linux')
const cpu = '/sys/devices/system/cpu'
const thermal = '/sys/class/thermal'
const devfreq = '/sys/class/devfreq'

const rk3588 = {
  [`${cpu}/possible`]: '0-7',
  [`${cpu}/present`]: '0-7',
  [`${cpu}/cpufreq/policy0/related_cpus`]: '0 1 2 3',
  [`${cpu}/cpufreq/policy0/scaling_cur_freq`]: 1_800_000,
  [`${cpu}/cpufreq/policy0/cpuinfo_max_freq`]: 1_800_000,
  [`${cpu}/cpufreq/policy4/related_cpus`]: '4 5 6 7',
  [`${cpu}/cpufreq/policy4/scaling_cur_freq`]: 408_000,
  [`${cpu}/cpufreq/policy4/cpuinfo_max_freq`]: 2_400_000,
  [`${thermal}/thermal_zone0/type`]: 'soc-thermal',
  [`${thermal}/thermal_zone0/temp`]: 48_076,
  [`${thermal}/thermal_zone0/trip_point_0_type`]: 'passive',
  [`${thermal}/thermal_zone0/trip_point_0_temp`]: 85_000,
  [`${thermal}/thermal_zone1/type`]: 'gpu-thermal',
  [`${thermal}/cooling_device0/type`]: 'cpufreq-cpu0',
  [`${thermal}/cooling_device0/cur_state`]: 2,
  '/proc/meminfo':
    'MemTotal:        8000000 kB\nMemFree:          100000 kB\nMemAvailable:    6000000 kB\nSwapTotal:       1000000 kB\nSwapFree:         750000 kB',
  [`${devfreq}/fb000000.gpu/cur_freq`]: 300_000_000,
  [`${devfreq}/fb000000.gpu/load`]: '37@300000000Hz',
  [`${devfreq}/fdab0000.npu/cur_freq`]: 1_000_000_000,
  [`${devfreq}/fe2e0000.ufs/cur_freq`]: 200_000_000,
}

const noThread = () => ({ [Symbol.dispose]: () => undefined })

function lookAt(tree: KernelTree, isRoot = false, found = noPower) {
  const power = new TelemetryPower(found, noThread, tree.root)
  using board = new TelemetryBoard(() => 5e9, isRoot, power, tree.root)
  const description = telemetryDescriptionSchema.parse(board.describe(10))
  const row = board.look().find((look) => look.track === 0)?.row ?? []
  const [track] = description.tracks
  const values = new Map(track?.series.map((one, index) => [seriesKey(one), row[index]]))
  return { description, values, row, track }
}

onLinux('a board', () => {
  test('tells clocks, heat, memory and devices in base units, and where each limit is', () => {
    using tree = new KernelTree(rk3588)
    const { values, track, row } = lookAt(tree)
    expect(row).toHaveLength(track?.series.length ?? 0)
    expect(Object.fromEntries(values)).toEqual({
      'frequency//policy0': 1.8e9,
      'frequency//policy4': 408e6,
      'temperature//soc-thermal': 48.076,
      'temperature//gpu-thermal': null,
      'cooling//cpufreq-cpu0': 2,
      'memory//used': 2_000_000 * 1024,
      'memory//swap used': 250_000 * 1024,
      'device-load//fb000000.gpu': 0.37,
      'device-frequency//fb000000.gpu': 300e6,
      'device-frequency//fdab0000.npu': 1e9,
    })
    expect(track?.series).toContainEqual({
      kind: 'frequency',
      name: 'policy4',
      cpus: [4, 5, 6, 7],
      mostHertz: 2.4e9,
    })
    expect(track?.series).toContainEqual({
      kind: 'temperature',
      name: 'soc-thermal',
      passive: 85,
      critical: null,
    })
  })

  test('a storage controller’s clock is never read', () => {
    using tree = new KernelTree(rk3588)
    const { track } = lookAt(tree)
    expect(JSON.stringify(track)).not.toContain('ufs')
  })

  test('an NPU whose load is root’s alone is told to be so, and is read by root in both formats', () => {
    using tree = new KernelTree(rk3588)
    const missing = { kind: 'device-load', reason: 'root-only', name: 'fdab0000.npu' }
    expect(lookAt(tree).description.missing).toContainEqual(missing)
    for (const text of ['NPU load:  Core0: 12%, Core1:  0%, Core2:  3%,', 'NPU load:  12%']) {
      tree.set({ '/sys/kernel/debug/rknpu/load': text })
      const { values, description } = lookAt(tree, true)
      expect(values.get('device-load//fdab0000.npu')).toBe(0.12)
      expect(description.missing).not.toContainEqual(missing)
    }
  })

  test('a Jetson’s GPU says its load in thousandths', () => {
    using tree = new KernelTree({
      [`${devfreq}/17000000.ga10b/cur_freq`]: 612_000_000,
      [`${devfreq}/17000000.ga10b/device/load`]: 425,
    })
    expect(lookAt(tree).values.get('device-load//17000000.ga10b')).toBe(0.425)
  })

  test('a load that a kernel never moves from 100 is unknown, not full', () => {
    using tree = new KernelTree({
      [`${devfreq}/fde60000.gpu/cur_freq`]: 800_000_000,
      [`${devfreq}/fde60000.gpu/load`]: '100@800000000Hz',
    })
    expect(lookAt(tree).values.get('device-load//fde60000.gpu')).toBeNull()
  })

  test('an AMD processor without a thermal zone is read by its chip', () => {
    using tree = new KernelTree({
      '/sys/class/hwmon/hwmon2/name': 'k10temp',
      '/sys/class/hwmon/hwmon2/temp1_input': 61_250,
      '/sys/class/hwmon/hwmon2/temp1_label': 'Tctl',
      '/sys/class/hwmon/hwmon2/temp3_input': 55_500,
      '/sys/class/hwmon/hwmon2/temp3_label': 'Tccd1',
      '/sys/class/hwmon/hwmon0/name': 'nvme',
      '/sys/class/hwmon/hwmon0/temp1_input': 40_000,
    })
    expect(Object.fromEntries(lookAt(tree).values)).toEqual({
      'temperature//Tctl': 61.25,
      'temperature//Tccd1': 55.5,
    })
  })

  test('what there is none of is missing by its kind; nothing at all is no track', () => {
    using tree = new KernelTree()
    const { description } = lookAt(tree)
    expect(description.tracks).toEqual([])
    const none = description.missing.map(({ kind, reason }) => [kind, reason])
    expect(none).toContainEqual(['power', 'none'] satisfies [TelemetryKind, string])
    expect(none).toContainEqual(['frequency', 'none'])
  })
})

onLinux('power', () => {
  const zone = '/sys/class/powercap/intel-rapl:0'
  const rapl = {
    [`${zone}/name`]: 'package-0',
    [`${zone}/energy_uj`]: 1_000_000,
    [`${zone}/max_energy_range_uj`]: 262_143_328_850,
  }

  test('each source is a track of its own, its total in watts; what can’t be read is told', async () => {
    using tree = new KernelTree({ ...rk3588, ...rapl })
    const found = await findPower(kernelAt(tree.root), async () => ({ kind: 'missing' }))
    const unread = [{ source: 'battery BAT1', remedy: null }]
    using power = new TelemetryPower({ ...found, unread }, noThread, tree.root)
    using board = new TelemetryBoard(() => 5e9, false, power, tree.root)
    const { tracks, powerSources, missing } = telemetryDescriptionSchema.parse(board.describe(20))
    const source = powerSources[0]?.id ?? ''
    expect(tracks[1]).toEqual({
      hz: 20,
      series: [{ kind: 'power', name: '', source, role: 'total' }],
    })
    expect(missing).toContainEqual({ kind: 'power', reason: 'unreadable', name: 'battery BAT1' })
    board.pace(20)
    board.look()
    const earlier = board.look().find(({ track }) => track === 1)
    tree.set({ [`${zone}/energy_uj`]: 3_000_000 })
    const later = board.look().find(({ track }) => track === 1)
    const seconds = ((later?.atNs ?? 0) - (earlier?.atNs ?? 0)) / 1e9
    expect(later?.row[0]).toBeCloseTo(2 / seconds, -1)
    // On the clock of every other process of the machine.
    expect(Math.abs((later?.atNs ?? 0) - Number(process.hrtime.bigint()))).toBeLessThan(60e9)
  })
})

onLinux('loads', () => {
  const stat = (rows: readonly (readonly [number, number, number])[]) =>
    rows
      .map(([busy, idle, steal], index) => {
        const name = index === 0 ? 'cpu ' : `cpu${index - 1}`
        return `${name} ${busy} 0 0 ${idle} 0 0 0 ${steal} 0 0`
      })
      .concat('intr 12345 0 0', 'ctxt 99')
      .join('\n')

  test('are those of the second before, core by core, with what was stolen apart', () => {
    using tree = new KernelTree()
    using held = new HeldFiles(tree.root)
    let nowNs = 0
    const set = (rows: Parameters<typeof stat>[0]) => tree.set({ '/proc/stat': stat(rows) })
    set([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
    const { series, look } = observeLoads(held.read, () => nowNs)
    expect(series.map(({ name }) => name)).toEqual(['cpu0', 'cpu1', '', ''])
    nowNs = 1e9
    set([
      [50, 140, 10],
      [50, 50, 0],
      [0, 90, 10],
    ])
    expect(look()).toEqual([0.5, 0, 0.25, 0.05])
    // Half a second later a load is still of a whole one: the count of a second ago is the one before this.
    nowNs = 1.5e9
    set([
      [100, 190, 10],
      [100, 50, 0],
      [0, 140, 10],
    ])
    expect(look()[0]).toBeCloseTo(100 / 150)
    nowNs = 2e9
    set([
      [150, 240, 10],
      [150, 50, 0],
      [0, 190, 10],
    ])
    expect(look()[0]).toBe(1)
  })

  test('a core that went offline has none', () => {
    using tree = new KernelTree()
    using held = new HeldFiles(tree.root)
    tree.set({
      '/proc/stat': stat([
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ]),
    })
    const { look } = observeLoads(held.read, () => 0)
    tree.set({
      '/proc/stat': stat([
        [10, 10, 0],
        [10, 10, 0],
      ]),
    })
    expect(look().slice(0, 2)).toEqual([0.5, null])
  })
})

onLinux('the busiest processes', () => {
  const write = (tree: KernelTree, pid: number, name: string, user: number) =>
    tree.set({
      [`/proc/${pid}/stat`]: statLine(pid, 1, name, { user }),
      [`/proc/${pid}/status`]: `Name:\t${name}\nVmRSS:\t    2048 kB`,
    })

  test('most first, of the time since the look before; names are one clean line', () => {
    using tree = new KernelTree()
    using held = new HeldFiles(tree.root)
    const busiest = new Busiest(kernelAt(tree.root), held)
    write(tree, 10, 'idle', 500)
    write(tree, 11, 'evil) R \u001b[31m', 100)
    expect(busiest.look(1e9)).toBeNull()
    write(tree, 11, 'evil) R \u001b[31m', 150)
    write(tree, 12, 'new', 100)
    expect(busiest.look(2e9)).toEqual({
      type: 'processes',
      atNs: 2e9,
      count: 3,
      processes: [
        { pid: 12, name: 'new', cores: 1, residentBytes: 2048 * 1024 },
        { pid: 11, name: 'evil) R  [31m', cores: 0.5, residentBytes: 2048 * 1024 },
      ],
    })
  })

  test('no more than a dozen, and no descriptor for one that is gone', () => {
    using tree = new KernelTree()
    using held = new HeldFiles(tree.root)
    const busiest = new Busiest(kernelAt(tree.root), held)
    for (let pid = 1; pid <= 40; pid++) write(tree, pid, `p${pid}`, 0)
    busiest.look(1e9)
    for (let pid = 1; pid <= 40; pid++) write(tree, pid, `p${pid}`, pid)
    const seen = busiest.look(2e9)
    expect(seen?.processes.map(({ pid }) => pid)).toEqual([
      40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29,
    ])
    for (let pid = 2; pid <= 40; pid++) tree.remove(`/proc/${pid}`)
    expect(busiest.look(3e9)).toMatchObject({ count: 1 })
  })
})
