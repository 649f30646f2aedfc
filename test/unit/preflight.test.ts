// What speaks against measuring now, on trees like those of boards that a person has to mend, and in words.

import { createInstance } from 'i18next'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kernelAt } from '../../src/agent/environment/kernel.ts'
import { preflight } from '../../src/agent/environment/preflight.ts'
import { en } from '../../src/renderer/i18n/en.ts'
import { said } from '../../src/renderer/i18n/sayings.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import { type PreflightFinding, preflightFindingSchema } from '../../src/shared/environment.ts'
import { preflightSaying } from '../../src/shared/preflight-sayings.ts'
import { englishOf } from '../../src/shared/result-sayings.ts'
import { KernelTree, statLine } from '../fixtures/kernel-tree.ts'

const cpu = '/sys/devices/system/cpu'
const thermal = '/sys/class/thermal'
const supply = '/sys/class/power_supply'

/** Ticks of two CPUs together. */
const stat = (user: number, idle: number, steal = 0) =>
  `cpu  ${user} 0 0 ${idle} 0 0 0 ${steal} 0 0\ncpu0 1 0 0 1\ncpu1 1 0 0 1`

const calm = {
  '/proc/stat': stat(1000, 9000),
  '/proc/meminfo':
    'MemTotal:        4000000 kB\nSwapTotal:       2000000 kB\nSwapFree:        1900000 kB',
  [`/proc/${process.pid}/stat`]: statLine(process.pid, 1, 'node', { user: 10 }),
  '/proc/900/stat': statLine(900, 1, 'ffmpeg', { user: 500 }),
  [`${cpu}/possible`]: '0-1',
  [`${cpu}/present`]: '0-1',
  [`${cpu}/cpufreq/policy0/related_cpus`]: '0 1',
  [`${cpu}/cpufreq/policy0/scaling_governor`]: 'performance',
  [`${cpu}/cpu0/thermal_throttle/core_throttle_count`]: 4,
  [`${thermal}/thermal_zone0/type`]: 'soc-thermal',
  [`${thermal}/thermal_zone0/temp`]: 45_000,
  [`${thermal}/thermal_zone0/trip_point_0_type`]: 'passive',
  [`${thermal}/thermal_zone0/trip_point_0_temp`]: 80_000,
  [`${thermal}/cooling_device0/type`]: 'cpufreq-cpu0',
  [`${thermal}/cooling_device0/cur_state`]: 0,
  [`${supply}/BAT0/type`]: 'Battery',
  [`${supply}/BAT0/status`]: 'Charging',
  [`${supply}/BAT0/capacity`]: 80,
  [`${supply}/mouse/type`]: 'Battery',
  [`${supply}/mouse/scope`]: 'Device',
  [`${supply}/mouse/status`]: 'Discharging',
} as const

