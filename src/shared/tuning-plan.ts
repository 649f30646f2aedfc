// From a wish to the list of writes that fulfils it on one board: the list that is shown before, that `--dry-run` prints and
// that the agent makes, in this order. Boost comes before the limits that it moves; stages are for all policies at once.

import type { Change, PolicyWish, TunablePolicy, Tuning, TuningReport } from './tuning.ts'
import { deviceSteps } from './tuning-device.ts'
import { cpufreqFolder, noTurboPath } from './tuning-paths.ts'
import { type BoostTurn, PolicyPlan, type PolicySteps, type TunablePlace } from './tuning-policy.ts'
import { noStep, type Step, type Unmet } from './tuning-steps.ts'

/** What a plan is made from. */
export type Tunables = Pick<TuningReport, 'policies' | 'boost' | 'devices' | 'powerModes'>

export interface TuningPlan {
  /** To be written in this order. */
  readonly changes: readonly Change[]
  /** What of the wish the board does not do, or not quite. */
  readonly unmet: readonly Unmet[]
}

/**
 * Only what differs from the report is written; with another mode of power, all that is wished. `seenBefore`: an earlier
 * report of the same board, for where the tunables of a governor stand that is not set now.
 */
export function changesFor(
  tuning: Tuning,
  report: Tunables,
  seenBefore: Tunables = report,
): TuningPlan {
  const place = tunablePlace(report) ?? tunablePlace(seenBefore)
  const { wishes, unknown } = wishesByPolicy(tuning, report)
  const powerMode = powerModeStep(tuning, report)
  // Another mode of power moves what the report has read.
  const isStale = powerMode.changes.length > 0
  const policies = [...wishes].map(([policy, wish]) =>
    stepsOf(new PolicyPlan(policy, wish, boostTurn(tuning, report, policy), isStale), place),
  )
  const stage = (of: (steps: PolicySteps) => Step) => policies.map(of)
  const steps = [
    powerMode,
    boostStep(tuning, report, isStale),
    ...unknown,
    ...stage(({ governor }) => governor),
    ...stage(({ tunables }) => tunables),
    ...stage(({ limits }) => limits),
    ...stage(({ speed }) => speed),
    ...stage(({ energyPreference }) => energyPreference),
    ...tuning.devices.flatMap((wish) => {
      const device = report.devices.find((one) => one.device === wish.device)
      return device === undefined ? [unknownStep(wish.device)] : deviceSteps(device, wish, isStale)
    }),
  ]
  return {
    changes: withoutRepeats(steps.flatMap(({ changes }) => changes)),
    unmet: steps.flatMap(({ unmet }) => unmet),
  }
}

/** Tunables that all policies share are wished once for each of them. */
function withoutRepeats(changes: readonly Change[]): readonly Change[] {
  const isTunable = ({ path }: Change) => !/_freq$/.test(path)
  return changes.filter(
    (change, index) =>
      !isTunable(change) ||
      !changes
        .slice(0, index)
        .some(({ path, value }) => path === change.path && value === change.value),
  )
}

const unknownStep = (target: string): Step => ({
  changes: [],
  unmet: [{ target, wish: 'everything', asked: '', why: 'unknown' }],
})

function stepsOf(plan: PolicyPlan, place: TunablePlace): PolicySteps {
  const { policy } = plan
  if (policy.onlineCpus.length > 0) return plan.steps(place)
  const offline = { target: policy.policy, wish: 'everything', asked: '', why: 'offline' } as const
  return {
    governor: { changes: [], unmet: [offline] },
    tunables: noStep,
    limits: noStep,
    speed: noStep,
    energyPreference: noStep,
  }
}

function tunablePlace({ policies }: Tunables): TunablePlace {
  const path = policies.flatMap(({ tunables }) => tunables)[0]?.path
  return path === undefined ? null : path.includes('/policy') ? 'policy' : 'global'
}

