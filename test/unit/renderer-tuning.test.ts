// The tuning view and the clocks of a sweep as facts: what is asked for, on which steps, for how long, and what stands
// in its way.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tuningWord } from '../../src/renderer/state/tuning.ts'
import { curveKhz, frequencyChoices } from '../../src/renderer/views/sweep/clockAxes.ts'
import { clockChecks } from '../../src/renderer/views/sweep/clockChecks.ts'
import { draftOf } from '../../src/renderer/views/sweep/draft.ts'
import { presetOf } from '../../src/renderer/views/sweep/presets.ts'
import { clocksIn } from '../../src/renderer/views/sweep/useClocks.ts'
import { formatLeft } from '../../src/renderer/views/tune/lease.ts'
import { keptLooks } from '../../src/renderer/views/tune/Spark.tsx'
import { nearestStep, placeOf, spreadOf, stepsOf } from '../../src/renderer/views/tune/steps.ts'
import { withLook } from '../../src/renderer/views/tune/usePastKhz.ts'
import {
  asksNothing,
  forAnyBoard,
  noWish,
  wishOf,
  withDevice,
  withPolicy,
} from '../../src/renderer/views/tune/wish.ts'
import {
  type PolicyWish,
  policyWishSchema,
  type TunablePolicy,
  type Tuning,
  type TuningReport,
  tunablePolicySchema,
  tuningPresets,
  tuningReportSchema,
  tuningSchema,
} from '../../src/shared/tuning.ts'
import { changesFor } from '../../src/shared/tuning-plan.ts'
import { presetTuning } from '../../src/shared/tuning-presets.ts'

const littleSteps = [408_000, 816_000, 1_200_000, 1_800_000]
const bigSteps = [408_000, 1_200_000, 1_800_000, 2_400_000]

const policy = (name: string, stepsKhz: readonly number[], over: Partial<TunablePolicy> = {}) =>
  tunablePolicySchema.parse({
    policy: name,
    cluster: null,
    cpus: [Number(name.slice(6))],
    onlineCpus: [Number(name.slice(6))],
    driver: 'cpufreq-dt',
    governor: 'ondemand',
    governors: ['ondemand', 'userspace', 'performance', 'powersave'],
    hardwareMinKhz: stepsKhz[0] ?? null,
    hardwareMaxKhz: stepsKhz.at(-1) ?? null,
    minKhz: stepsKhz[0] ?? null,
    maxKhz: stepsKhz.at(-1) ?? null,
    nowKhz: stepsKhz[0] ?? null,
    stepsKhz,
    setKhz: null,
    tunables: [],
    energyPreference: null,
    energyPreferences: [],
    boost: null,
    ...over,
  })

const report = (over: Partial<TuningReport> = {}): TuningReport =>
  tuningReportSchema.parse({
    policies: [policy('policy0', littleSteps), policy('policy4', bigSteps)],
    boost: null,
    devices: [],
    powerModes: null,
    zones: [],
    coolers: [],
    taints: [],
    rivals: [],
    route: 'helper',
    helper: { version: '1', isCurrent: true },
    status: { state: 'untouched' },
    ...over,
  })
const known = ['policy0', 'policy4']

const wishes = fc.record(
  {
    policies: fc.constantFrom(null, ['policy0'], ['policy4'], ['policy0', 'policy4']),
    governor: fc.constantFrom(null, 'ondemand', 'performance', 'userspace'),
    minKhz: fc.constantFrom(null, ...littleSteps),
    maxKhz: fc.constantFrom(null, ...bigSteps),
    fixedKhz: fc.constantFrom(null, null, ...bigSteps),
  },
  { requiredKeys: [] },
)
const tunings = fc
  .array(wishes, { maxLength: 4 })
  .map((policies) => tuningSchema.parse({ policies }))

