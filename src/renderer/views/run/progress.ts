// How far a run is: points done, the one that is running, and how long the rest will take.

import { timeLeftMs } from '../../../shared/estimate.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { PointView, RunView } from '../../../shared/run.ts'

export interface RunProgress {
  readonly done: number
  readonly total: number
  readonly running: PointView | null
  readonly leftMs: number
}

export function progressOf(view: RunView, plan: Plan): RunProgress {
  return {
    done: view.points.filter(({ state }) => state.kind === 'ended').length,
    total: view.points.length,
    running: view.points.find(({ state }) => state.kind === 'running') ?? null,
    leftMs: timeLeftMs(view, plan, view.lastAtNs),
  }
}
