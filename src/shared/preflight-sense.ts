// What of a look at a board still speaks against a plan: a governor that the plan sets itself does not.

import type { PreflightFinding } from './environment.ts'
import { clocksOf, type Plan } from './plan.ts'

export function findingsAgainst(
  findings: readonly PreflightFinding[],
  plan: Pick<Plan, 'governors' | 'frequenciesKhz'>,
): readonly PreflightFinding[] {
  const setsClock = clocksOf(plan).every(({ governor, khz }) => governor !== null || khz !== null)
  return setsClock ? findings.filter(({ kind }) => kind !== 'governor') : findings
}