describe.runIf(process.platform === 'linux')('before a run', () => {
  let tree: KernelTree
  beforeEach(() => {
    tree = new KernelTree(calm)
  })
  afterEach(() => tree[Symbol.dispose]())

  /** What is found where `meanwhile` happens during the look. */
  async function found(
    meanwhile: Readonly<Record<string, string | number>> = {},
    instrumentPids: readonly number[] = [],
  ): Promise<PreflightFinding[]> {
    const look = async () => tree.set({ '/proc/stat': stat(1001, 9099), ...meanwhile })
    const findings = await preflight({ instrumentPids, kernel: kernelAt(tree.root), look })
    for (const finding of findings)
      expect(() => preflightFindingSchema.parse(finding)).not.toThrow()
    return findings
  }

  test('a calm board has nothing to mend', async () => {
    expect(await found()).toEqual([])
  })

  test('a kernel that says nothing is no reason', async () => {
    tree.remove('/proc')
    tree.remove('/sys')
    const look = async () => undefined
    expect(await preflight({ instrumentPids: [], kernel: kernelAt(tree.root), look })).toEqual([])
  })

  test('a governor that follows the load', async () => {
    tree.set({ [`${cpu}/cpufreq/policy0/scaling_governor`]: 'ondemand' })
    expect(await found()).toEqual([{ kind: 'governor', policy: 'policy0', governor: 'ondemand' }])
  })

  test('other programs, the busiest first, with what they took', async () => {
    tree.set({ '/proc/901/stat': statLine(901, 1, 'make', { user: 7 }) })
    const findings = await found({
      '/proc/stat': stat(1050, 9050),
      '/proc/900/stat': statLine(900, 1, 'ffmpeg', { user: 535 }),
      '/proc/901/stat': statLine(901, 1, 'make', { user: 12 }),
      // Started meanwhile: all that it took counts.
      '/proc/902/stat': statLine(902, 901, 'make', { user: 4, system: 1 }),
    })
    expect(findings).toEqual([
      {
        kind: 'load',
        share: 0.5,
        programs: [
          { name: 'ffmpeg', share: 0.35 },
          { name: 'make', share: 0.1 },
        ],
      },
    ])
  })

  test('what Benchtop itself does, here or in a window that is named, is no load of others', async () => {
    const own = {
      '/proc/stat': stat(1050, 9050),
      [`/proc/${process.pid}/stat`]: statLine(process.pid, 1, 'node', { user: 30 }),
      '/proc/950/stat': statLine(950, 900, 'renderer', { user: 15 }),
      '/proc/900/stat': statLine(900, 1, 'benchtop', { user: 515 }),
    }
    tree.set({
      '/proc/950/stat': statLine(950, 900, 'renderer', { user: 0 }),
      '/proc/900/stat': statLine(900, 1, 'benchtop', { user: 500 }),
    })
    expect(await found(own, [900])).toEqual([])
    tree.set(calm)
    tree.remove('/proc/950')
    const unnamed = await found(own)
    expect(unnamed).toMatchObject([{ kind: 'load', share: expect.closeTo(0.3, 10) }])
  })

  test('a share of 5 % is still allowed, and steal counts with the load', async () => {
    expect(await found({ '/proc/stat': stat(1005, 9095) })).toEqual([])
    expect(await found({ '/proc/stat': stat(1004 + 5, 9091 + 95, 4) })).toMatchObject([
      { kind: 'load', share: expect.any(Number) },
      { kind: 'steal', share: expect.any(Number) },
    ])
  })

  test('a zone near to where the kernel slows the board, by its passive trip before its critical one', async () => {
    tree.set({ [`${thermal}/thermal_zone0/temp`]: 64_000 })
    expect(await found()).toEqual([])
    tree.set({ [`${thermal}/thermal_zone0/temp`]: 64_001 })
    expect(await found()).toEqual([
      { kind: 'hot', zone: 'soc-thermal', milliC: 64_001, limitMilliC: 80_000 },
    ])
    tree.set({
      [`${thermal}/thermal_zone0/trip_point_0_type`]: 'critical',
      [`${thermal}/thermal_zone0/trip_point_0_temp`]: 110_000,
    })
    expect(await found()).toEqual([])
    tree.remove(`${thermal}/thermal_zone0/trip_point_0_type`)
    tree.set({ [`${thermal}/thermal_zone0/temp`]: 109_000 })
    expect(await found()).toEqual([])
  })

  test('throttling: a cooling device at work, a counter that rises', async () => {
    tree.set({ [`${thermal}/cooling_device0/cur_state`]: 2 })
    expect(await found()).toEqual([{ kind: 'throttled', source: 'cpufreq-cpu0' }])
    tree.set({ [`${thermal}/cooling_device0/cur_state`]: 0 })
    const counter = `${cpu}/cpu0/thermal_throttle/core_throttle_count`
    expect(await found({ [counter]: 5 })).toEqual([{ kind: 'throttled', source: 'cpu0 core' }])
    expect(await found()).toEqual([])
  })

  test('memory in swap, where it is much', async () => {
    const meminfo = (freeKib: number) => ({
      '/proc/meminfo': `MemTotal: 4000000 kB\nSwapTotal: 2000000 kB\nSwapFree: ${freeKib} kB`,
    })
    tree.set(meminfo(1_600_000))
    expect(await found()).toEqual([])
    tree.set(meminfo(1_599_999))
    expect(await found()).toEqual([{ kind: 'swap', usedBytes: 400_001 * 1024 }])
  })

  test('a battery that the board runs from', async () => {
    tree.set({ [`${supply}/BAT0/status`]: 'Discharging' })
    expect(await found()).toEqual([{ kind: 'battery', percent: 80 }])
    tree.remove(`${supply}/BAT0/capacity`)
    expect(await found()).toEqual([{ kind: 'battery', percent: null }])
  })

  test('power that is there and can’t be read', async () => {
    const zone = '/sys/class/powercap/intel-rapl:0'
    tree.set({ [`${zone}/name`]: 'package-0', [`${zone}/max_energy_range_uj`]: 1e9 })
    tree.set({ [`${zone}/energy_uj`]: 'nonsense' })
    expect(await found()).toEqual([{ kind: 'power-unread', source: 'rapl', remedy: null }])
    tree.set({ [`${zone}/energy_uj`]: 12 })
    expect(await found()).toEqual([])
  })
})

describe('in words', () => {
  const findings: readonly PreflightFinding[] = [
    { kind: 'governor', policy: 'policy0', governor: '{{policy}} $t(nav.boards)' },
    { kind: 'load', share: 0.312, programs: [] },
    { kind: 'load', share: 0.312, programs: [{ name: 'make', share: 0.2 }] },
    { kind: 'steal', share: 0.08 },
    { kind: 'hot', zone: 'soc-thermal', milliC: 71_500, limitMilliC: 85_000 },
    { kind: 'throttled', source: 'cpufreq-cpu0' },
    { kind: 'swap', usedBytes: 2 ** 30 },
    { kind: 'battery', percent: null },
    { kind: 'battery', percent: 42 },
    { kind: 'power-unread', source: 'rapl', remedy: 'rapl' },
    { kind: 'power-unread', source: 'Raspberry Pi PMIC', remedy: 'video-group' },
    { kind: 'power-unread', source: 'ina3221 1-0040', remedy: null },
  ]
  test.each(['en', 'zh-CN'] as const)(
    '%s has words for each, with every place filled',
    async (lng) => {
      const instance = createInstance()
      await instance.init({
        lng,
        resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
        interpolation: { escapeValue: false },
      })
      for (const finding of findings) {
        const { says, hint } = preflightSaying(finding)
        for (const saying of [says, hint]) {
          const text = said(instance.t, saying)
          expect(text).not.toContain(saying.key)
          for (const value of Object.values(saying.params))
            if (saying === says) expect(text).toContain(String(value))
        }
      }
    },
  )

  test('the command says the same in English', () => {
    const [, , load, , hot] = findings.map((finding) => englishOf(preflightSaying(finding).says))
    expect(load).toBe('Other programs take 31.2 % of the processor: make 20.0 %.')
    expect(hot).toBe('soc-thermal is at 71.5 °C; at 85.0 °C the board slows down.')
  })
})
