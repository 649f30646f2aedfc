// What the desk makes of tunings without a board: frequencies with units, what is shown of a board that was seen a while
// ago, previews, commands for a person, files that keep a tuning on a board, and the words of the command line.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { wholeTuning } from '../../src/main/board/tuning-export.ts'
import { tuningScript, tuningUnit } from '../../src/main/board/tuning-script.ts'
import {
  addWishOptions,
  type WishOptions,
  wished,
  wishes,
} from '../../src/main/command/tune-wish.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { frequencyText, khzIn } from '../../src/shared/frequency-text.ts'
import type { Change, TuningReport, TuningStatus } from '../../src/shared/tuning.ts'
import { tuningReportSchema, tuningSchema } from '../../src/shared/tuning.ts'
import { commandsByHand } from '../../src/shared/tuning-by-hand.ts'
import { previewed, valueNow } from '../../src/shared/tuning-now.ts'
import { isReturnable, isTunable } from '../../src/shared/tuning-paths.ts'
import { changesFor } from '../../src/shared/tuning-plan.ts'
import { standingTuning } from '../../src/shared/tuning-presets.ts'
import { madeByBlocks, owesNothingSince, shownTuning } from '../../src/shared/tuning-seen.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'

const policy = (name: string, more: object = {}) => ({
  policy: name,
  cluster: 'Cortex-A55',
  cpus: [0, 1],
  onlineCpus: [0, 1],
  driver: 'cpufreq-dt',
  governor: 'ondemand',
  governors: ['ondemand', 'performance', 'powersave', 'userspace'],
  hardwareMinKhz: 408_000,
  hardwareMaxKhz: 1_800_000,
  minKhz: 408_000,
  maxKhz: 1_800_000,
  nowKhz: 1_200_000,
  stepsKhz: [408_000, 816_000, 1_200_000, 1_800_000],
  setKhz: null,
  tunables: [
    { path: `${cpufreq}/${name}/ondemand/up_threshold`, name: 'up_threshold', value: '80' },
  ],
  energyPreference: null,
  energyPreferences: [],
  boost: null,
  ...more,
})

const report = (more: object = {}): TuningReport =>
  tuningReportSchema.parse({
    policies: [policy('policy0'), policy('policy4', { hardwareMaxKhz: 2_400_000 })],
    boost: { path: `${cpufreq}/boost`, on: true },
    devices: [
      {
        device: 'fdab0000.npu',
        kind: 'npu',
        governor: 'rknpu_ondemand',
        governors: ['rknpu_ondemand', 'performance', 'userspace'],
        minHz: 300_000_000,
        maxHz: 1_000_000_000,
        nowHz: 1_000_000_000,
        stepsHz: [300_000_000, 600_000_000, 1_000_000_000],
        load: 0.12,
      },
    ],
    powerModes: null,
    zones: [],
    coolers: [],
    taints: [],
    rivals: [],
    route: 'helper',
    helper: { version: '1', isCurrent: true },
    status: { state: 'untouched' },
    ...more,
  })

describe('a frequency with its unit', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (khz) => {
        expect(khzIn(frequencyText(khz))).toBe(khz)
      }),
    )
  })

  it.each([
    ['1.8GHz', 1_800_000],
    ['408 MHz', 408_000],
    ['1416000khz', 1_416_000],
    ['1.8', null],
    ['1800', null],
    ['0MHz', null],
    ['-1GHz', null],
    ['1e3MHz', null],
    ['GHz', null],
    ['1.8GHz 2', null],
  ])('%s is %s', (text, khz) => {
    expect(khzIn(text)).toBe(khz)
  })
})

