// Clocks that are set and given back, on models of kernels that each refuse something else: after every one of these the
// whole tree reads as before, or the board says what does not. The numbers are those of the quirks in BOARDS, section 7.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../core/bench.ts'
import type { SysfsLayout } from './board-sysfs.ts'
import { skipped, sysfsLack } from './lack.ts'
import { TuningDesk } from './tuning-desk.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'
const governor = `${cpufreq}/policy0/scaling_governor`

describe.skipIf(skipped(sysfsLack()))('clocks that are set', () => {
  let tuning: TuningDesk
  let before: Readonly<Record<string, string>>

  beforeAll(async () => {
    tuning = await TuningDesk.start('bl2', 'all')
    await tuning.install()
  })
  afterAll(() => tuning?.stop())
  afterEach(async () => {
    const { status } = await tuning.inspect()
    if (status.state !== 'untouched') await tuning.forget()
    expect(status).toEqual({ state: 'untouched' })
  })

  const control = (command: string) => tuning.board.sys.control(command)
  const settings = () => tuning.board.sys.settings()
  /** Another board, and what it reads before anybody tunes it. */
  const begin = async (layout: SysfsLayout) => {
    await tuning.become(layout)
    before = await settings()
  }
  const restored = async () => {
    expect(await tuning.restore()).toEqual({ state: 'untouched' })
    expect(await settings()).toEqual(before)
  }

  test.each(['bl2', 'bl2-old'] as const)(
    '9, 10: limits go up and down on %s without crossing, are seen however late they hold, and come back',
    async (layout) => {
      await begin(layout)
      if (layout === 'bl2') await control('late 50')
      for (const [minKhz, maxKhz] of [
        [1_800_000, 1_800_000],
        [408_000, 408_000],
        [408_000, 1_800_000],
      ] as const) {
        const status = await tuning.tune({ policies: [{ minKhz, maxKhz }] })
        expect(status).toMatchObject({ state: 'tuned', tainted: false })
        expect(await settings()).toMatchObject({
          [`${cpufreq}/policy0/scaling_min_freq`]: String(minKhz),
          [`${cpufreq}/policy0/scaling_max_freq`]: String(maxKhz),
        })
      }
      await restored()
    },
  )

  test('6: a speed outside of the limits is clamped by the kernel, and the board says at what', async () => {
    await begin('bl2')
    const status = await tuning.apply([
      { path: governor, value: 'userspace' },
      { path: `${cpufreq}/policy0/scaling_setspeed`, value: '99000000' },
    ])
    expect(status).toMatchObject({ state: 'tuned' })
    expect(status.state === 'tuned' && status.changes.map(({ reads }) => reads)).toContain(
      '1800000',
    )
    await restored()
  })

  test('a governor that the kernel does not know is refused with its word, and all is given back', async () => {
    await begin('bl2')
    const changes = [
      { path: governor, value: 'performance' },
      { path: `${cpufreq}/policy1/scaling_governor`, value: 'warp' },
    ]
    await expect(tuning.apply(changes)).rejects.toMatchObject({
      fault: { params: { path: `${cpufreq}/policy1/scaling_governor` } },
    })
    expect(await settings()).toEqual(before)
  })

  test('a value that is taken and does not stick is no success', async () => {
    await begin('bl2')
    await control(`ignore ${governor}`)
    await expect(tuning.apply([{ path: governor, value: 'powersave' }])).rejects.toMatchObject({
      fault: { params: { path: governor } },
    })
    await control(`mend ${governor}`)
    expect(await settings()).toEqual(before)
  })

  test('14: tunables that a change of the governor resets are given back with it', async () => {
    await tuning.become('bl2')
    await control(`write ${governor} ondemand`)
    await control(`write ${cpufreq}/policy0/ondemand/up_threshold 71`)
    before = await settings()
    await tuning.tune({ policies: [{ governor: 'performance' }] })
    expect(await settings()).not.toHaveProperty(`${cpufreq}/policy0/ondemand/up_threshold`)
    await restored()
    expect(before[`${cpufreq}/policy0/ondemand/up_threshold`]).toBe('71')
  })

  test('11: a throttled board is not tuned, and where one insists that is remembered', async () => {
    await tuning.become('bl2')
    await control('throttle policy1 1200000')
    const { changes } = await tuning.plan({ policies: [{ governor: 'performance' }] })
    await expect(tuning.apply(changes)).rejects.toMatchObject({
      fault: { code: expect.stringContaining('taint') },
    })
    expect(await tuning.apply(changes, { acceptTaint: true })).toMatchObject({
      state: 'tuned',
      tainted: true,
    })
    await control('throttle policy1 off')
    expect(await tuning.restore()).toEqual({ state: 'untouched' })
    expect(await settings()).toMatchObject({ [`${cpufreq}/policy1/scaling_max_freq`]: '2400000' })
  })

  test('12: nor is one whose cooling stuck', async () => {
    await begin('bl2')
    await control('cool cpufreq-cpu0 1')
    await expect(tuning.tune({ policies: [{ governor: 'performance' }] })).rejects.toMatchObject({
      fault: { code: expect.stringContaining('taint') },
    })
  })

  test('34: what a rival set meanwhile is told, not overwritten', async () => {
    await begin('bl2')
    await tuning.tune({ policies: [{ governor: 'powersave' }] })
    await control(`write ${governor} ondemand`)
    expect(await tuning.restore()).toMatchObject({
      state: 'failed-restore',
      failures: [{ path: governor, wanted: 'schedutil', reads: 'ondemand', why: 'foreign' }],
    })
    expect(await settings()).toMatchObject({
      [governor]: 'ondemand',
      [`${cpufreq}/policy1/scaling_governor`]: 'schedutil',
    })
    await tuning.forget()
  })

  test('35: the lease of a board whose desk is gone runs out, and it gives itself back', async () => {
    await begin('bl2')
    await tuning.tune(
      { policies: [{ governor: 'powersave' }] },
      { lease: { kind: 'until', leftMs: 1_500 } },
    )
    expect(await settings()).toMatchObject({ [governor]: 'powersave' })
    await tuning.board.cut()
    await until(async () => (await settings())[governor] === 'schedutil')
    await tuning.board.uncut()
    expect(await settings()).toEqual(before)
  })

  test('35: after a boot nothing is owed, and nothing is written', async () => {
    await begin('bl2')
    const lease = { kind: 'kept' } as const
    await tuning.tune({ policies: [{ governor: 'powersave', maxKhz: 816_000 }] }, { lease })
    await tuning.board.reboot()
    await tuning.board.sys.mark()
    await until(async () => {
      const { status } = await tuning.inspect().catch(() => ({ status: null }))
      return status?.state === 'untouched'
    })
    expect(await settings()).toEqual(before)
    expect(await tuning.board.sys.written()).toEqual([])
  })

  describe('on x86', () => {
    test('13: a preference that the governor forbids is refused, and all is given back', async () => {
      await begin('intel-pstate')
      const preference = `${cpufreq}/policy0/energy_performance_preference`
      const changes = [
        { path: governor, value: 'performance' },
        { path: preference, value: 'power' },
      ]
      await expect(tuning.apply(changes)).rejects.toMatchObject({
        fault: { params: { path: preference } },
      })
      expect(await settings()).toEqual(before)
      const wish = { policies: [{ governor: 'performance', energyPreference: 'power' }] }
      expect((await tuning.plan(wish)).unmet).toMatchObject([
        { why: 'governor-forbids' },
        { why: 'governor-forbids' },
      ])
    })

    test.each(['intel-pstate', 'acpi-boost', 'amd'] as const)(
      '15: a fixed frequency without boost on %s, which moves the limits by itself',
      async (layout) => {
        await begin(layout)
        await tuning.tune({ boost: false, policies: [{ fixedKhz: 2_200_000 }] })
        expect(await settings()).toMatchObject({
          [`${cpufreq}/policy1/scaling_min_freq`]: '2200000',
          [`${cpufreq}/policy1/scaling_max_freq`]: '2200000',
        })
        await restored()
      },
    )
  })

  test('23: a limit that was none becomes none again: the literal 0', async () => {
    await begin('rk3568-old')
    const device = 'fde40000.npu'
    await tuning.tune({ devices: [{ device, minHz: 600_000_000, maxHz: 600_000_000 }] })
    expect(await settings()).toMatchObject({
      [`/sys/class/devfreq/${device}/max_freq`]: '600000000',
    })
    await restored()
    expect(before[`/sys/class/devfreq/${device}/max_freq`]).toBe('0')
  })

  describe('on a Jetson', () => {
    test('24: a device whose governor is fixed says so', async () => {
      await begin('orin')
      const path = '/sys/class/devfreq/15340000.vic/governor'
      await expect(tuning.apply([{ path, value: 'performance' }])).rejects.toMatchObject({
        fault: { params: { path } },
      })
      expect(await settings()).toEqual(before)
    })

    test('7: clocks are set and given back past a cluster that is offline', async () => {
      await begin('orin')
      await tuning.tune({ policies: [{ governor: 'performance' }] })
      expect(await settings()).toMatchObject({
        [`${cpufreq}/policy4/scaling_governor`]: 'performance',
        [`${cpufreq}/policy8/scaling_governor`]: 'EBUSY',
      })
      await restored()
    })

    test('30: what jetson_clocks had set is the baseline, and comes back', async () => {
      await tuning.become('orin')
      for (const policy of ['policy0', 'policy4'])
        await control(`write ${cpufreq}/${policy}/scaling_min_freq 1984000`)
      await until(
        async () => (await settings())[`${cpufreq}/policy4/scaling_min_freq`] === '1984000',
      )
      before = await settings()
      await tuning.tune({ policies: [{ minKhz: 115_000, maxKhz: 729_000 }] })
      await restored()
    })

    test('29: a power mode that wants a reboot is not set, and the board says so', async () => {
      await begin('orin')
      await tuning.board.install('nvpmodel', '/usr/sbin/nvpmodel')
      await tuning.board.exec(
        'printf "< POWER_MODEL ID=%d NAME=%s >\\n" 0 MAXN 1 15W 2 8CORE >/etc/nvpmodel.conf',
      )
      expect((await tuning.inspect()).powerModes).toMatchObject({ now: 'MAXN' })
      expect(await tuning.tune({ powerMode: 1 })).toMatchObject({ state: 'tuned' })
      expect((await tuning.inspect()).powerModes).toMatchObject({ now: '15W' })
      expect(await tuning.restore()).toEqual({ state: 'untouched' })
      await expect(tuning.tune({ powerMode: 2 })).rejects.toMatchObject({
        fault: { detail: expect.stringContaining('reboot') },
      })
      expect((await tuning.inspect()).powerModes).toMatchObject({ now: 'MAXN' })
    })
  })
})
