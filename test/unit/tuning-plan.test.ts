import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  policyWishSchema,
  type Tuning,
  tuningPresets,
  tuningReportSchema,
  tuningSchema,
} from '../../src/shared/tuning.ts'
import { isTunable } from '../../src/shared/tuning-paths.ts'
import { changesFor } from '../../src/shared/tuning-plan.ts'
import { clockTuning, foundTuning, presetTuning } from '../../src/shared/tuning-presets.ts'
import {
  SimulatedKernel,
  type SimulatedKernelOptions,
  type SimulatedPolicy,
} from '../fixtures/simulated-cpufreq.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'
const allGovernors = [
  'performance',
  'powersave',
  'userspace',
  'ondemand',
  'conservative',
  'schedutil',
]

const little: SimulatedPolicy = {
  policy: 'policy0',
  cpus: [0, 1, 2, 3],
  isOffline: false,
  governors: ['ondemand', 'performance', 'powersave', 'userspace', 'schedutil'],
  stepsKhz: [408_000, 816_000, 1_200_000, 1_800_000],
  minKhz: 408_000,
  baseKhz: 1_800_000,
  boostKhz: 1_800_000,
  preferences: [],
}
const big: SimulatedPolicy = {
  ...little,
  policy: 'policy4',
  cpus: [4, 5],
  stepsKhz: [600_000, 1_200_000, 1_800_000, 2_400_000],
  minKhz: 600_000,
  baseKhz: 2_400_000,
  boostKhz: 2_400_000,
}
const rk3588: SimulatedKernelOptions = {
  policies: [little, big],
  refusesCrossedLimits: true,
  tunables: 'policy',
  boost: 'none',
}
const intel: SimulatedKernelOptions = {
  policies: [0, 1].map((cpu) => ({
    policy: `policy${cpu}`,
    cpus: [cpu],
    isOffline: false,
    governors: ['powersave', 'performance'],
    stepsKhz: [],
    minKhz: 800_000,
    baseKhz: 2_600_000,
    boostKhz: 5_200_000,
    preferences: ['performance', 'balance_performance', 'balance_power', 'power'],
  })),
  refusesCrossedLimits: false,
  tunables: 'policy',
  boost: 'no_turbo',
}

const policyOf = (index: number): fc.Arbitrary<SimulatedPolicy> =>
  fc
    .record({
      isOffline: fc.boolean(),
      governors: fc.uniqueArray(fc.constantFrom(...allGovernors), { minLength: 1 }),
      steps: fc.uniqueArray(fc.integer({ min: 3, max: 50 }), { minLength: 1, maxLength: 8 }),
      isListed: fc.boolean(),
      boostSteps: fc.integer({ min: 0, max: 10 }),
      preferences: fc.subarray(['performance', 'balance_performance', 'power']),
    })
    .map(({ isOffline, governors, steps, isListed, boostSteps, preferences }) => {
      const stepsKhz = steps.toSorted((one, other) => one - other).map((step) => step * 100_000)
      const topKhz = stepsKhz.at(-1) ?? 0
      return {
        policy: `policy${index * 4}`,
        cpus: [index * 4],
        isOffline: isOffline && index > 0,
        governors,
        stepsKhz: isListed ? stepsKhz : [],
        minKhz: stepsKhz[0] ?? 0,
        baseKhz: topKhz,
        boostKhz: topKhz + boostSteps * 100_000,
        preferences,
      }
    })

const kernels: fc.Arbitrary<SimulatedKernelOptions> = fc.record({
  policies: fc.tuple(policyOf(0), policyOf(1)),
  refusesCrossedLimits: fc.boolean(),
  tunables: fc.constantFrom('policy' as const, 'global' as const),
  boost: fc.constantFrom(
    'global' as const,
    'no_turbo' as const,
    'policy' as const,
    'none' as const,
  ),
})

