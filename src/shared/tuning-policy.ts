// From what is wished of one frequency policy to the writes that bring it there, stage by stage: the governor, its tunables,
// the limits, a speed of its own, the energy preference. What stands as wished already is not written.

import type { Change, PolicyWish, TunablePolicy } from './tuning.ts'
import { cpufreqFolder } from './tuning-paths.ts'
import { clamp, type Limits, noStep, type Step, type Unmet, walk } from './tuning-steps.ts'

/** Where the tunables of a governor stand: at each policy, or once for all of them; null: it does not show. */
export type TunablePlace = 'policy' | 'global' | null

/** A stage is for all policies at once, and follows the one before. */
export interface PolicySteps {
  readonly governor: Step
  readonly tunables: Step
  readonly limits: Step
  readonly speed: Step
  readonly energyPreference: Step
}

/** What becomes of the boost clocks by the same plan. */
export type BoostTurn = 'rises' | 'falls' | 'stays'

/** Null where it is not known what the hardware reaches. With boost to come, how high that will be does not show yet. */
export function hardwareLimits(policy: TunablePolicy, boost: BoostTurn = 'stays'): Limits | null {
  const { hardwareMinKhz: min, hardwareMaxKhz: max, baseKhz } = policy
  if (min === null || max === null) return null
  if (boost === 'rises') return { min, max: Number.POSITIVE_INFINITY }
  return { min, max: boost === 'falls' ? Math.min(max, baseKhz ?? max) : max }
}

/** The highest step that is not above, or the lowest there is; where no steps are listed, the frequency itself. */
export function stepNotAbove({ stepsKhz }: TunablePolicy, khz: number, hardware: Limits): number {
  const steps = stepsKhz.filter((step) => step >= hardware.min && step <= hardware.max)
  return steps.findLast((step) => step <= khz) ?? steps[0] ?? clamp(khz, hardware)
}

/** Tunables are numbers on the allow-list. */
const isValue = (value: string) => /^\d{1,12}$/.test(value)

/** Plans one policy whose cores are not all offline. */
export class PolicyPlan {
  readonly policy: TunablePolicy
  readonly #wish: PolicyWish
  readonly #boost: BoostTurn
  /** The governor that will be set, and whether that is another than now. */
  readonly #governor: string | null
  readonly #isNew: boolean
  readonly #isStale: boolean

  /** `isStale`: what the policy reads may be another by then, and all that is wished is written. */
  constructor(policy: TunablePolicy, wish: PolicyWish, boost: BoostTurn, isStale: boolean) {
    this.policy = policy
    this.#isStale = isStale
    this.#wish = wish
    this.#boost = boost
    this.#isNew =
      wish.governor !== null &&
      wish.governor !== policy.governor &&
      policy.governors.includes(wish.governor)
    this.#governor = this.#isNew ? wish.governor : policy.governor
  }

  /** `place`: as a policy shows it that has a governor with tunables. */
  steps(place: TunablePlace): PolicySteps {
    const limits = this.#limits()
    return {
      governor: this.#governorStep(),
      tunables: this.#tunables(place),
      limits: limits.step,
      speed: this.#speed(limits),
      energyPreference: this.#energyPreference(),
    }
  }

