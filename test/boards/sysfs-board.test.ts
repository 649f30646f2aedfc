// The board with a model of a kernel below /sys: that the model says and refuses what a kernel does, so that what passes
// on it means something. The rules are those of Documentation/admin-guide/pm/cpufreq.rst and drivers/cpufreq.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../core/bench.ts'
import type { SysfsLayout } from './board-sysfs.ts'
import { skipped, sysfsLack } from './lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from './namespace-board.ts'

const cpu = '/sys/devices/system/cpu'
const policy0 = `${cpu}/cpufreq/policy0`
const policy1 = `${cpu}/cpufreq/policy1`

describe.skipIf(skipped(sysfsLack()))('the model of a kernel', () => {
  let board: NamespaceBoard

  const boardOf = (layout: SysfsLayout) => {
    beforeAll(async () => {
      board = await startNamespaceBoard({ diskMiB: 50, sysfs: { layout } })
    })
    afterAll(() => board?.stop())
  }
  const read = async (path: string) => (await board.exec(`cat ${path}`)).trim()
  /** The kernel's words where it refuses; null where it takes the value. */
  const write = async (path: string, value: string | number) => {
    await board.sys.mark()
    await board.exec(`echo ${value} >${path} || true`)
    return (await board.sys.written()).at(-1)?.error ?? null
  }
  const reads = (path: string, value: string | number) =>
    until(async () => (await read(path)) === String(value))
  const invalid = 'Invalid argument'
  const busy = 'Device or resource busy'

  describe('of today', () => {
    boardOf('bl2')

    test('refuses an unknown governor, and anybody but root', async () => {
      expect(await write(`${policy0}/scaling_governor`, 'warp')).toBe(invalid)
      expect(await write(`${policy0}/scaling_governor`, 'powersave')).toBeNull()
      expect(await read(`${policy0}/scaling_governor`)).toBe('powersave')
      const asEdge = `su edge -c 'echo performance >${policy0}/scaling_governor; cat ${policy0}/cpuinfo_cur_freq'`
      expect(await board.exec(`${asEdge} 2>&1 || true`)).toMatch(/Permission denied[\s\S]*denied/)
      expect(await read(`${policy0}/cpuinfo_cur_freq`)).toBe('408000')
    })

    test('shows a limit late, and collapses crossed ones', async () => {
      await board.sys.control('late 300')
      expect(await write(`${policy0}/scaling_max_freq`, 816_000)).toBeNull()
      expect(await read(`${policy0}/scaling_max_freq`)).toBe('1800000')
      await reads(`${policy0}/scaling_max_freq`, 816_000)
      await board.sys.control('late 0')
      expect(await write(`${policy0}/scaling_min_freq`, 1_200_000)).toBeNull()
      expect(await read(`${policy0}/scaling_min_freq`)).toBe('816000')
      await write(`${policy0}/scaling_max_freq`, 99_000_000)
      expect(await read(`${policy0}/scaling_max_freq`)).toBe('1800000')
      expect(await read(`${policy0}/scaling_min_freq`)).toBe('1200000')
      await write(`${policy0}/scaling_min_freq`, 408_000)
    })

    test('takes a speed under userspace alone, and clamps it', async () => {
      const speed = `${policy1}/scaling_setspeed`
      expect(await read(speed)).toBe('<unsupported>')
      expect(await write(speed, 1_800_000)).toBe(invalid)
      await write(`${policy1}/scaling_governor`, 'userspace')
      expect(await write(speed, 99_000_000)).toBeNull()
      expect(await read(speed)).toBe('2400000')
      expect(await read(`${policy1}/scaling_cur_freq`)).toBe('2400000')
    })

    test('forgets tunables with their governor', async () => {
      await write(`${policy1}/scaling_governor`, 'ondemand')
      const threshold = `${policy1}/ondemand/up_threshold`
      expect(await write(threshold, 70)).toBeNull()
      expect(await write(threshold, 101)).toBe(invalid)
      await write(`${policy1}/scaling_governor`, 'performance')
      expect(await board.exec(`[ -e ${threshold} ] || echo gone`)).toBe('gone\n')
      await write(`${policy1}/scaling_governor`, 'ondemand')
      expect(await read(threshold)).toBe('95')
    })

    test('says EBUSY of a policy whose cores are all offline, and keeps its settings', async () => {
      expect(await write(`${cpu}/cpu1/online`, 0)).toBeNull()
      expect(await read(`${cpu}/online`)).toBe('0')
      expect(await write(`${policy1}/scaling_governor`, 'powersave')).toBe(busy)
      await expect(read(`${policy1}/related_cpus`)).rejects.toThrow('busy')
      expect(await write(`${cpu}/cpu0/online`, 0)).toBe(busy)
      await write(`${cpu}/cpu1/online`, 1)
      expect(await read(`${policy1}/scaling_governor`)).toBe('ondemand')
      expect(await read(`${policy1}/affected_cpus`)).toBe('1')
    })

    test('shows the limit that throttling leaves, and slows down', async () => {
      await write(`${policy1}/scaling_governor`, 'performance')
      await board.sys.control('throttle policy1 1200000')
      expect(await read(`${policy1}/scaling_max_freq`)).toBe('1200000')
      expect(await read(`${policy1}/scaling_cur_freq`)).toBe('1200000')
      expect(await read('/sys/class/thermal/cooling_device1/cur_state')).toBe('2')
      await board.sys.control('throttle policy1 off')
      expect(await read(`${policy1}/scaling_max_freq`)).toBe('2400000')
    })

    test('notes who opened what, and that the machine below can only be read', async () => {
      await board.sys.mark()
      await board.exec('cat /sys/kernel/rcu_normal >/dev/null')
      await board.exec('cat /sys/class/devfreq/fb000000.gpu/governor >/dev/null')
      expect(await board.sys.opened()).toMatchObject([
        { path: '/sys/kernel/rcu_normal', program: 'cat', uid: 0 },
        { path: '/sys/class/devfreq/fb000000.gpu/governor', program: 'cat', isPoison: false },
      ])
      const real = '/sys/kernel/rcu_normal'
      expect(await board.exec(`echo 0 >${real} || true; echo on`)).toBe('on\n')
      await board.sys.mark()
      await board.exec(`cat ${policy0}/poison`)
      expect((await board.sys.opened()).filter(({ isPoison }) => isPoison)).toHaveLength(1)
    })

    test('does to a file what a test asks for', async () => {
      const path = `${policy0}/scaling_governor`
      await board.sys.control(`fail ${path} EIO write 1`)
      expect(await write(path, 'performance')).toBe('Input/output error')
      expect(await write(path, 'performance')).toBeNull()
      await board.sys.control(`ignore ${path}`)
      expect(await write(path, 'powersave')).toBeNull()
      expect(await read(path)).toBe('performance')
      await board.sys.control(`mend ${path}`)
      await board.sys.control(`write ${path} ondemand 0.1`)
      await reads(path, 'ondemand')
      await expect(board.sys.control('dance')).rejects.toThrow('dance')
    })

    test('begins anew with a boot', async () => {
      const before = await read('/proc/sys/kernel/random/boot_id')
      await board.exec('setsid sleep 1000 >/dev/null 2>&1 & echo $! >/root/pid')
      await board.reboot()
      expect(await read(`${policy0}/scaling_governor`)).toBe('schedutil')
      expect(await read('/proc/sys/kernel/random/boot_id')).not.toBe(before)
      expect(await board.exec('[ -d /proc/$(cat /root/pid) ] || echo ended')).toBe('ended\n')
    })

    test('takes the files of a core that is unplugged away from who holds them open', async () => {
      const isGone = 'until [ -e /root/gone ]; do sleep 0.05; done'
      const held = board.exec(
        `exec 3<${policy1}/scaling_cur_freq; touch /root/held; ${isGone}; cat <&3 2>&1 || true`,
      )
      await until(async () => (await board.exec('ls /root')).includes('held'))
      await board.sys.control('unplug 1')
      await board.exec('touch /root/gone')
      expect(await held).toMatch(/No such device/)
      expect(await board.exec(`[ -e ${policy1} ] || echo gone`)).toBe('gone\n')
    })
  })

  describe('before 5.3', () => {
    boardOf('rk3568-old')

    test('refuses crossed limits at once, and takes others at once', async () => {
      expect(await write(`${policy0}/scaling_max_freq`, 816_000)).toBeNull()
      expect(await read(`${policy0}/scaling_max_freq`)).toBe('816000')
      expect(await write(`${policy0}/scaling_min_freq`, 1_104_000)).toBe(invalid)
    })

    test('matches a governor by its beginning in either case, and loads one that it does not list', async () => {
      expect(await write(`${policy0}/scaling_governor`, 'PERFORMANCE')).toBeNull()
      expect(await read(`${policy0}/scaling_governor`)).toBe('performance')
      expect(await write(`${policy0}/scaling_governor`, 'schedutil')).toBeNull()
      expect(await read(`${cpu}/cpufreq/schedutil/rate_limit_us`)).toBe('2000')
    })

    test('has no limit where a device reads 0', async () => {
      const npu = '/sys/class/devfreq/fde40000.npu'
      expect(await read(`${npu}/max_freq`)).toBe('0')
      expect(await write(`${npu}/max_freq`, 600_000_000)).toBeNull()
      expect(await write(`${npu}/min_freq`, 700_000_000)).toBe(invalid)
      expect(await write(`${npu}/max_freq`, 0)).toBeNull()
      expect(await read(`${npu}/max_freq`)).toBe('0')
      expect(await read('/sys/kernel/debug/rknpu/load')).toBe('NPU load:  0%')
      expect(
        await board.exec('su edge -c "cat /sys/kernel/debug/rknpu/load" 2>&1 || true'),
      ).toMatch(/denied/)
    })

    test('says EINVAL of what is written to a policy whose cores are offline', async () => {
      // Of four cores, the last can not be taken offline.
      for (const core of [0, 1, 2]) expect(await write(`${cpu}/cpu${core}/online`, 0)).toBeNull()
      expect(await write(`${cpu}/cpu3/online`, 0)).toBe(busy)
      expect(await read(`${policy0}/affected_cpus`)).toBe('3')
    })
  })

  describe('of Intel', () => {
    boardOf('intel-pstate')

    test('knows two governors, no steps, and no speed', async () => {
      expect(await read(`${policy0}/scaling_available_governors`)).toBe('performance powersave')
      expect(await write(`${policy0}/scaling_governor`, 'ondemand')).toBe(invalid)
      expect(await board.exec(`ls ${policy0}`)).not.toContain('scaling_available_frequencies')
      expect(await write(`${policy0}/scaling_setspeed`, 1_000_000)).toBe(invalid)
    })

    test('refuses a preference under performance', async () => {
      const preference = `${policy0}/energy_performance_preference`
      expect(await write(preference, 'balance_power')).toBeNull()
      await write(`${policy0}/scaling_governor`, 'performance')
      expect(await read(preference)).toBe('performance')
      expect(await write(preference, 'power')).toBe(busy)
      await write(`${policy0}/scaling_governor`, 'powersave')
      expect(await read(preference)).toBe('balance_power')
      expect(await write(preference, 'wishful')).toBe(invalid)
    })

    test('lowers the limits without turbo, and lifts them with it', async () => {
      const noTurbo = `${cpu}/intel_pstate/no_turbo`
      expect(await write(noTurbo, 2)).toBe(invalid)
      await write(noTurbo, 1)
      expect(await read(`${policy0}/scaling_max_freq`)).toBe('2400000')
      await write(noTurbo, 0)
      expect(await read(`${policy0}/scaling_max_freq`)).toBe('4000000')
    })

    test('counts energy for root alone, and begins anew at its end', async () => {
      const energy = '/sys/class/powercap/intel-rapl:0/energy_uj'
      expect(await read(energy)).toMatch(/^\d+$/)
      await board.sys.control('wrap 1000')
      expect(Number(await read(energy))).toBeLessThan(1000)
      expect(await board.exec(`su edge -c 'cat ${energy}' 2>&1 || true`)).toMatch(/denied/)
    })
  })

  describe('with one switch for boost', () => {
    boardOf('acpi-boost')

    test('loses the limit that was asked for with it', async () => {
      await write(`${policy0}/scaling_max_freq`, 2_200_000)
      await reads(`${policy0}/scaling_max_freq`, 2_200_000)
      expect(await write(`${cpu}/cpufreq/boost`, 0)).toBeNull()
      expect(await read(`${policy0}/scaling_max_freq`)).toBe('2600000')
      expect(await write(`${cpu}/cpufreq/boost`, 'yes')).toBe(invalid)
      expect(await read(`${policy0}/cpuinfo_cur_freq`)).toBe('<unknown>')
    })
  })
})

describe.skipIf(skipped(sysfsLack()))('what the user edge may do as root', () => {
  const sudo = async (
    grant: 'absent' | 'nothing' | 'all' | 'password' | 'helper',
    words: string,
  ) => {
    const board = await startNamespaceBoard({ diskMiB: 50, sysfs: { layout: 'bl2' }, sudo: grant })
    try {
      return await board.exec(`su edge -c '${words}' 2>&1 || true`)
    } finally {
      await board.stop()
    }
  }

  test.each([
    ['absent', 'sudo -n id -u', /not found/],
    ['nothing', 'sudo -n id -u', /password is required/],
    ['all', 'sudo -n id -u', /^0$/m],
    ['password', 'echo correct horse | sudo -k -S -p "" id -u', /^0$/m],
    ['password', 'echo wrong | sudo -k -S -p "" id -u', /incorrect password/],
    ['helper', 'sudo -n id -u; sudo -n -l', /password is required[\s\S]*benchtop-tune ""/],
  ] as const)('%s: %s', async (grant, words, expected) => {
    expect(await sudo(grant, words)).toMatch(expected)
  })
})
