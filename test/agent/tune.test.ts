// The verbs of tuning on a model of a kernel, as root: what a board says of itself, setting it, and giving it back.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { tuningSchema } from '../../src/shared/tuning.ts'
import { tunableAt } from '../../src/shared/tuning-paths.ts'
import { changesFor } from '../../src/shared/tuning-plan.ts'
import { clockTuning, presetTuning } from '../../src/shared/tuning-presets.ts'
import type { SysfsLayout } from '../boards/board-sysfs.ts'
import { skipped } from '../boards/lack.ts'
import {
  startTunableMachine,
  type TunableMachine,
  tunableMachineLack,
} from '../fixtures/tunable-machine.ts'
import { buildAgent, type CallOptions, TestHome } from './agent.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'

describe.skipIf(skipped(tunableMachineLack()))('tuning by the agent', () => {
  const home = new TestHome()
  let machine: TunableMachine
  let options: CallOptions

  const machineOf = (layout: SysfsLayout) => {
    beforeAll(async () => {
      machine = await startTunableMachine(layout)
      options = { prefix: machine.prefix }
    })
    afterEach(async () => {
      await home.call('tune-restore', {}, options)
    })
    afterAll(() => machine?.stop())
  }
  const inspect = () => home.call('tune-inspect', {}, options)
  const until = { kind: 'until', leftMs: 60_000 } as const

  beforeAll(() => buildAgent())
  afterAll(() => home.remove())

  describe('of a board with two clusters', () => {
    machineOf('rk3588')

    test('a look says what can be set, opens nothing else and changes nothing', async () => {
      await machine.sys.mark()
      const report = await inspect()
      expect(await machine.sys.written()).toEqual([])
      expect((await machine.sys.opened()).filter(({ isPoison }) => isPoison)).toEqual([])
      expect(report.route).toBe('direct')
      expect(report.status).toEqual({ state: 'untouched' })
      expect(report.policies.map(({ policy, cpus }) => [policy, cpus.length])).toEqual([
        ['policy0', 4],
        ['policy4', 2],
        ['policy6', 2],
      ])
      expect(report.policies[0]?.stepsKhz.length).toBeGreaterThan(3)
      expect(report.policies[0]?.tunables.length).toBeGreaterThan(0)
      expect(report.devices.map(({ kind }) => kind).toSorted()).toEqual(['gpu', 'memory', 'npu'])
    })

    test('a preset stands as it was planned, and goes back to what was', async () => {
      const before = await machine.sys.settings()
      const report = await inspect()
      const { changes } = changesFor(presetTuning('reproducible', report), report)
      const status = await home.call('tune-apply', { changes: [...changes], lease: until }, options)
      expect(status).toMatchObject({ state: 'tuned', lease: { kind: 'until' }, tainted: false })
      const after = await inspect()
      expect(changesFor(presetTuning('reproducible', after), after).changes).toEqual([])
      for (const { minKhz, maxKhz, governor } of after.policies)
        expect([minKhz, governor]).toEqual([maxKhz, 'performance'])
      expect(await home.call('tune-restore', {}, options)).toEqual({ state: 'untouched' })
      expect(await machine.sys.settings()).toEqual(before)
    })

    test('a change that the kernel refuses is named, and takes the others back', async () => {
      const before = await machine.sys.settings()
      const refused = `${cpufreq}/policy4/scaling_governor`
      const report = await inspect()
      await machine.sys.control(`fail ${refused} EINVAL write`)
      const { changes } = changesFor(clockTuning({ governor: 'performance', khz: null }), report)
      expect(changes.length).toBeGreaterThan(1)
      const told = await home.fault('tune-apply', { changes: [...changes], lease: until }, options)
      await machine.sys.control(`mend ${refused}`)
      expect(told).toMatchObject({ code: 'tuning-refused', params: { path: refused } })
      expect(told.detail).toContain('Invalid argument')
      expect(await machine.sys.settings()).toEqual(before)
      expect((await inspect()).status).toEqual({ state: 'untouched' })
    })

    test('a board that is throttled is not tuned unless that is accepted, and says so then', async () => {
      await machine.sys.control('throttle policy4 1200000')
      const report = await inspect()
      expect(report.taints.map(({ kind }) => kind)).toContain('cooling')
      const { changes } = changesFor(
        tuningSchema.parse({ policies: [{ policies: ['policy0'], governor: 'performance' }] }),
        report,
      )
      const request = { changes: [...changes], lease: until }
      expect(await home.fault('tune-apply', request, options)).toMatchObject({
        code: 'tuning-tainted',
      })
      const status = await home.call('tune-apply', { ...request, acceptTaint: true }, options)
      expect(status).toMatchObject({ state: 'tuned', tainted: true })
      await machine.sys.control('throttle policy4 off')
    })

    test('a lease is made longer, and what is kept can be forgotten', async () => {
      const path = `${cpufreq}/policy0/scaling_governor`
      const changes = [{ path, value: 'powersave' }]
      await home.call('tune-apply', { changes, lease: until }, options)
      const renewed = await home.call('tune-renew', { leftMs: 3_600_000 }, options)
      if (renewed.state !== 'tuned' || renewed.lease.kind !== 'until') throw new Error('not tuned')
      expect(renewed.lease.leftMs).toBeGreaterThan(60_000)
      expect(renewed.changes).toMatchObject([{ path, wanted: 'powersave', reads: 'powersave' }])
      const found = renewed.changes[0]?.before ?? ''
      await home.call('tune-apply', { changes, lease: { kind: 'kept' } }, options)
      expect((await inspect()).status).toMatchObject({ state: 'tuned', lease: { kind: 'kept' } })
      expect(await home.call('tune-forget', {}, options)).toEqual({ state: 'untouched' })
      expect((await machine.sys.settings())[path]).toBe('powersave')
      await machine.sys.control(`write ${path} ${found}`)
    })

    test('what is not on the allow-list never reaches the board', async () => {
      const change = { path: '/sys/class/thermal/thermal_zone0/mode', value: 'disabled' }
      expect(tunableAt(change.path)).toBeNull()
      const { messages } = await home.speak(
        'tune-apply',
        JSON.stringify({ changes: [change], lease: until }),
        options,
      )
      expect(messages.at(-1)).toMatchObject({ kind: 'fault', fault: { code: 'bad-request' } })
    })

    test('a cluster that is off is told with its cores', async () => {
      for (const cpu of [4, 5])
        await machine.sys.control(`write /sys/devices/system/cpu/cpu${cpu}/online 0`)
      const policies = (await inspect()).policies
      expect(policies.find(({ policy }) => policy === 'policy4')).toMatchObject({
        cpus: [4, 5],
        onlineCpus: [],
        governor: null,
      })
      for (const cpu of [4, 5])
        await machine.sys.control(`write /sys/devices/system/cpu/cpu${cpu}/online 1`)
    })
  })

  describe('of a PC', () => {
    machineOf('intel-pstate')

    test('every preset is had whole, one after another, and all goes back', async () => {
      const before = await machine.sys.settings()
      for (const preset of ['reproducible', 'powersave', 'balanced', 'performance'] as const) {
        const report = await inspect()
        const tuning = presetTuning(preset, report)
        const { changes, unmet } = changesFor(tuning, report)
        expect(unmet).toEqual([])
        if (changes.length > 0)
          await home.call('tune-apply', { changes: [...changes], lease: until }, options)
        expect([preset, changesFor(tuning, await inspect()).changes]).toEqual([preset, []])
      }
      await home.call('tune-restore', {}, options)
      expect(await machine.sys.settings()).toEqual(before)
    })
  })

  describe('of a machine that has nothing of it', () => {
    machineOf('empty-cpufreq')

    test('says so, and refuses', async () => {
      const report = await inspect()
      expect(report.policies).toEqual([])
      const changes = [{ path: `${cpufreq}/policy0/scaling_governor`, value: 'performance' }]
      expect(await home.fault('tune-apply', { changes, lease: until }, options)).toMatchObject({
        code: 'tuning-not-writable',
      })
    })
  })
})
