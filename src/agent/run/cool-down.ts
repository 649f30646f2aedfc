// The wait between two measurements, so that one does not heat the next.

import { setTimeout as sleep } from 'node:timers/promises'
import type { CoolDown } from '../../shared/plan.ts'

const lookEveryMs = 500

/**
 * Resolves when it is over, or `signal` fires. `isFirst`: nothing was measured before, so nothing but heat is waited
 * for. `readMilliC`: the zones that are watched; where none can be read, there is no temperature to wait for.
 */
export async function coolDown(
  plan: CoolDown,
  isFirst: boolean,
  readMilliC: () => readonly (number | null)[],
  signal: AbortSignal,
): Promise<void> {
  const wait = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)
  if (plan.kind === 'time' && !isFirst) await wait(plan.ms)
  if (plan.kind !== 'temperature') return
  const isHot = () => readMilliC().some((milliC) => milliC !== null && milliC >= plan.belowMilliC)
  for (let waitedMs = 0; waitedMs < plan.maxMs && isHot() && !signal.aborted; ) {
    const ms = Math.min(lookEveryMs, plan.maxMs - waitedMs)
    await wait(ms)
    waitedMs += ms
  }
}
