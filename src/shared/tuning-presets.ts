// The tunings that have a name, each made for one board: what it has decides what they ask for. They leave a Jetson's power
// mode alone, since that outlives a boot.

import type { Clock } from './plan.ts'
import {
  type PolicyWish,
  policyWishSchema,
  type TunableDevice,
  type TunablePolicy,
  type Tuning,
  type TuningPreset,
  type TuningReport,
  tuningSchema,
} from './tuning.ts'
import { hardwareLimits, stepNotAbove } from './tuning-policy.ts'

/** Governors that follow the load, the best first. */
const followingGovernors = ['schedutil', 'ondemand', 'interactive', 'conservative'] as const
const followingDeviceGovernors = [
  'simple_ondemand',
  'dmc_ondemand',
  'rknpu_ondemand',
  'nvhost_podgov',
  'tegra_wmark',
] as const
/** Of the highest frequency without boost: boards of this size hold it without a fan that was chosen for more. */
const reproducibleShare = 0.8
/** Where a driver lists no steps, it takes multiples of this. */
const unlistedStepKhz = 100_000

export function presetTuning(preset: TuningPreset, report: TuningReport): Tuning {
  const online = report.policies.filter(({ onlineCpus }) => onlineCpus.length > 0)
  const offersBoost = report.boost !== null || online.some(({ boost }) => boost !== null)
  const boost = preset === 'performance' || preset === 'balanced'
  return tuningSchema.parse({
    policies: online.map((policy) => {
      const isOff = (report.boost?.on ?? policy.boost) === false
      return policyWish(preset, policy, boost && isOff)
    }),
    boost: offersBoost ? boost : null,
    devices: report.devices.flatMap((device) => {
      const governor = deviceGovernor(preset, device)
      return governor === null ? [] : [{ device: device.device, governor }]
    }),
  })
}

/** The clock of a point, for all policies. */
export function clockTuning({ governor, khz }: Clock): Tuning {
  return tuningSchema.parse({
    policies: governor === null && khz === null ? [] : [{ governor, fixedKhz: khz }],
  })
}

/** What the policies have now, as a wish: what `clockTuning` is laid over, so that blocks do not inherit from each other. */
export function foundTuning({ policies }: Pick<TuningReport, 'policies'>): Tuning {
  return tuningSchema.parse({
    policies: policies
      .filter(({ onlineCpus }) => onlineCpus.length > 0)
      .map((found) => ({
        policies: [found.policy],
        governor: found.governor,
        minKhz: found.minKhz,
        maxKhz: found.maxKhz,
        speedKhz: found.setKhz ?? undefined,
        energyPreference: found.energyPreference,
        tunables: Object.fromEntries(found.tunables.map(({ name, value }) => [name, value])),
      })),
  })
}

/** All that a board has now, as a wish: its policies, boost clocks, other devices and mode of power. */
export function standingTuning(report: TuningReport): Tuning {
  const { policies, boost, devices, powerModes } = report
  const own = policies.flatMap((policy) => (policy.boost === null ? [] : [policy.boost]))
  const isOne = new Set(own).size === 1
  return tuningSchema.parse({
    ...foundTuning(report),
    boost: boost?.on ?? (isOne ? own[0] : null),
    devices: devices.map(({ device, governor, minHz, maxHz }) => ({
      device,
      governor,
      minHz,
      // On older kernels 0 is no limit, which can not be asked for.
      maxHz: maxHz === 0 ? null : maxHz,
    })),
    powerMode: powerModes?.modes.find(({ name }) => name === powerModes.now)?.id ?? null,
  })
}

/** `boostRises`: it reaches more than it says yet; a limit that is too high is as high as it goes. */
function policyWish(preset: TuningPreset, policy: TunablePolicy, boostRises: boolean): PolicyWish {
  const governor = presetGovernor(preset, policy)
  const wished = presetPreference(preset, governor)
  const hardware = hardwareLimits(policy)
  return policyWishSchema.parse({
    policies: [policy.policy],
    governor,
    energyPreference: wished !== null && policy.energyPreferences.includes(wished) ? wished : null,
    ...(hardware === null
      ? {}
      : preset === 'reproducible'
        ? { fixedKhz: reproducibleKhz(policy) }
        : { minKhz: hardware.min, maxKhz: boostRises ? 2 * hardware.max : hardware.max }),
  })
}

/** Under a fixed frequency `performance` is the governor that does least. */
function presetGovernor(preset: TuningPreset, { governors }: TunablePolicy): string | null {
  const first = (wished: readonly string[]) =>
    wished.find((governor) => governors.includes(governor)) ?? null
  switch (preset) {
    case 'performance':
    case 'reproducible':
      return first(['performance'])
    case 'powersave':
      return first(['powersave'])
    case 'balanced':
      // A driver with governors of its own has these two: powersave is the one that follows the load.
      return first(followingGovernors) ?? first(['powersave'])
  }
}

function presetPreference(preset: TuningPreset, governor: string | null): string | null {
  if (governor === 'performance') return 'performance'
  if (preset === 'powersave') return 'power'
  return preset === 'balanced' ? 'balance_performance' : null
}

/** Null where it is not known what the hardware reaches. */
function reproducibleKhz(policy: TunablePolicy): number | null {
  const hardware = hardwareLimits(policy)
  if (hardware === null) return null
  const aimKhz = Math.min(policy.baseKhz ?? hardware.max, hardware.max) * reproducibleShare
  const rounded = policy.stepsKhz.length > 0 ? aimKhz : aimKhz - (aimKhz % unlistedStepKhz)
  return stepNotAbove(policy, Math.floor(rounded), hardware)
}

function deviceGovernor(preset: TuningPreset, device: TunableDevice): string | null {
  const first = (wished: readonly string[]) =>
    wished.find((governor) => device.governors.includes(governor)) ?? null
  if (device.kind === 'other') return null
  switch (preset) {
    case 'performance':
      return first(['performance'])
    case 'powersave':
      return first(['powersave'])
    case 'balanced':
      return first(followingDeviceGovernors)
    // The memory's clock moves every figure; those of the other devices are not measured with the processor's.
    case 'reproducible':
      return device.kind === 'memory' ? first(['performance']) : null
  }
}