function wishesByPolicy(tuning: Tuning, { policies }: Tunables) {
  const wishes = new Map<TunablePolicy, PolicyWish>()
  const unknown: Step[] = []
  for (const wish of tuning.policies) {
    for (const name of wish.policies ?? [])
      if (!policies.some(({ policy }) => policy === name)) unknown.push(unknownStep(name))
    for (const policy of policies) {
      const whole = concerns(wish, policy.policy) ? wishFor(tuning, policy.policy) : null
      if (whole !== null && !wishes.has(policy)) wishes.set(policy, whole)
    }
  }
  return { wishes, unknown }
}

const concerns = ({ policies }: PolicyWish, policy: string) =>
  policies === null || policies.includes(policy)

/** All that is asked of one policy, taken together; null: nothing is. Of several wishes the later count, part by part. */
export function wishFor({ policies }: Pick<Tuning, 'policies'>, policy: string): PolicyWish | null {
  const [first, ...later] = policies.filter((wish) => concerns(wish, policy))
  return first === undefined ? null : later.reduce(overlaid, first)
}

/**
 * Tunables and energy preference belong to a governor: another one comes without them. Limits that are said later replace
 * a fixed frequency, which else holds over limits.
 */
function overlaid(earlier: PolicyWish, later: PolicyWish): PolicyWish {
  const keepsGovernor = later.governor === null || later.governor === earlier.governor
  const setsLimits = later.minKhz !== null || later.maxKhz !== null
  return {
    policies: null,
    governor: later.governor ?? earlier.governor,
    minKhz: later.minKhz ?? earlier.minKhz,
    maxKhz: later.maxKhz ?? earlier.maxKhz,
    fixedKhz: later.fixedKhz ?? (setsLimits ? null : earlier.fixedKhz),
    speedKhz: later.speedKhz ?? (keepsGovernor ? earlier.speedKhz : undefined),
    energyPreference: later.energyPreference ?? (keepsGovernor ? earlier.energyPreference : null),
    tunables: { ...(keepsGovernor ? earlier.tunables : {}), ...later.tunables },
  }
}

function boostTurn(
  { boost: wished }: Tuning,
  { boost }: Tunables,
  policy: TunablePolicy,
): BoostTurn {
  const now = boost?.on ?? policy.boost
  if (wished === null || now === null || now === wished) return 'stays'
  return wished ? 'rises' : 'falls'
}

function boostStep(
  { boost: wished }: Tuning,
  { boost, policies }: Tunables,
  isStale: boolean,
): Step {
  if (wished === null) return noStep
  const flag = (path: string): Change => ({
    path,
    value: (path === noTurboPath ? !wished : wished) ? '1' : '0',
  })
  if (boost !== null && (isStale || boost.on !== wished))
    return { changes: [flag(boost.path)], unmet: [] }
  const own = policies.filter((policy) => policy.boost !== null && policy.onlineCpus.length > 0)
  if (boost === null && own.length === 0) {
    const asked = wished ? 'on' : 'off'
    return { changes: [], unmet: [{ target: 'boost', wish: 'boost', asked, why: 'not-offered' }] }
  }
  const differing = own.filter((policy) => isStale || policy.boost !== wished)
  return {
    changes: differing.map(({ policy }) => flag(`${cpufreqFolder}/${policy}/boost`)),
    unmet: [],
  }
}

function powerModeStep({ powerMode }: Tuning, { powerModes }: Tunables): Step {
  if (powerMode === null) return noStep
  const mode = powerModes?.modes.find(({ id }) => id === powerMode)
  if (mode === undefined) {
    const asked = String(powerMode)
    const why = powerModes === null ? 'not-offered' : 'unknown'
    return { changes: [], unmet: [{ target: 'nvpmodel', wish: 'power-mode', asked, why }] }
  }
  if (mode.name === powerModes?.now) return noStep
  return { changes: [{ path: 'nvpmodel', value: String(powerMode) }], unmet: [] }
}
