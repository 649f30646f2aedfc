// How far a run is: points done, the one that is running, and how long the rest will take. A point is done with its
// last repetition.

import { timeLeftMs } from '../../../shared/estimate.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { PointView, RunView } from '../../../shared/run.ts'

export interface RunProgress {
  readonly done: number
  readonly total: number
  /** Of all processes, 0 to 1. */
  readonly share: number
  readonly running: PointView | null
  readonly leftMs: number
}

export function progressOf(view: RunView, plan: Plan): RunProgress {
  const { points, repetitionsPlanned } = view
  const processes = points.length * repetitionsPlanned
  const ended = points.reduce(
    (sum, { state, repetitions }) =>
      sum + (state.kind === 'ended' ? repetitionsPlanned : repetitions.length),
    0,
  )
  return {
    done: points.filter(({ state }) => state.kind === 'ended').length,
    total: points.length,
    share: processes === 0 ? 0 : ended / processes,
    running: points.find(({ state }) => state.kind === 'running') ?? null,
    leftMs: timeLeftMs(view, plan, view.lastAtNs),
  }
}