describe('what is asked of a board', () => {
  it('asks for nothing until something is said', () => {
    expect(asksNothing(noWish)).toBe(true)
    expect(asksNothing(tuningSchema.parse({ policies: [{ policies: ['policy0'] }] }))).toBe(true)
    expect(asksNothing(withPolicy(noWish, known, 'policy0', { maxKhz: 816_000 }))).toBe(false)
    expect(asksNothing({ ...noWish, boost: false })).toBe(false)
    expect(asksNothing({ ...noWish, powerMode: 0 })).toBe(false)
    const device = { governor: 'performance' }
    expect(asksNothing(withDevice(noWish, 'fb000000.gpu', device))).toBe(false)
    expect(asksNothing(withDevice(noWish, 'fb000000.gpu', { governor: null }))).toBe(true)
  })

  it('writes the same when it is taken apart by policy, whatever it was', () => {
    fc.assert(
      fc.property(tunings, (tuning) => {
        const apart: Tuning = {
          ...tuning,
          policies: known.map((name) => wishOf(tuning, name)),
        }
        // Which policy comes first may differ, and the order within each may not.
        const byPolicy = (one: Tuning) =>
          Map.groupBy(changesFor(one, report()).changes, ({ path }) => path.split('/')[6])
        for (const name of known)
          expect(byPolicy(apart).get(name)).toEqual(byPolicy(tuning).get(name))
      }),
    )
  })

  it('keeps what was asked of the others when one policy is changed', () => {
    const start = tuningSchema.parse({ policies: [{ governor: 'performance' }] })
    const next = withPolicy(start, known, 'policy4', { governor: 'powersave' })
    expect(wishOf(next, 'policy0').governor).toBe('performance')
    expect(wishOf(next, 'policy4').governor).toBe('powersave')
  })

  it('is one wish for any board where all policies are asked for the same', () => {
    const one = withPolicy(noWish, known, 'policy0', { governor: 'performance' })
    expect(one.policies).toMatchObject([{ policies: ['policy0'], governor: 'performance' }])
    const both = withPolicy(one, known, 'policy4', { governor: 'performance' })
    expect(both.policies).toMatchObject([{ policies: null, governor: 'performance' }])
    expect(withPolicy(both, known, 'policy4', { governor: null }).policies).toEqual(one.policies)
  })

  it('keeps what is asked of policies that only another board has', () => {
    const other = { policies: ['policy6', 'policy0'], governor: 'powersave' }
    const start = tuningSchema.parse({ policies: [other] })
    const next = withPolicy(start, known, 'policy4', { governor: 'powersave' })
    expect(next.policies).toMatchObject([
      { policies: null, governor: 'powersave' },
      { policies: ['policy6'], governor: 'powersave' },
    ])
    expect(wishOf(next, 'policy6').governor).toBe('powersave')
  })

  it('means the same on its board when it is made for any', () => {
    fc.assert(
      fc.property(tunings, (tuning) => {
        const any = forAnyBoard(tuning, known)
        for (const name of known) expect(wishOf(any, name)).toEqual(wishOf(tuning, name))
        expect(forAnyBoard(any, known)).toEqual(any)
      }),
    )
  })

  it('holds what was said later of limits and of a fixed frequency', () => {
    const limits = policyWishSchema.parse({ minKhz: 408_000, maxKhz: 816_000 })
    const fixed = policyWishSchema.parse({ fixedKhz: 1_200_000 })
    const of = (...policies: readonly PolicyWish[]) =>
      wishOf({ ...noWish, policies: [...policies] }, 'policy0')
    expect(of(limits, fixed)).toMatchObject({ fixedKhz: 1_200_000 })
    expect(of(fixed, limits)).toMatchObject({ fixedKhz: null, minKhz: 408_000, maxKhz: 816_000 })
  })

  it('can be begun with by every preset, each of which asks for something here', () => {
    for (const preset of tuningPresets)
      expect(asksNothing(presetTuning(preset, report())), preset).toBe(false)
  })
})