describe('what is shown of a board that was seen a while ago', () => {
  const tuned = (lease: Extract<TuningStatus, { state: 'tuned' }>['lease']): TuningStatus => ({
    state: 'tuned',
    lease,
    tainted: false,
    changes: [],
  })
  const until = (leftMs: number) => ({ kind: 'until', leftMs }) as const

  it('counts a lease down while the board is there', () => {
    const seen = { status: tuned(until(60_000)), atMs: 1_000 }
    expect(shownTuning(seen, true, 11_000)).toEqual({
      kind: 'read',
      status: tuned(until(50_000)),
    })
  })

  it('never says that a board is its own again before it was read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(1e6).map(until),
          fc.constant({ kind: 'kept' } as const),
          fc.constant({ kind: 'run' } as const),
        ),
        fc.boolean(),
        fc.nat(1e9),
        (lease, isReady, laterMs) => {
          const shown = shownTuning({ status: tuned(lease), atMs: 5 }, isReady, 5 + laterMs)
          if (shown.kind === 'read') expect(shown.status.state).toBe('tuned')
          else expect(shown.kind).toBe('unread')
          if (!isReady) expect(shown.kind).toBe('unread')
          if (lease.kind === 'until' && laterMs >= lease.leftMs) expect(shown.kind).toBe('unread')
        },
      ),
    )
  })

  it('takes a clock that was set back for no time', () => {
    const seen = { status: tuned(until(60_000)), atMs: 10_000 }
    expect(shownTuning(seen, false, 0)).toEqual({ kind: 'unread', lease: until(60_000) })
  })

  it('knows nothing of a board that was never seen', () => {
    expect(shownTuning(null, true, 0)).toEqual({ kind: 'unknown' })
  })
})

describe('what is known of a board after a run', () => {
  const made = (path: string, before: string, wanted: string) => ({
    path,
    before,
    wanted,
    reads: wanted,
  })

  it('is all that its blocks have changed, from what stood there before the first', () => {
    const blocks = [
      { changes: [made('a', '1', '2'), made('b', '1', '2')] },
      { changes: [made('a', '2', '3'), made('b', '2', '1')] },
      { changes: [made('c', '5', '6')] },
    ]
    expect(madeByBlocks(blocks)).toEqual([made('a', '1', '3'), made('c', '5', '6')])
    expect(madeByBlocks([])).toEqual([])
  })

  it('is no debt any more only where something else was read of it since', () => {
    const lease = (kind: 'run' | 'kept'): TuningStatus => ({
      state: 'tuned',
      lease: { kind },
      tainted: false,
      changes: [],
    })
    const since = (status: TuningStatus, atMs = 20) => owesNothingSince({ status, atMs }, 10)
    expect(since({ state: 'untouched' })).toBe(true)
    expect(since(lease('kept'))).toBe(true)
    expect(since({ state: 'untouched' }, 10)).toBe(false)
    expect(since(lease('run'))).toBe(false)
    expect(since({ state: 'dirty', changes: [] })).toBe(false)
    expect(owesNothingSince(null, 10)).toBe(false)
  })
})

describe('all that a board has now', () => {
  it('is a wish that writes nothing there', () => {
    const modes = { now: 'MAXN', modes: [{ id: 0, name: 'MAXN' }] }
    const now = report({ powerModes: modes })
    const standing = standingTuning(now)
    expect(standing).toMatchObject({ boost: true, powerMode: 0 })
    expect(standing.devices).toMatchObject([{ governor: 'rknpu_ondemand', minHz: 300_000_000 }])
    expect(changesFor(standing, now)).toEqual({ changes: [], unmet: [] })
    const own = report({ boost: null, policies: [policy('policy0', { boost: false })] })
    expect(standingTuning(own).boost).toBe(false)
  })
})

describe('a preview', () => {
  it('has before each write what it finds, also where a file is written twice', () => {
    const path = `${cpufreq}/policy0/scaling_min_freq`
    const changes = [
      { path, value: '408000' },
      { path: `${cpufreq}/policy0/scaling_max_freq`, value: '816000' },
      { path, value: '816000' },
    ]
    const now = report({ policies: [policy('policy0', { minKhz: 1_200_000 })] })
    expect(previewed(changes, now).map(({ from }) => from)).toEqual([
      '1200000',
      '1800000',
      '408000',
    ])
  })

  it('knows every kind of file that is written', () => {
    const now = report()
    const known: readonly (readonly [string, string | null])[] = [
      [`${cpufreq}/policy4/scaling_governor`, 'ondemand'],
      [`${cpufreq}/policy4/ondemand/up_threshold`, '80'],
      [`${cpufreq}/policy4/ondemand/sampling_rate`, null],
      [`${cpufreq}/boost`, '1'],
      ['/sys/class/devfreq/fdab0000.npu/max_freq', '1000000000'],
      ['/sys/class/devfreq/other/max_freq', null],
      [`${cpufreq}/policy9/scaling_governor`, null],
    ]
    for (const [path, value] of known) expect(valueNow(now, path)).toBe(value)
    const noTurbo = '/sys/devices/system/cpu/intel_pstate/no_turbo'
    expect(valueNow(report({ boost: { path: noTurbo, on: true } }), noTurbo)).toBe('0')
    const modes = { now: 'MAXN', modes: [{ id: 0, name: 'MAXN' }] }
    expect(valueNow(report({ powerModes: modes }), 'nvpmodel')).toBe('0')
  })
})