  #write(file: string, value: string | number): Change {
    return { path: `${cpufreqFolder}/${this.policy.policy}/${file}`, value: String(value) }
  }

  #missed(wish: Unmet['wish'], asked: string | number, why: Unmet['why']): Unmet {
    return { target: this.policy.policy, wish, asked: String(asked), why }
  }

  #governorStep(): Step {
    const { governor } = this.#wish
    const isThere = governor === this.policy.governor
    if (governor === null || (isThere && !this.#isStale)) return noStep
    return this.#isNew || isThere
      ? { changes: [this.#write('scaling_governor', governor)], unmet: [] }
      : { changes: [], unmet: [this.#missed('governor', governor, 'not-offered')] }
  }

  /** A governor that is set anew begins with defaults: all that is wished of it is written. */
  #tunables(place: TunablePlace): Step {
    const changes: Change[] = []
    const unmet: Unmet[] = []
    for (const [name, value] of Object.entries(this.#wish.tunables)) {
      const now = this.policy.tunables.find((one) => one.name === name)
      if (!isValue(value) || (!this.#isNew && now === undefined))
        unmet.push(this.#missed('tunable', name, 'not-offered'))
      else if (this.#isNew && place === null) unmet.push(this.#missed('tunable', name, 'not-yet'))
      else if (this.#isNew)
        changes.push(
          place === 'policy'
            ? this.#write(`${this.#governor}/${name}`, value)
            : { path: `${cpufreqFolder}/${this.#governor}/${name}`, value },
        )
      else if (now !== undefined && (this.#isStale || now.value !== value))
        changes.push({ path: now.path, value })
    }
    return { changes, unmet }
  }

  #limits(): { readonly step: Step; readonly heldKhz: number | null } {
    const { fixedKhz, minKhz, maxKhz } = this.#wish
    const asked = fixedKhz ?? maxKhz ?? minKhz
    if (asked === null) return { step: noStep, heldKhz: null }
    const hardware = hardwareLimits(this.policy, this.#boost)
    if (hardware === null) {
      const unmet = [this.#missed('frequency', asked, 'not-offered')]
      return { step: { changes: [], unmet }, heldKhz: null }
    }
    const wanted = fixedKhz === null ? this.#wishedLimits(hardware) : this.#held(fixedKhz, hardware)
    const missed = (wish: Unmet['wish'], khz: number | null, got: number, isMissed: boolean) =>
      khz !== null && isMissed && got !== khz ? [this.#missed(wish, khz, 'out-of-range')] : []
    const unmet =
      fixedKhz === null
        ? [
            ...missed('maximum', maxKhz, wanted.max, wanted.max > (maxKhz ?? 0)),
            ...missed('minimum', minKhz, wanted.min, wanted.min < (minKhz ?? 0)),
          ]
        : missed('frequency', fixedKhz, wanted.max, wanted.max > fixedKhz)
    // Boost may uncover a limit that was hidden by what the hardware reached without.
    const now = {
      min: this.policy.minKhz,
      max: this.#boost === 'rises' ? null : this.policy.maxKhz,
    }
    const isAsked = (khz: number | null) => this.#isStale && (fixedKhz ?? khz) !== null
    const from = {
      min: isAsked(minKhz) ? null : now.min,
      max: isAsked(maxKhz) ? null : now.max,
    }
    const changes = walk(from, wanted, hardware.min, (which, khz) =>
      this.#write(`scaling_${which}_freq`, khz),
    )
    return { step: { changes, unmet }, heldKhz: fixedKhz === null ? null : wanted.max }
  }

  #held(khz: number, hardware: Limits): Limits {
    const step = stepNotAbove(this.policy, khz, hardware)
    return { min: step, max: step }
  }

  /** A minimum that is above the maximum comes down to it. */
  #wishedLimits(hardware: Limits): Limits {
    const { minKhz, maxKhz } = this.#wish
    const max = clamp(maxKhz ?? this.policy.maxKhz ?? this.policy.hardwareMaxKhz ?? 0, hardware)
    const min = clamp(minKhz ?? this.policy.minKhz ?? hardware.min, hardware)
    return { min: Math.min(min, max), max }
  }

  #speed(limits: { readonly step: Step; readonly heldKhz: number | null }): Step {
    const khz = limits.heldKhz ?? this.#wish.speedKhz ?? null
    const isThere =
      !this.#isStale &&
      !this.#isNew &&
      limits.step.changes.length === 0 &&
      this.policy.setKhz === khz
    if (this.#governor !== 'userspace' || khz === null || isThere) return noStep
    return { changes: [this.#write('scaling_setspeed', khz)], unmet: [] }
  }

  /** A governor that is set anew brings a preference of its own, so it is written even where it reads right now. */
  #energyPreference(): Step {
    const wished = this.#wish.energyPreference
    if (
      wished === null ||
      (!this.#isNew && !this.#isStale && wished === this.policy.energyPreference)
    )
      return noStep
    const why = !this.policy.energyPreferences.includes(wished)
      ? 'not-offered'
      : this.#governor === 'performance' && wished !== 'performance'
        ? 'governor-forbids'
        : null
    if (why !== null)
      return { changes: [], unmet: [this.#missed('energy-preference', wished, why)] }
    return { changes: [this.#write('energy_performance_preference', wished)], unmet: [] }
  }
}