describe('the steps of a policy', () => {
  it('are its own, or even ones between what the hardware reaches', () => {
    expect(stepsOf(policy('policy0', littleSteps))).toEqual(littleSteps)
    const open = { stepsKhz: [], hardwareMinKhz: 800_000, hardwareMaxKhz: 1_150_000 }
    expect(stepsOf(open)).toEqual([800_000, 900_000, 1_000_000, 1_100_000, 1_150_000])
    expect(stepsOf({ ...open, hardwareMaxKhz: null })).toEqual([])
  })

  it('ascend, each once, from the least to the most, whatever the hardware says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5e6 }),
        fc.integer({ min: 1, max: 5e6 }),
        (low, more) => {
          const steps = stepsOf({ stepsKhz: [], hardwareMinKhz: low, hardwareMaxKhz: low + more })
          expect(steps[0]).toBe(low)
          expect(steps.at(-1)).toBe(low + more)
          expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b))
        },
      ),
    )
  })

  it('hold the place of a limit that is none of them', () => {
    expect(nearestStep(littleSteps, 1_300_000)).toBe(1_200_000)
    expect(placeOf(littleSteps, 1_300_000)).toBe(2)
    expect(placeOf([], 1)).toBe(0)
  })

  it('are thinned with both ends among them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 16 }),
        (values, count) => {
          const spread = spreadOf(values, count)
          expect(spread).toHaveLength(Math.min(values.length, count))
          expect(new Set(spread).size).toBe(spread.length)
          expect([spread[0], spread.at(-1)]).toEqual([values[0], values.at(-1)])
        },
      ),
    )
  })
})

describe('the look once a second', () => {
  it('keeps a minute of each policy, and nothing of one that is gone', () => {
    const two = report().policies
    let past: ReadonlyMap<string, readonly number[]> = new Map()
    for (let at = 0; at < keptLooks + 5; at++) past = withLook(past, two)
    expect(past.get('policy0')).toHaveLength(keptLooks)
    expect([...withLook(past, two.slice(0, 1)).keys()]).toEqual(['policy0'])
    const blind = withLook(past, [policy('policy0', littleSteps, { nowKhz: null })])
    expect(blind.get('policy0')).toHaveLength(keptLooks)
  })
})

describe('a lease', () => {
  it('counts down as a clock does, and is over at 0:00 only', () => {
    expect(formatLeft(600_000)).toBe('10:00')
    expect(formatLeft(581_200)).toBe('9:42')
    expect(formatLeft(8 * 3_600_000)).toBe('8:00:00')
    expect(formatLeft(3_605_000)).toBe('1:00:05')
    expect(formatLeft(1)).toBe('0:01')
    expect(formatLeft(0)).toBe('0:00')
    expect(formatLeft(-5)).toBe('0:00')
  })

  it('has a word wherever something is owed, and none where nothing is', () => {
    const read = (status: TuningReport['status']) => tuningWord({ kind: 'read', status })
    expect(tuningWord({ kind: 'unknown' })).toBeNull()
    expect(tuningWord({ kind: 'unread', lease: { kind: 'kept' } })).toBe('unread')
    expect(read({ state: 'untouched' })).toBeNull()
    expect(read({ state: 'dirty', changes: [] })).toBe('owed')
    expect(read({ state: 'failed-restore', changes: [], failures: [] })).toBe('owed')
    const lease = { kind: 'kept' } as const
    expect(read({ state: 'tuned', lease, tainted: false, changes: [] })).toBe('tuned')
  })
})

