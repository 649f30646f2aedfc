// What is made of the words of a board: of sudo, of nvpmodel, of drivers, and of the program that tunes.

import { describe, expect, test } from 'vitest'
import { kernelAt } from '../../src/agent/environment/kernel.ts'
import { madeIn, statusIn, valueIn } from '../../src/agent/tune/answers.ts'
import { readTuning } from '../../src/agent/tune/inspect.ts'
import { kindOf, npuLoad } from '../../src/agent/tune/read-devices.ts'
import { modesIn, nowIn } from '../../src/agent/tune/read-power-modes.ts'
import { findRoute, type RouteFinding } from '../../src/agent/tune/route.ts'
import { grantsIn } from '../../src/agent/tune/sudo.ts'
import { helperPath, sudoersLine, sudoersPath } from '../../src/shared/tuning-helper.ts'
import { KernelTree } from '../fixtures/kernel-tree.ts'

const listing = (...rules: readonly string[]) =>
  `Matching Defaults entries for edge on board:\n    env_reset, mail_badpass\n\n` +
  `User edge may run the following commands on board:\n${rules.map((rule) => `    ${rule}\n`).join('')}`

describe('what sudo grants', () => {
  test.each([
    [`(root) NOPASSWD: ${helperPath} ""`, { helper: true, all: false, withPassword: false }],
    ['(ALL : ALL) ALL', { helper: false, all: false, withPassword: true }],
    ['(ALL) NOPASSWD: ALL', { helper: true, all: true, withPassword: true }],
    ['(www-data) NOPASSWD: ALL', { helper: false, all: false, withPassword: false }],
    [
      '(root) NOPASSWD: /usr/bin/apt, PASSWD: ALL',
      { helper: false, all: false, withPassword: true },
    ],
    [
      `(root) NOPASSWD: ${helperPath} --anything`,
      { helper: false, all: false, withPassword: false },
    ],
  ])('%s', (rule, grants) => {
    expect(grantsIn(listing(rule))).toEqual(grants)
  })

  test('of several lines the last one counts', () => {
    const one = `(root) NOPASSWD: ${helperPath} ""`
    expect(grantsIn(listing(one, '(ALL) ALL'))).toMatchObject({ helper: false })
    expect(grantsIn(listing('(ALL) ALL', one))).toMatchObject({ helper: true, all: false })
  })
})

describe('the route', () => {
  const policy = { policy: 'policy0', onlineCpus: [0] }
  const route = (login: Partial<RouteFinding>, policies: readonly object[] = [policy]) =>
    findRoute(
      { policies: policies as never, devices: [] },
      {
        isRoot: false,
        isWritable: () => false,
        hasHelper: false,
        askGrants: async () => null,
        ...login,
      },
    )
  const grants = (listed: string) => async () => grantsIn(listing(listed))

  test('is the least powerful one that there is', async () => {
    expect(await route({})).toBe('none')
    expect(await route({ isWritable: () => true })).toBe('direct')
    expect(await route({ isRoot: true, isWritable: () => true })).toBe('direct')
    expect(await route({ isRoot: true })).toBe('none')
    expect(await route({ isRoot: true }, [])).toBe('direct')
    const all = grants('(ALL) NOPASSWD: ALL')
    expect(await route({ askGrants: all, hasHelper: true })).toBe('helper')
    expect(await route({ askGrants: all })).toBe('sudo')
    expect(await route({ askGrants: grants('(ALL) ALL') })).toBe('password')
    const only = grants(`(root) NOPASSWD: ${helperPath} ""`)
    expect(await route({ askGrants: only })).toBe('none')
    const unknown = async () => ({ helper: false, all: false, withPassword: null })
    expect(await route({ askGrants: unknown })).toBe('password')
  })
})

test('the line for sudo lets one login run one program without arguments, and no name breaks out of it', () => {
  expect(sudoersLine('edge')).toBe(`edge ALL=(root) NOPASSWD: ${helperPath} ""`)
  expect(sudoersPath('a.b')).toBe('/etc/sudoers.d/zz-benchtop-a_b')
  for (const name of ['', '../x', 'a b', "a'b", 'ALL=', '%wheel', 'a\nb', '#0'])
    expect(() => sudoersLine(name)).toThrow()
})

