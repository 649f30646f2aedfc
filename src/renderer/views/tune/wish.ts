// What a person wants of a board's clocks, while it is put together: a tuning, in which what was asked of one policy
// stands after what was asked of all. Nothing here is written to a board.

import {
  type DeviceWish,
  type PolicyWish,
  policyWishSchema,
  type Tuning,
  tuningSchema,
} from '../../../shared/tuning.ts'

export const noWish: Tuning = tuningSchema.parse({})

const isSaid = (value: unknown) =>
  value !== null &&
  value !== undefined &&
  !(typeof value === 'object' && Object.keys(value).length === 0)

/** Whether it asks for anything at all. */
export function asksNothing({ policies, devices, boost, powerMode }: Tuning): boolean {
  const parts = [
    ...policies.map(({ policies: _, ...rest }) => rest),
    ...devices.map(({ device: _, ...rest }) => rest),
    { boost, powerMode },
  ]
  return parts.every((part) => !Object.values(part).some(isSaid))
}

const concerns = (wish: PolicyWish, policy: string) =>
  wish.policies === null || wish.policies.includes(policy)

/** What is said of it in a wish, without what is left open. */
const said = <T extends object>(wish: T): Partial<T> =>
  Object.fromEntries(Object.entries(wish).filter(([, value]) => isSaid(value))) as Partial<T>

/**
 * Limits that are said later replace a fixed frequency, which else holds over limits, as `changesFor` has it. Tunables and energy preference belong to a
 * governor: another one comes without them.
 */
function over(earlier: PolicyWish, later: PolicyWish): PolicyWish {
  const limits = later.minKhz !== null || later.maxKhz !== null
  const keepsGovernor = later.governor === null || later.governor === earlier.governor
  return {
    ...earlier,
    ...(keepsGovernor ? {} : { energyPreference: null }),
    ...(limits ? { fixedKhz: null } : {}),
    ...said(later),
    tunables: { ...(keepsGovernor ? earlier.tunables : {}), ...later.tunables },
    policies: earlier.policies,
  }
}

/** What is asked of one policy, all that concerns it taken together. */
export function wishOf({ policies }: Tuning, policy: string): PolicyWish {
  return policies
    .filter((wish) => concerns(wish, policy))
    .reduce(over, policyWishSchema.parse({ policies: [policy] }))
}

const isOf = (wish: PolicyWish, policy: string) =>
  wish.policies?.length === 1 && wish.policies[0] === policy

/** Each policy with all that is asked of it in one place: the form that changes by hand make. */
function apart(tuning: Tuning, known: readonly string[]): Tuning {
  return { ...tuning, policies: known.map((policy) => wishOf(tuning, policy)) }
}

/** Asks this of one policy too; `known` are all that the board has. */
export function withPolicy(
  tuning: Tuning,
  known: readonly string[],
  policy: string,
  part: Partial<PolicyWish>,
): Tuning {
  const whole = apart(tuning, known)
  return {
    ...whole,
    policies: whole.policies.map((wish) => (isOf(wish, policy) ? { ...wish, ...part } : wish)),
  }
}

export function deviceWishOf({ devices }: Tuning, device: string): DeviceWish {
  const found = devices.find((wish) => wish.device === device)
  return found ?? { device, governor: null, minHz: null, maxHz: null }
}

export function withDevice(tuning: Tuning, device: string, part: Partial<DeviceWish>): Tuning {
  const next = { ...deviceWishOf(tuning, device), ...part }
  const others = tuning.devices.filter((wish) => wish.device !== device)
  return { ...tuning, devices: [...others, next] }
}
