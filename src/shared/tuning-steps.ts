// What the plans of policies and of devices share: a part of a wish that can't be had, and the walk from limits to others
// that no kernel refuses.

import type { Change } from './tuning.ts'

/** A part of a wish that the board does not do, or not quite. */
export interface Unmet {
  /** `policy4`, a device as devfreq calls it, `boost` or `nvpmodel`. */
  readonly target: string
  readonly wish:
    | 'everything'
    | 'boost'
    | 'governor'
    | 'tunable'
    | 'minimum'
    | 'maximum'
    | 'frequency'
    | 'energy-preference'
    | 'power-mode'
  /** The name or the number that was asked for; empty for everything. */
  readonly asked: string
  /**
   * `unknown`: the board has none of that name. `offline`: all cores of the policy are. `not-offered`: the kernel has no
   * such thing there. `out-of-range`: it is set as near as the hardware comes. `governor-forbids`: not under the governor
   * that is to be set. `not-yet`: whether and where the kernel has it shows only once that governor is set.
   */
  readonly why:
    | 'unknown'
    | 'offline'
    | 'not-offered'
    | 'out-of-range'
    | 'governor-forbids'
    | 'not-yet'
}

/** One stage of a plan. */
export interface Step {
  readonly changes: readonly Change[]
  readonly unmet: readonly Unmet[]
}

export const noStep: Step = { changes: [], unmet: [] }

export interface Limits {
  readonly min: number
  readonly max: number
}

export const clamp = (value: number, { min, max }: Limits) => Math.min(Math.max(value, min), max)

/**
 * From limits to others without a minimum above the maximum on the way: older kernels refuse that, newer ones collapse
 * it. `lowest`: of the hardware. A limit that reads null can't be read, and is written.
 */
export function walk(
  now: { readonly min: number | null; readonly max: number | null },
  wanted: Limits,
  lowest: number,
  change: (which: 'min' | 'max', value: number) => Change,
): readonly Change[] {
  const changes: Change[] = []
  let min = now.min
  if (min === null || wanted.max < min) {
    changes.push(change('min', lowest))
    min = lowest
  }
  if (now.max !== wanted.max) changes.push(change('max', wanted.max))
  if (min !== wanted.min) changes.push(change('min', wanted.min))
  return changes
}
