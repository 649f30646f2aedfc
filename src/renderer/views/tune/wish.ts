// What a person wants of a board's clocks, while it is put together: a tuning, in which what was asked of one policy
// stands after what was asked of all. Nothing here is written to a board.

import {
  type DeviceWish,
  type PolicyWish,
  policyWishSchema,
  type Tuning,
  tuningSchema,
} from '../../../shared/tuning.ts'
import { wishFor } from '../../../shared/tuning-plan.ts'

export const noWish: Tuning = tuningSchema.parse({})

const isSaid = (value: unknown) =>
  value !== null &&
  value !== undefined &&
  !(typeof value === 'object' && Object.keys(value).length === 0)

const asks = ({ policies: _, ...rest }: PolicyWish) => Object.values(rest).some(isSaid)

/** Whether it asks for anything at all. */
export function asksNothing({ policies, devices, boost, powerMode }: Tuning): boolean {
  const parts = [...devices.map(({ device: _, ...rest }) => rest), { boost, powerMode }]
  return !policies.some(asks) && parts.every((part) => !Object.values(part).some(isSaid))
}

/** What is asked of one policy, all that concerns it taken together. */
export function wishOf(tuning: Tuning, policy: string): PolicyWish {
  const whole = wishFor(tuning, policy) ?? policyWishSchema.parse({})
  return { ...whole, policies: [policy] }
}

const ofAll = (wish: PolicyWish): PolicyWish => ({ ...wish, policies: null })

/**
 * These wishes, one for each policy that a board has, as few as they can be. Where they are all the same they are one for
 * all policies, so that what is kept under a name is not bound to the board it was made on. Those for policies that only
 * other boards have stay as they are.
 */
function together({ policies }: Tuning, whole: readonly PolicyWish[]): readonly PolicyWish[] {
  const known = whole.flatMap((wish) => wish.policies ?? [])
  const foreign = policies.flatMap((wish) => {
    const names = wish.policies?.filter((name) => !known.includes(name)) ?? []
    return names.length === 0 ? [] : [{ ...wish, policies: names }]
  })
  const [first] = whole
  const isOne = new Set(whole.map((wish) => JSON.stringify(ofAll(wish)))).size === 1
  const own = first !== undefined && isOne ? [ofAll(first)] : whole
  return [...own.filter((wish) => asks(wish)), ...foreign]
}

/** The same for any board that is like this one, whatever its policies are called; `known` are those that this one has. */
export function forAnyBoard(tuning: Tuning, known: readonly string[]): Tuning {
  const whole = known.map((policy) => wishOf(tuning, policy))
  return { ...tuning, policies: [...together(tuning, whole)] }
}

/** Asks this of one policy too; `known` are all that the board has. */
export function withPolicy(
  tuning: Tuning,
  known: readonly string[],
  policy: string,
  part: Partial<PolicyWish>,
): Tuning {
  const whole = known.map((name) => {
    const wish = wishOf(tuning, name)
    return name === policy ? { ...wish, ...part } : wish
  })
  return { ...tuning, policies: [...together(tuning, whole)] }
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
