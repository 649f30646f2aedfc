// How far a run is: points done, the one that is running, and how long the rest will take.
// The time left is learnt from the points that are done; before the first it is the plan's own estimate.

import { estimateMs } from '../../../shared/estimate.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { PointView, RunView } from '../../../shared/run.ts'

export interface RunProgress {
  readonly done: number
  readonly total: number
  readonly running: PointView | null
  readonly leftMs: number
}

export function progressOf(view: RunView, plan: Plan): RunProgress {
  const total = view.points.length
  const done = view.points.filter(({ state }) => state.kind === 'ended').length
  const running = view.points.find(({ state }) => state.kind === 'running') ?? null
  const elapsedMs =
    view.startedWallMs === null || view.lastWallMs === null
      ? 0
      : Math.max(0, view.lastWallMs - view.startedWallMs)
  const begun = running === null ? 0 : 0.5
  const leftMs =
    done === 0
      ? Math.max(0, estimateMs(plan) - elapsedMs)
      : (elapsedMs / (done + begun)) * Math.max(0, total - done - begun)
  return { done, total, running, leftMs }
}