test('the load of an NPU is read in both of its formats', () => {
  expect(npuLoad('NPU load:  Core0: 12%, Core1:  0%, Core2: 40%,')).toBe(0.4)
  expect(npuLoad('NPU load:  0%')).toBe(0)
  expect(npuLoad('nonsense 12%')).toBeNull()
  expect(npuLoad(null)).toBeNull()
})

test.each([
  ['fdab0000.npu', 'npu'],
  ['fb000000.gpu', 'gpu'],
  ['17000000.ga10b', 'gpu'],
  ['dmc', 'memory'],
  ['1d84000.ufshc', 'other'],
])('%s is of kind %s', (device, kind) => {
  expect(kindOf(device)).toBe(kind)
})

test('the power modes of a Jetson are those of its file, and the one that it says is set', () => {
  const config =
    '< PARAM TYPE=FILE NAME=X >\n< POWER_MODEL ID=0 NAME=MAXN >\n< POWER_MODEL ID=2 NAME=MODE_15W >\n'
  expect(modesIn(config)).toEqual([
    { id: 0, name: 'MAXN' },
    { id: 2, name: 'MODE_15W' },
  ])
  expect(nowIn('NVPM WARN: fan mode is not set!\nNV Power Mode: MODE_15W\n2\n')).toBe('MODE_15W')
  expect(nowIn('')).toBeNull()
})

describe('what the program that tunes says', () => {
  const path = '/sys/devices/system/cpu/cpufreq/policy0/scaling_governor'

  test('is a status of the contract, or nothing', () => {
    expect(statusIn([['state', 'untouched']])).toEqual({ state: 'untouched' })
    const told = [
      ['state', 'tuned'],
      ['lease', 'until', '4000'],
      ['tainted'],
      ['change', path, 'schedutil', 'performance', 'performance'],
    ]
    expect(statusIn(told)).toEqual({
      state: 'tuned',
      lease: { kind: 'until', leftMs: 4000 },
      tainted: true,
      changes: [{ path, before: 'schedutil', wanted: 'performance', reads: 'performance' }],
    })
    const failure = ['failure', path, 'schedutil', '', 'gone']
    expect(statusIn([['state', 'failed-restore'], failure])).toMatchObject({
      failures: [{ path, wanted: 'schedutil', reads: null, why: 'gone' }],
    })
    for (const lines of [
      [],
      [['state', 'splendid']],
      [
        ['state', 'tuned'],
        ['lease', 'until', 'x'],
      ],
    ])
      expect(statusIn(lines)).toBeNull()
  })

  test('is a made change, and a value', () => {
    expect(madeIn([['made', path, 'a', 'b', '']])).toEqual({
      path,
      before: 'a',
      wanted: 'b',
      reads: null,
    })
    expect(madeIn([['made', path]])).toBeNull()
    expect(valueIn([['value', path, 'performance']])).toBe('performance')
    expect(valueIn([['none', path]])).toBeNull()
  })
})

test('a limit that firmware set is a taint, one that a person set is none', async () => {
  const policy = '/sys/devices/system/cpu/cpufreq/policy0'
  using tree = new KernelTree({
    '/sys/devices/system/cpu/online': '0',
    [`${policy}/related_cpus`]: '0',
    [`${policy}/cpuinfo_min_freq`]: 800_000,
    [`${policy}/cpuinfo_max_freq`]: 2_400_000,
    [`${policy}/scaling_min_freq`]: 800_000,
    [`${policy}/scaling_max_freq`]: 1_200_000,
    '/run/systemd/units/invocation:tuned.service': '',
    '/proc/12/comm': 'power-profiles-',
  })
  const look = () => readTuning({ kernel: kernelAt(tree.root), ask: async () => '' })
  const report = await look()
  expect(report.taints).toEqual([])
  expect(report.rivals).toEqual(['tuned', 'power-profiles-daemon'])
  expect(report.powerModes).toBeNull()
  tree.set({ [`${policy}/bios_limit`]: 1_200_000 })
  expect((await look()).taints).toEqual([{ kind: 'limited', policy: 'policy0', maxKhz: 1_200_000 }])
})