describe('commands for a person', () => {
  const changes = [
    {
      path: `${cpufreq}/policy0/scaling_max_freq`,
      before: '1800000',
      wanted: '816000',
      reads: '816000',
    },
    {
      path: `${cpufreq}/policy0/scaling_min_freq`,
      before: '408000',
      wanted: '816000',
      reads: '816000',
    },
    {
      path: `${cpufreq}/policy0/scaling_governor`,
      before: 'ondemand',
      wanted: 'performance',
      reads: 'performance',
    },
  ]

  it('come in the order of giving back, the lower limit before and after the upper one', () => {
    const status: TuningStatus = { state: 'dirty', changes }
    expect(commandsByHand(status)).toEqual([
      `echo ondemand | sudo tee ${cpufreq}/policy0/scaling_governor`,
      `echo 408000 | sudo tee ${cpufreq}/policy0/scaling_min_freq`,
      `echo 1800000 | sudo tee ${cpufreq}/policy0/scaling_max_freq`,
      `echo 408000 | sudo tee ${cpufreq}/policy0/scaling_min_freq`,
    ])
  })

  it('give back lists of numbers, which nobody may set', () => {
    const path = `${cpufreq}/policy0/interactive/target_loads`
    const back = (before: string) =>
      commandsByHand({
        state: 'dirty',
        changes: [{ path, before, wanted: '90', reads: '90' }],
      })
    expect(back('80')).toEqual([`echo 80 | sudo tee ${path}`])
    const list = '80 1200000:85 1800000:90'
    expect(back(list)).toEqual([`echo ${list} | sudo tee ${path}`])
    for (const evil of ['80; reboot', '$(reboot)', '', ' 80', '80\nreboot', ':80'])
      expect(back(evil)).toEqual([])
    expect(isTunable({ path, value: list })).toBe(false)
    expect(isReturnable({ path: `${cpufreq}/boost`, value: '1 0' })).toBe(false)
  })

  it('are never a board’s own words', () => {
    const evil = [
      { path: '/etc/shadow', before: 'x', wanted: 'y', reads: null },
      {
        path: `${cpufreq}/policy0/scaling_governor`,
        before: 'x; reboot',
        wanted: 'y',
        reads: null,
      },
      { path: `${cpufreq}/../../evil`, before: '1', wanted: '0', reads: null },
    ]
    expect(commandsByHand({ state: 'dirty', changes: evil })).toEqual([])
    const failures = evil.map(({ path, before }) => ({
      path,
      wanted: before,
      reads: null,
      why: 'refused' as const,
    }))
    const failed: TuningStatus = { state: 'failed-restore', changes: [], failures }
    expect(commandsByHand(failed)).toEqual([])
  })
})

