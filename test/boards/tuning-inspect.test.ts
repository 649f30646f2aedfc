// What boards of many kinds say of their clocks, through the agent's own inspection on a model of each one's kernel. The
// numbers are those of the quirks in BOARDS, section 7.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SysfsLayout } from './board-sysfs.ts'
import { skipped, sysfsLack } from './lack.ts'
import { TuningDesk } from './tuning-desk.ts'

describe.skipIf(skipped(sysfsLack()))('a look at the clocks', () => {
  let tuning: TuningDesk

  beforeAll(async () => {
    tuning = await TuningDesk.start('rk3588', 'all')
    await tuning.install()
  })
  afterAll(() => tuning?.stop())

  const on = (layout: SysfsLayout) => beforeEach(() => tuning.become(layout))
  const control = (command: string) => tuning.board.sys.control(command)

  describe('of an RK3588', () => {
    on('rk3588')

    test('names clusters, governors, steps and devices, and changes nothing', async () => {
      const before = await tuning.board.sys.settings()
      await tuning.board.sys.mark()
      const report = await tuning.inspect()
      expect(
        report.policies.map(({ policy, cluster, cpus }) => ({ policy, cluster, cpus })),
      ).toEqual([
        { policy: 'policy0', cluster: 'Cortex-A55', cpus: [0, 1, 2, 3] },
        { policy: 'policy4', cluster: 'Cortex-A76', cpus: [4, 5] },
        { policy: 'policy6', cluster: 'Cortex-A76', cpus: [6, 7] },
      ])
      expect(report.policies[1]).toMatchObject({
        governor: 'ondemand',
        governors: expect.arrayContaining(['schedutil', 'performance', 'userspace']),
        hardwareMinKhz: 408_000,
        hardwareMaxKhz: 2_400_000,
        minKhz: 408_000,
        maxKhz: 2_400_000,
        energyPreference: null,
        boost: null,
      })
      expect(report.policies[1]?.stepsKhz).toHaveLength(12)
      expect(report.policies[1]?.tunables.map(({ name }) => name)).toContain('up_threshold')
      expect(report.devices.map(({ device, kind }) => [device, kind])).toEqual([
        ['dmc', 'memory'],
        ['fb000000.gpu', 'gpu'],
        ['fdab0000.npu', 'npu'],
      ])
      expect(report).toMatchObject({ status: { state: 'untouched' }, taints: [], boost: null })
      expect(await tuning.board.sys.settings()).toEqual(before)
      expect(await tuning.board.sys.written()).toEqual([])
    })

    test('5: a speed that reads <unsupported> is none', async () => {
      expect((await tuning.inspect()).policies[0]?.setKhz).toBeNull()
    })

    test('16: a current frequency that only root may read is not missed', async () => {
      expect((await tuning.inspect()).policies[0]?.nowKhz).toBeGreaterThan(0)
    })

    test('21, 22: a zone that can not be read shifts no other, and a sensor that is off has no temperature', async () => {
      expect((await tuning.inspect()).zones).toEqual([
        { zone: 'soc-thermal', milliC: 45_300 },
        { zone: 'bigcore0-thermal', milliC: 46_200 },
        { zone: 'littlecore-thermal', milliC: 44_300 },
        { zone: 'npu-thermal', milliC: 44_300 },
      ])
    })

    test('26: the load of an NPU with several cores is that of its busiest', async () => {
      const npu = async () => (await tuning.inspect()).devices.find(({ kind }) => kind === 'npu')
      expect((await npu())?.load).toBe(0.12)
      await control('npu-load "NPU load:  Core0:  3%, Core1: 88%, Core2:  0%,"')
      expect((await npu())?.load).toBe(0.88)
      await control('npu-load nonsense')
      expect((await npu())?.load).toBeNull()
    })

    test('27: a load that some kernels never move says nothing', async () => {
      const gpu = async () => (await tuning.inspect()).devices.find(({ kind }) => kind === 'gpu')
      await control('device-load fb000000.gpu 0.37')
      expect((await gpu())?.load).toBe(0.37)
      await control('text /sys/class/devfreq/fb000000.gpu/load 100@300000000Hz')
      expect((await gpu())?.load).toBeNull()
    })

    test('11, 12: throttling now, and a cooling state that stuck, taint what would be the baseline', async () => {
      await control('throttle policy4 1200000')
      expect((await tuning.inspect()).taints).toEqual([
        { kind: 'cooling', device: 'cpufreq-cpu4', state: 7 },
        { kind: 'limited', policy: 'policy4', maxKhz: 1_200_000 },
      ])
      await control('throttle policy4 off')
      expect((await tuning.inspect()).taints).toEqual([])
      await control('cool cpufreq-cpu0 2')
      expect((await tuning.inspect()).taints).toEqual([
        { kind: 'cooling', device: 'cpufreq-cpu0', state: 2 },
      ])
    })
  })

  test('28: two boards of one name reach different frequencies, and a fixed one is the nearest step of each', async () => {
    const fixed = { policies: [{ policies: ['policy6'], fixedKhz: 2_400_000 }] }
    const tops = []
    for (const layout of ['rk3588', 'rk3588-binned'] as const) {
      await tuning.become(layout)
      const { policies } = await tuning.inspect()
      const { changes } = await tuning.plan(fixed)
      const least = changes.filter(({ path }) => path.endsWith('policy6/scaling_min_freq')).at(-1)
      tops.push([policies[2]?.hardwareMaxKhz, least?.value])
    }
    expect(tops).toEqual([
      [2_400_000, '2400000'],
      [2_256_000, '2256000'],
    ])
  })

  describe('of an RK3568 with an old kernel', () => {
    on('rk3568-old')

    test('23, 25, 26: no limit reads 0, there is no clock of the memory, and the NPU has one load', async () => {
      expect((await tuning.inspect()).devices).toMatchObject([
        { device: 'fde40000.npu', kind: 'npu', minHz: 0, maxHz: 0, load: 0 },
        { device: 'fde60000.gpu', kind: 'gpu', minHz: 200_000_000, maxHz: 800_000_000 },
      ])
    })

    test('has the tunables of a governor of the vendor’s, which all policies share', async () => {
      const [policy] = (await tuning.inspect()).policies
      expect(policy).toMatchObject({ governor: 'interactive' })
      expect(policy?.tunables.map(({ path }) => path)).toContain(
        '/sys/devices/system/cpu/cpufreq/interactive/hispeed_freq',
      )
    })
  })

  describe('of a Jetson', () => {
    test('7: a cluster that is wholly offline does not hide the others', async () => {
      await tuning.become('orin')
      const { policies } = await tuning.inspect()
      expect(policies.slice(0, 2)).toMatchObject([
        { policy: 'policy0', onlineCpus: [0, 1, 2, 3], governor: 'schedutil' },
        { policy: 'policy4', cpus: [4, 5, 6, 7], onlineCpus: [4, 5] },
      ])
    })

    test('22: zones of an old kernel keep their names', async () => {
      await tuning.become('nano-old')
      const { zones } = await tuning.inspect()
      expect(zones).toContainEqual({ zone: 'CPU-therm', milliC: 38_000 })
    })
  })

  test('31: bits that a Raspberry Pi keeps since its boot taint nothing, those of now do', async () => {
    await tuning.become('pi5')
    expect((await tuning.inspect()).taints).toEqual([])
    const flags = '/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled'
    await control(`text ${flags} 50005`)
    expect((await tuning.inspect()).taints).toEqual([{ kind: 'throttled', source: 'Raspberry Pi' }])
  })

  test('15, 16: Intel’s driver lists no steps and has no current frequency of the hardware', async () => {
    await tuning.become('intel-pstate')
    const report = await tuning.inspect()
    expect(report.boost).toEqual({
      path: '/sys/devices/system/cpu/intel_pstate/no_turbo',
      on: true,
    })
    expect(report.policies).toHaveLength(2)
    expect(report.policies[0]).toMatchObject({
      governors: ['performance', 'powersave'],
      stepsKhz: [],
      tunables: [],
      setKhz: null,
      energyPreferences: expect.arrayContaining(['power', 'balance_power']),
    })
  })

  test('has a boost of each policy, or one of all', async () => {
    await tuning.become('amd')
    const amd = await tuning.inspect()
    expect([amd.boost, amd.policies.map(({ boost }) => boost)]).toEqual([null, [true, true]])
    await tuning.become('acpi-boost')
    expect((await tuning.inspect()).boost).toEqual({
      path: '/sys/devices/system/cpu/cpufreq/boost',
      on: true,
    })
  })

  test('4: of exactly one governor no other is offered', async () => {
    await tuning.become('one-governor')
    expect((await tuning.inspect()).policies[0]?.governors).toEqual(['performance'])
    const { changes, unmet } = await tuning.plan({ policies: [{ governor: 'powersave' }] })
    expect(changes).toEqual([])
    expect(unmet).toMatchObject([{ target: 'policy0', asked: 'powersave' }])
  })

  test('33: a kernel whose cpufreq is empty, and without sensors, has nothing to tune', async () => {
    await tuning.become('empty-cpufreq')
    expect(await tuning.inspect()).toMatchObject({
      policies: [],
      devices: [],
      zones: [],
      boost: null,
      status: { state: 'untouched' },
    })
  })
})