const khz = fc.integer({ min: 1, max: 70 }).map((step) => step * 100_000)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 1 })
const tunables = fc.dictionary(
  fc.constantFrom('up_threshold', 'freq_step', 'rate_limit_us', 'nothing'),
  fc.nat({ max: 99 }).map(String),
)
const wishes = fc.record({
  governor: maybe(fc.constantFrom(...allGovernors)),
  minKhz: maybe(khz),
  maxKhz: maybe(khz),
  fixedKhz: maybe(khz),
  energyPreference: maybe(fc.constantFrom('performance', 'balance_performance', 'power')),
})
/** One for all policies, and one over it for one of them; tunables may be everybody's, so they are wished once. */
const tunings: fc.Arbitrary<Tuning> = fc
  .record({ all: wishes, tunables, one: wishes, boost: maybe(fc.boolean()) })
  .map(({ all, one, boost, tunables: wished }) =>
    tuningSchema.parse({
      policies: [
        { ...all, tunables: wished },
        { policies: ['policy4'], ...one, governor: null },
      ],
      boost,
    }),
  )

function apply(kernel: SimulatedKernel, tuning: Tuning) {
  const plan = changesFor(tuning, kernel.report())
  for (const change of plan.changes) {
    expect(isTunable(change), `${change.path} ${change.value}`).toBe(true)
    kernel.write(change)
  }
  return plan
}