describe('the clocks of a sweep', () => {
  const clocks = clocksIn(report())
  const asked = { governors: ['performance'], frequenciesKhz: [null] }

  it('are what all clusters share of governors, and all steps of all of them', () => {
    const one = policy('policy4', bigSteps, { governors: ['performance', 'schedutil'] })
    const off = policy('policy6', [], { governors: [], onlineCpus: [] })
    const offered = clocksIn(report({ policies: [policy('policy0', littleSteps), one, off] }))
    expect(offered.governors).toEqual(['performance'])
    expect(offered.khz).toEqual([408_000, 816_000, 1_200_000, 1_800_000, 2_400_000])
  })

  it('stand as found where nothing is chosen, and what is chosen is always among them', () => {
    expect(frequencyChoices([], [null])).toEqual([null])
    expect(frequencyChoices(clocks.khz, [1_000_000, null])).toEqual([
      null,
      408_000,
      816_000,
      1_000_000,
      1_200_000,
      1_800_000,
      2_400_000,
    ])
    const many = Array.from({ length: 30 }, (_, index) => 400_000 + index * 50_000)
    expect(frequencyChoices(many, [many[1] ?? null])).toContain(many[1])
    expect(curveKhz(many)).toHaveLength(8)
  })

  it('make sweeps by governor and by frequency where there is something to choose between', () => {
    expect(presetOf('governors', 4, clocks)?.governors).toEqual([
      'ondemand',
      'performance',
      'powersave',
    ])
    expect(presetOf('frequencies', 4, clocks)?.frequenciesKhz).toEqual(clocks.khz)
    expect(presetOf('governors', 4, { ...clocks, governors: ['performance'] })).toBeNull()
    expect(presetOf('frequencies', 4, { ...clocks, khz: [] })).toBeNull()
    expect(presetOf('governors', 4)).toBeNull()
    // Another preset leaves the clocks as found again.
    expect(presetOf('quickLook', 4)).toMatchObject({ governors: [null], frequenciesKhz: [null] })
  })

  it('need a way to write them that asks nobody', () => {
    const kinds = (over: Partial<TuningReport>, draft: typeof asked = asked) =>
      clockChecks(draft, 'pi', clocksIn(report(over))).map(({ kind }) => kind)
    expect(kinds({})).toEqual([])
    for (const route of ['direct', 'helper', 'sudo'] as const) expect(kinds({ route })).toEqual([])
    expect(kinds({ route: 'password' })).toEqual(['needsHelper'])
    expect(kinds({ route: 'none' })).toEqual(['noRoute'])
    expect(kinds({ rivals: ['tlp'] })).toEqual(['rivals'])
    expect(kinds({ policies: [], route: 'none' })).toEqual(['noClocks'])
    const { governors, frequenciesKhz } = draftOf(undefined, 'pi', [])
    expect(
      clockChecks({ governors, frequenciesKhz }, 'pi', clocksIn(report({ route: 'none' }))),
    ).toEqual([])
    expect(clockChecks(asked, 'pi', null)).toEqual([])
  })

  it('are named where two are held at one step, or where the board does not reach them', () => {
    const checked = (...frequenciesKhz: (number | null)[]) =>
      clockChecks({ governors: [null], frequenciesKhz }, 'pi', clocks)
    expect(checked(null, 816_000, 1_200_000, 2_400_000)).toEqual([])
    // policy0 has 816 MHz, policy4 has not: they are two. Between two steps of both there is nothing.
    expect(checked(408_000, 816_000)).toEqual([])
    expect(checked(null, 1_200_000, 1_300_000)).toEqual([
      { kind: 'alike', khz: [1_300_000], fix: { frequenciesKhz: [null, 1_200_000] } },
    ])
    expect(checked(100_000, 1_800_000, 9_000_000)).toEqual([
      { kind: 'unreached', khz: [100_000, 9_000_000], fix: { frequenciesKhz: [1_800_000] } },
    ])
    expect(checked(9_000_000)).toMatchObject([{ fix: { frequenciesKhz: [null] } }])
  })

  it('are no two where a driver lists no steps', () => {
    const open = clocksIn(report({ policies: [policy('policy0', littleSteps, { stepsKhz: [] })] }))
    const frequenciesKhz = [1_200_000, 1_250_000]
    expect(clockChecks({ governors: [null], frequenciesKhz }, 'pi', open)).toEqual([])
  })

  it('are mended where the board does not have them', () => {
    const [check] = clockChecks(
      { governors: ['schedutil', 'performance'], frequenciesKhz: [null] },
      'pi',
      clocks,
    )
    expect(check).toEqual({
      kind: 'governors',
      names: ['schedutil'],
      fix: { governors: ['performance'] },
    })
    const [none] = clockChecks({ governors: ['schedutil'], frequenciesKhz: [null] }, 'pi', clocks)
    expect(none).toMatchObject({ fix: { governors: [null] } })
  })
})
