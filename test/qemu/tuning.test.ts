// Tuning on a kernel of its own: the real acpi-cpufreq takes, refuses and clamps what is written, and a power meter shows
// that the processor's P-state followed. The machine is emulated: what it does is asserted, never how fast.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoardSession } from '../../src/main/board/session.ts'
import type { BoardId } from '../../src/shared/board.ts'
import { addAndTrust, emulatedSession } from '../boards/first-sweep.ts'
import { qemuLack, skipped } from '../boards/lack.ts'
import { type QemuBoard, type QemuBoardOptions, startQemuBoard } from '../boards/qemu-board.ts'
import { TestBench } from '../core/bench.ts'
import { faultOf } from '../ssh/desk.ts'
import { clocksOf, cpufreq, powerUw } from './clocks.ts'

const governor = (policy: number) => `${cpufreq}/policy${policy}/scaling_governor`
const both = (value: string) => [0, 1].map((policy) => ({ path: governor(policy), value }))
const tenMinutes = { kind: 'until', leftMs: 600_000 } as const

const logins: readonly (QemuBoardOptions & { readonly route: string })[] = [
  { init: 'small', user: 'root', route: 'direct' },
  { init: 'systemd', user: 'edge', route: 'sudo' },
]

describe.skipIf(skipped(qemuLack())).each(logins)('$user on a $init board', (login) => {
  let qemu: QemuBoard
  let desk: TestBench
  let board: BoardId
  let session: BoardSession
  let untouched: Readonly<Record<string, string>>

  beforeAll(async () => {
    qemu = await startQemuBoard(login)
    await qemu.exec("printf 'edge ALL=(root) NOPASSWD: ALL\\n' >/etc/sudoers.d/edge")
    desk = new TestBench()
    board = await addAndTrust(desk, qemu)
    session = await emulatedSession(desk, board)
    untouched = await clocksOf(qemu)
  })
  afterAll(async () => {
    await desk?.dispose()
    await qemu?.stop()
  })

  const apply = (changes: readonly { readonly path: string; readonly value: string }[]) =>
    session.call('tune-apply', { changes: [...changes], lease: tenMinutes, acceptTaint: false })
  const restore = () => session.call('tune-restore', {})

  test('sees two policies of the kernel’s own driver', async () => {
    const report = await session.call('tune-inspect', {})
    expect(report).toMatchObject({
      route: login.route,
      taints: [],
      rivals: [],
      devices: [],
      status: { state: 'untouched' },
    })
    const governors = [
      'conservative',
      'ondemand',
      'performance',
      'powersave',
      'schedutil',
      'userspace',
    ]
    const shared = { driver: 'acpi-cpufreq', governor: 'schedutil', setKhz: null }
    expect(report.policies).toMatchObject([
      { ...shared, policy: 'policy0', cpus: [0], onlineCpus: [0], hardwareMinKhz: 600_000 },
      { ...shared, policy: 'policy1', cpus: [1], onlineCpus: [1], hardwareMinKhz: 500_000 },
    ])
    expect(report.policies.map(({ stepsKhz }) => stepsKhz)).toEqual([
      [600_000, 1_200_000, 1_800_000, 2_200_000],
      [500_000, 1_000_000, 1_500_000],
    ])
    for (const policy of report.policies) expect(policy.governors.toSorted()).toEqual(governors)
  })

  test('sets a governor, which draws more or less power, and gives back all of it', async () => {
    const drawn: number[] = []
    for (const word of ['powersave', 'performance']) {
      expect(await apply(both(word))).toMatchObject({
        state: 'tuned',
        lease: { kind: 'until' },
        changes: both(word).map(({ path, value }) => ({ path, wanted: value, reads: value })),
      })
      drawn.push(await powerUw(qemu))
    }
    const [least = 0, most = 0] = drawn
    expect(least).toBeGreaterThan(0)
    expect(most).toBeGreaterThan(least)
    expect(await restore()).toEqual({ state: 'untouched' })
    expect(await clocksOf(qemu)).toEqual(untouched)
  })

  test('holds every step by userspace, each with more power than the one below', async () => {
    const drawn: number[] = []
    for (const khz of [600_000, 1_200_000, 1_800_000, 2_200_000]) {
      const setspeed = { path: `${cpufreq}/policy0/scaling_setspeed`, value: String(khz) }
      await apply([{ path: governor(0), value: 'userspace' }, setspeed])
      const { policies } = await session.call('tune-inspect', {})
      expect(policies[0]).toMatchObject({ governor: 'userspace', setKhz: khz, nowKhz: khz })
      drawn.push(await powerUw(qemu))
    }
    expect(drawn).toEqual(drawn.toSorted((one, other) => one - other))
    expect(new Set(drawn).size).toBe(4)
    await restore()
    expect(await clocksOf(qemu)).toEqual(untouched)
  })

  test('holds limits, of which the kernel makes what it has', async () => {
    const limit = (name: string, khz: number) => ({
      path: `${cpufreq}/policy0/scaling_${name}_freq`,
      value: String(khz),
    })
    await apply([limit('min', 600_000), limit('max', 1_200_000), limit('min', 1_200_000)])
    const { policies } = await session.call('tune-inspect', {})
    expect(policies[0]).toMatchObject({ minKhz: 1_200_000, maxKhz: 1_200_000, nowKhz: 1_200_000 })
    await restore()
    expect(await clocksOf(qemu)).toEqual(untouched)
  })

  test('gives back what was set before a governor that the kernel does not know', async () => {
    const unknown = { path: governor(1), value: 'nonsense' }
    const fault = await faultOf(apply([{ path: governor(0), value: 'powersave' }, unknown]))
    expect(JSON.stringify(fault)).toContain('nonsense')
    expect(await clocksOf(qemu)).toEqual(untouched)
    expect((await session.call('tune-inspect', {})).status).toEqual({ state: 'untouched' })
  })

  test('refuses a speed to a governor that takes none', async () => {
    const setspeed = { path: `${cpufreq}/policy0/scaling_setspeed`, value: '1200000' }
    expect((await faultOf(apply([setspeed]))).hint).toBeTruthy()
    expect(await clocksOf(qemu)).toEqual(untouched)
  })
})
