// A route on which a run can set clocks for as long as it lasts, without anybody who would type a password.

import { userInfo } from 'node:os'
import { fail } from '../../shared/fault.ts'
import type { TuningRoute } from '../../shared/tuning.ts'
import type { Tunables } from '../../shared/tuning-plan.ts'
import { type Kernel, kernelAt } from '../environment/kernel.ts'
import { readHelper } from './program-file.ts'
import { readBoost, readTunablePolicies } from './read-policies.ts'
import { findRoute, thisLogin } from './route.ts'

/** The processor's alone: what a run sets. */
export const readClocks = (kernel: Kernel = kernelAt()): Tunables => ({
  policies: readTunablePolicies(kernel, []),
  boost: readBoost(kernel.read),
  devices: [],
  powerModes: null,
})

export async function unattendedRoute(): Promise<TuningRoute> {
  const clocks = readClocks()
  if (clocks.policies.length === 0) fail('tuning-not-offered', {})
  const route = await findRoute(clocks, thisLogin(readHelper().version !== null))
  if (route === 'password') fail('tuning-needs-helper', {})
  if (route === 'none') fail('tuning-not-permitted', { user: userInfo().username })
  return route
}