describe('a file that keeps a tuning on a board', () => {
  const root = mkdtempSync(join(tmpdir(), 'benchtop-script-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const tuning = tuningSchema.parse({
    policies: [{ governor: 'userspace', fixedKhz: 900_000 }],
    boost: true,
    devices: [{ device: 'fdab0000.npu', governor: 'performance', minHz: 600_000_000 }],
  })
  const { changes, unmet } = wholeTuning(tuning, report())
  const about = (over: object = {}) => ({
    name: 'quiet; $(reboot)\n`id` "50%"',
    board: 'rock5\nExecStart=/bin/evil',
    benchtop: '1.0.0',
    day: '2026-11-22',
    changes,
    unmet,
    rivals: ['tlp' as const],
    ...over,
  })
  /** The kernel's tree below a folder of this test's own, with what stands in it before. */
  const tree = (text: string, writes: readonly Change[]) => {
    for (const { path } of writes) {
      mkdirSync(dirname(root + path), { recursive: true })
      writeFileSync(root + path, 'before\n')
    }
    return text.replaceAll('/sys/', `${root}/sys/`)
  }
  const last = new Map(changes.map(({ path, value }) => [path, value]))
  const reads = (path: string) => readFileSync(root + path, 'utf8').trim()

  it('says all that the tuning means, be it set already or not', () => {
    const set = report({
      policies: ['policy0', 'policy4'].map((name) =>
        policy(name, { governor: 'userspace', minKhz: 816_000, maxKhz: 816_000, tunables: [] }),
      ),
    })
    expect(changesFor(tuning, set).changes.length).toBeLessThan(changes.length)
    const paths = (all: readonly Change[]) => [...new Set(all.map(({ path }) => path))].sort()
    expect(paths(wholeTuning(tuning, set).changes)).toEqual(paths(changes))
    expect(last.get(`${cpufreq}/policy0/scaling_max_freq`)).toBe('816000')
    expect(last.get(`${cpufreq}/boost`)).toBe('1')
    expect(last.get('/sys/class/devfreq/fdab0000.npu/min_freq')).toBe('600000000')
    expect(last.has('/sys/class/devfreq/fdab0000.npu/max_freq')).toBe(false)
    expect(changes.every(isTunable)).toBe(true)
  })

  it('leaves a limit alone that nobody asks for', () => {
    const written = (wish: object, over: object = {}) => {
      const now = report({ policies: [policy('policy0', over)] })
      const whole = wholeTuning(tuningSchema.parse({ policies: [wish] }), now)
      return whole.changes.map(({ path, value }) => `${path.split('/').at(-1)} ${value}`)
    }
    const max = { minKhz: 816_000, maxKhz: 1_200_000 }
    const above = ['scaling_min_freq 408000', 'scaling_min_freq 816000']
    expect(written({ minKhz: 816_000 }, { maxKhz: 1_200_000 })).toEqual(above)
    expect(written({ maxKhz: 1_200_000 }, max)).toEqual(['scaling_max_freq 1200000'])
    // The upper limit comes below the lower one: that goes with it.
    expect(written({ maxKhz: 816_000 }, { minKhz: 1_200_000 })).toContain('scaling_min_freq 816000')
  })

  it('has tunables that read as wished already, without their governor too', () => {
    const wish = tuningSchema.parse({ policies: [{ tunables: { up_threshold: '80' } }] })
    const whole = wholeTuning(wish, report({ policies: [policy('policy0')] }))
    expect(whole).toEqual({
      changes: [{ path: `${cpufreq}/policy0/ondemand/up_threshold`, value: '80' }],
      unmet: [],
    })
  })

  it('is a script that any POSIX shell runs, and that ends well where all stuck', () => {
    const script = join(root, 'clocks.sh')
    writeFileSync(script, tree(tuningScript(about()), changes))
    execFileSync('sh', [script])
    for (const [path, value] of last) expect(reads(path)).toBe(value)
  })

  it('says what did not stick, and goes on', () => {
    const script = join(root, 'refused.sh')
    const text = tree(tuningScript(about()), changes)
    rmSync(`${root}${cpufreq}/policy0/scaling_governor`)
    mkdirSync(`${root}${cpufreq}/policy0/scaling_governor`)
    writeFileSync(script, text)
    const run = () => execFileSync('sh', [script], { stdio: 'pipe' })
    expect(run).toThrow(/scaling_governor: userspace was refused/)
    expect(reads(`${cpufreq}/policy4/scaling_governor`)).toBe('userspace')
    rmSync(`${root}${cpufreq}/policy0/scaling_governor`, { recursive: true })
  })

  it('is a unit whose commands do the same', () => {
    const unit = tree(tuningUnit(about()), changes)
    const commands = unit.split('\n').flatMap((line) => {
      const [, words] = /^ExecStart=-\/bin\/sh -c "(.*)"$/.exec(line) ?? []
      return words === undefined ? [] : [words]
    })
    expect(commands).toHaveLength(changes.length)
    for (const command of commands) execFileSync('sh', ['-c', command])
    for (const [path, value] of last) expect(reads(path)).toBe(value)
  })

  it('keeps people’s words in comments and a description, on their line', () => {
    for (const text of [tuningScript(about()), tuningUnit(about())]) {
      const spoken = text.split('\n').filter((line) => /reboot|evil/.test(line))
      expect(spoken.every((line) => /^#|^Description=/.test(line))).toBe(true)
    }
    expect(tuningUnit(about())).toContain('50%%')
  })

  it('takes nothing that is not on the allow-list', () => {
    const evil = [{ path: '/etc/passwd', value: 'x' }]
    expect(() => tuningScript(about({ changes: evil }))).toThrow(/can not be tuned/)
    expect(() => tuningUnit(about({ changes: evil }))).toThrow(/can not be tuned/)
  })
})

describe('the wishes of a command line', () => {
  const profiles = [
    {
      id: '5f8ad0ea-9b39-4e43-9d57-2f7cf0e4a001',
      name: 'Quiet',
      tuning: tuningSchema.parse({ policies: [{ governor: 'powersave' }], boost: false }),
      savedMs: 0,
    },
  ]
  const bench = { profiles: { list: () => profiles } } as unknown as Parameters<typeof wished>[0]
  const optionsOf = (line: string) =>
    addWishOptions(new Command())
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parse(line.split(' '), { from: 'user' })
      .opts<WishOptions>()
  const tuningOf = (line: string) => wished(bench, report(), optionsOf(line))

  it.each<[string, object]>([
    ['--governor performance', { policies: [{ policies: null, governor: 'performance' }] }],
    [
      '--policy 0,policy4 --min 408MHz --max 1.2GHz',
      { policies: [{ policies: ['policy0', 'policy4'], minKhz: 408_000, maxKhz: 1_200_000 }] },
    ],
    ['--freq 1.8GHz --boost off', { policies: [{ fixedKhz: 1_800_000 }], boost: false }],
    [
      '--device fdab0000.npu --governor performance --freq 600MHz',
      {
        policies: [],
        devices: [{ governor: 'performance', minHz: 600_000_000, maxHz: 600_000_000 }],
      },
    ],
    [
      '--tunable up_threshold=70 --tunable sampling_rate=5',
      { policies: [{ tunables: { up_threshold: '70', sampling_rate: '5' } }] },
    ],
    ['--epp balance_power', { policies: [{ energyPreference: 'balance_power' }] }],
    ['--power-mode 2', { powerMode: 2 }],
    ['--profile quiet --boost on', { policies: [{ governor: 'powersave' }], boost: true }],
  ])('%s', (line, expected) => {
    expect(wishes(optionsOf(line))).toBe(true)
    expect(tuningOf(line)).toMatchObject(expected)
  })

  it('are over those of a preset', () => {
    const paths = changesFor(tuningOf('--preset performance --boost off'), report()).changes
    expect(paths).toContainEqual({
      path: `${cpufreq}/policy0/scaling_governor`,
      value: 'performance',
    })
    expect(paths).toContainEqual({ path: `${cpufreq}/boost`, value: '0' })
  })

  it('are none where nothing is wished', () => {
    expect(wishes(optionsOf('--policy policy0'))).toBe(false)
  })

  it.each([
    ['--freq 1GHz --max 2GHz', /--freq is both limits/],
    ['--policy policy0 --device x --governor a', /exclude each other/],
    ['--device x --epp power', /not of a device/],
    ['--preset performance --profile quiet', /exclude each other/],
    ['--profile loud', /no profile loud/],
  ])('%s is refused', (line, words) => {
    expect(() => tuningOf(line)).toThrow(FaultError)
    expect(() => tuningOf(line)).toThrow(words)
  })

  it.each([
    ['--min 408', /a frequency with its unit/],
    ['--boost yes', /expected on or off/],
    ['--policy big', /expected policies/],
    ['--tunable up_threshold', /expected NAME=NUMBER/],
    ['--preset fast', /Allowed choices/],
    ['--governor a/b', /expected the name of a governor/],
  ])('%s is no word of it', (line, words) => {
    expect(() => optionsOf(line)).toThrow(words)
  })
})