describe('the plan of a tuning', () => {
  it('is written without a refusal, from any start, on kernels old and new, and leaves nothing to write', () => {
    fc.assert(
      fc.property(kernels, fc.array(tunings, { maxLength: 3 }), tunings, (made, before, wish) => {
        const kernel = new SimulatedKernel(made)
        for (const earlier of before) apply(kernel, earlier)
        const first = apply(kernel, wish)
        // What a governor brings shows once it is set.
        if (first.unmet.some(({ why }) => why === 'not-yet')) apply(kernel, wish)
        expect(changesFor(wish, kernel.report()).changes).toEqual([])
      }),
    )
  })

  it('ends at what was wished, but for what it says that it could not have', () => {
    fc.assert(
      fc.property(kernels, tunings, tunings, (made, before, wish) => {
        const kernel = new SimulatedKernel(made)
        apply(kernel, before)
        const { unmet } = apply(kernel, wish)
        const report = kernel.report()
        const all = wish.policies[0]
        for (const policy of report.policies) {
          const missed = (part: string) =>
            unmet.some(({ target, wish: of }) => target === policy.policy && of === part)
          if (policy.onlineCpus.length === 0) {
            expect(missed('everything')).toBe(true)
            continue
          }
          const own = wish.policies.findLast((one) => one.policies?.includes(policy.policy) ?? true)
          if (all?.governor != null && !missed('governor'))
            expect(policy.governor).toBe(all.governor)
          if (own?.fixedKhz != null) {
            const lowest = policy.stepsKhz[0] ?? policy.hardwareMinKhz
            expect(policy.minKhz).toBe(policy.maxKhz)
            if ((policy.maxKhz ?? 0) > own.fixedKhz) expect(policy.maxKhz).toBe(lowest)
            const better = policy.stepsKhz.filter(
              (step) =>
                step <= (own.fixedKhz ?? 0) &&
                step > (policy.maxKhz ?? 0) &&
                step <= (policy.hardwareMaxKhz ?? 0),
            )
            expect(better).toEqual([])
          } else if (own?.maxKhz != null && !missed('maximum'))
            expect(policy.maxKhz).toBeLessThanOrEqual(own.maxKhz)
          const preference = own?.energyPreference ?? all?.energyPreference
          if (preference != null && !missed('energy-preference'))
            expect(policy.energyPreference).toBe(preference)
        }
        const boosts = [report.boost?.on, ...report.policies.map(({ boost }) => boost)]
        if (wish.boost !== null)
          for (const boost of boosts) expect([wish.boost, null, undefined]).toContain(boost)
      }),
    )
  })

  it('names nothing that a word for a path could break', () => {
    const kernel = new SimulatedKernel(rk3588)
    const wish = tuningSchema.parse({
      policies: [
        { governor: '../../evil', tunables: { 'up_threshold/../x': '1', up_threshold: 'much' } },
      ],
    })
    const { changes, unmet } = changesFor(wish, kernel.report())
    expect(changes).toEqual([])
    expect(unmet.filter(({ target }) => target === 'policy0')).toEqual([
      { target: 'policy0', wish: 'governor', asked: '../../evil', why: 'not-offered' },
      { target: 'policy0', wish: 'tunable', asked: 'up_threshold/../x', why: 'not-offered' },
      { target: 'policy0', wish: 'tunable', asked: 'up_threshold', why: 'not-offered' },
    ])
  })

  it('takes the minimum down before the maximum where they would cross, and no further detour', () => {
    const kernel = new SimulatedKernel(rk3588)
    apply(kernel, clockTuning({ governor: null, khz: 1_800_000 }))
    const down = changesFor(clockTuning({ governor: null, khz: 816_000 }), kernel.report())
    expect(down.changes.filter(({ path }) => path.includes('policy0'))).toEqual([
      { path: `${cpufreq}/policy0/scaling_min_freq`, value: '408000' },
      { path: `${cpufreq}/policy0/scaling_max_freq`, value: '816000' },
      { path: `${cpufreq}/policy0/scaling_min_freq`, value: '816000' },
    ])
    const wider = tuningSchema.parse({ policies: [{ policies: ['policy0'], minKhz: 408_000 }] })
    expect(changesFor(wider, kernel.report()).changes).toEqual([
      { path: `${cpufreq}/policy0/scaling_min_freq`, value: '408000' },
    ])
  })

  it('writes all that is wished where another mode of power will move it', () => {
    const kernel = new SimulatedKernel({
      policies: [little],
      refusesCrossedLimits: false,
      tunables: 'policy',
      boost: 'none',
    })
    const modes = [0, 1].map((id) => ({ id, name: `MODE_${id}` }))
    const report = { ...kernel.report(), powerModes: { now: 'MODE_0', modes } }
    const governor = report.policies[0]?.governor ?? ''
    const wish = (powerMode: number) =>
      tuningSchema.parse({ powerMode, policies: [{ governor, maxKhz: little.boostKhz }] })
    expect(changesFor(wish(0), report).changes).toEqual([])
    expect(changesFor(wish(1), report).changes).toEqual([
      { path: 'nvpmodel', value: '1' },
      { path: `${cpufreq}/policy0/scaling_governor`, value: governor },
      { path: `${cpufreq}/policy0/scaling_max_freq`, value: String(little.boostKhz) },
    ])
  })

  it('turns boost first, in the sense of the switch that the board has', () => {
    const kernel = new SimulatedKernel(intel)
    const wish = tuningSchema.parse({ policies: [{ fixedKhz: 2_000_000 }], boost: false })
    expect(changesFor(wish, kernel.report()).changes[0]).toEqual({
      path: '/sys/devices/system/cpu/intel_pstate/no_turbo',
      value: '1',
    })
  })

  it('says of a cluster that is off, and of a governor that only one policy lacks', () => {
    const kernel = new SimulatedKernel({
      ...rk3588,
      policies: [
        { ...little, governors: ['performance'] },
        { ...big, isOffline: true },
      ],
    })
    expect(changesFor(clockTuning({ governor: 'powersave', khz: null }), kernel.report())).toEqual({
      changes: [],
      unmet: [
        { target: 'policy0', wish: 'governor', asked: 'powersave', why: 'not-offered' },
        { target: 'policy4', wish: 'everything', asked: '', why: 'offline' },
      ],
    })
  })

  it('keeps a device without a limit so, and gives it limits that do not cross', () => {
    const report = tuningReportSchema.parse({
      ...new SimulatedKernel(rk3588).report(),
      devices: [
        {
          device: 'fdab0000.npu',
          kind: 'npu',
          governor: 'rknpu_ondemand',
          governors: ['rknpu_ondemand', 'performance'],
          minHz: 900_000_000,
          maxHz: 0,
          nowHz: null,
          stepsHz: [300_000_000, 900_000_000, 1_000_000_000],
          load: null,
        },
      ],
    })
    const wish = (device: object) =>
      tuningSchema.parse({ devices: [{ device: 'fdab0000.npu', ...device }] })
    const folder = '/sys/class/devfreq/fdab0000.npu'
    expect(changesFor(wish({ maxHz: 0 }), report)).toEqual({ changes: [], unmet: [] })
    expect(
      changesFor(wish({ governor: 'performance', maxHz: 300_000_000 }), report).changes,
    ).toEqual([
      { path: `${folder}/governor`, value: 'performance' },
      { path: `${folder}/min_freq`, value: '300000000' },
      { path: `${folder}/max_freq`, value: '300000000' },
    ])
    expect(changesFor(wish({ minHz: 2_000_000_000 }), report).unmet).toEqual([
      { target: 'fdab0000.npu', wish: 'minimum', asked: '2000000000', why: 'out-of-range' },
    ])
    const other = tuningSchema.parse({ devices: [{ device: 'fb000000.gpu', maxHz: 1 }] })
    expect(changesFor(other, report).unmet).toMatchObject([
      { target: 'fb000000.gpu', why: 'unknown' },
    ])
  })
})

