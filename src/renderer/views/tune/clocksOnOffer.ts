// The governors and frequencies that a board offers to a whole sweep: what all of its policies can be set to.

import type { TuningReport } from '../../../shared/tuning.ts'
import { stepsOf } from './steps.ts'

type Policies = Pick<TuningReport, 'policies'>

/** A policy whose cores are all offline says nothing of what it offers. */
export const onlinePolicies = ({ policies }: Policies) =>
  policies.filter(({ onlineCpus }) => onlineCpus.length > 0)

/** Those that every policy has, as the first has them in order. */
export function sharedGovernors(report: Policies): readonly string[] {
  const [first, ...others] = onlinePolicies(report)
  return (first?.governors ?? []).filter((governor) =>
    others.every(({ governors }) => governors.includes(governor)),
  )
}

/** All steps of all policies, ascending: a policy without one of them is held at its next below. */
export function offeredKhz(report: Policies): readonly number[] {
  const all = onlinePolicies(report).flatMap((policy) => stepsOf(policy))
  return [...new Set(all)].toSorted((a, b) => a - b)
}
