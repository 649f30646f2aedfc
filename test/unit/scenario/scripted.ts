// A board that keeps its own time: inferences take what a script says, and nothing else takes any.

import type { Clock } from '../../../src/agent/scenario/clock.ts'
import type { Window } from '../../../src/agent/scenario/recording.ts'
import type { Load } from '../../../src/agent/scenario/scenario.ts'
import { type Limits, modeLimits } from '../../../src/shared/limits.ts'
import type { RateTrial } from '../../../src/shared/measurement.ts'
import { seededUniform } from '../../../src/shared/stats.ts'

export interface Scripted {
  readonly load: Load
  readonly handed: Window[]
  readonly firsts: number[]
  readonly trials: RateTrial[]
  /** When it began and ended each inference. */
  readonly runs: { readonly startMs: number; readonly endMs: number }[]
  elapsedMs(): number
}

/** `serviceMs` is asked for each inference, with its number and the time. */
export function scripted(
  serviceMs: (run: number, nowMs: number) => number,
  changes: Partial<Omit<Load, 'limits'>> & { readonly limits?: Partial<Limits> } = {},
): Scripted {
  let nowMs = 1000
  const clock: Clock = {
    now: () => nowMs,
    waitUntil: (atMs) => {
      nowMs = Math.max(nowMs, atMs)
    },
  }
  const handed: Window[] = []
  const firsts: number[] = []
  const trials: RateTrial[] = []
  const runs: { startMs: number; endMs: number }[] = []
  const { limits, ...others } = changes
  const load: Load = {
    session: {
      run: () => {
        const startMs = nowMs
        nowMs += serviceMs(runs.length, nowMs)
        runs.push({ startMs, endMs: nowMs })
        return undefined
      },
    },
    clock,
    batch: 1,
    seed: 1,
    boundNs: 100e6,
    handOn: (first, window) => {
      firsts.push(first)
      handed.push(window)
    },
    tried: (trial) => trials.push(trial),
    checkIn: () => undefined,
    ...others,
    limits: { ...modeLimits.quick, ...limits },
  }
  return { load, handed, firsts, trials, runs, elapsedMs: () => nowMs - 1000 }
}

/** Independent times that spread evenly by ± `share` around a middle. */
export function evenly(middleMs: number, share: number, seed = 5): () => number {
  const random = seededUniform(seed)
  return () => middleMs * (1 + share * (2 * random() - 1))
}