describe('a preset', () => {
  it.each(tuningPresets)('%s is had whole by a board of Arm cores and by a PC', (preset) => {
    for (const made of [rk3588, intel]) {
      const kernel = new SimulatedKernel(made)
      const { unmet } = apply(kernel, presetTuning(preset, kernel.report()))
      expect(unmet).toEqual([])
      expect(changesFor(presetTuning(preset, kernel.report()), kernel.report()).changes).toEqual([])
    }
  })

  it('reproducible holds each cluster at the highest of its steps within 80 % of what it reaches without boost', () => {
    const board = new SimulatedKernel(rk3588)
    apply(board, presetTuning('reproducible', board.report()))
    expect(board.report().policies.map(({ minKhz, maxKhz }) => [minKhz, maxKhz])).toEqual([
      [1_200_000, 1_200_000],
      [1_800_000, 1_800_000],
    ])
    const pc = new SimulatedKernel(intel)
    apply(pc, presetTuning('reproducible', pc.report()))
    expect(pc.report().boost).toMatchObject({ on: false })
    expect(pc.report().policies[0]).toMatchObject({ minKhz: 2_000_000, maxKhz: 2_000_000 })
  })

  it('performance opens limits that somebody closed while boost was off', () => {
    const kernel = new SimulatedKernel(intel)
    const closed = tuningSchema.parse({ policies: [{ maxKhz: 1_000_000 }], boost: false })
    apply(kernel, closed)
    apply(kernel, presetTuning('performance', kernel.report()))
    expect(kernel.report().policies[0]).toMatchObject({
      governor: 'performance',
      minKhz: 800_000,
      maxKhz: 5_200_000,
      energyPreference: 'performance',
    })
  })

  it('balanced follows the load, also where powersave is the name of that', () => {
    const of = (made: SimulatedKernelOptions) =>
      presetTuning('balanced', new SimulatedKernel(made).report()).policies[0]
    expect(of(rk3588)).toMatchObject({ governor: 'schedutil', energyPreference: null })
    expect(of(intel)).toMatchObject({
      governor: 'powersave',
      energyPreference: 'balance_performance',
    })
  })
})

describe('what was found', () => {
  it('comes back under any clock that was laid over it', () => {
    const clocks = fc.record({ governor: maybe(fc.constantFrom(...allGovernors)), khz: maybe(khz) })
    fc.assert(
      fc.property(kernels, tunings, fc.array(clocks), (made, before, blocks) => {
        const kernel = new SimulatedKernel(made)
        apply(kernel, before)
        const found = kernel.report()
        for (const clock of [...blocks, { governor: null, khz: null }]) {
          const tuning = {
            ...foundTuning(found),
            policies: [...foundTuning(found).policies, ...clockTuning(clock).policies],
          }
          for (const change of changesFor(tuning, kernel.report(), found).changes)
            kernel.write(change)
        }
        expect(kernel.report()).toEqual(found)
      }),
    )
  })

  it('is no wish for a policy that is off', () => {
    const off = new SimulatedKernel({ ...rk3588, policies: [little, { ...big, isOffline: true }] })
    expect(foundTuning(off.report()).policies).toEqual([
      policyWishSchema.parse({
        policies: ['policy0'],
        governor: 'ondemand',
        minKhz: 408_000,
        maxKhz: 1_800_000,
        tunables: { up_threshold: '80', sampling_down_factor: '1' },
      }),
    ])
  })
})
