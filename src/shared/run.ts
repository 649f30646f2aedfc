// A run as it looks after a number of events. A snapshot is a fold over events 1…lastSeq; what follows is
// folded in the same way, so that reattaching after a lost link and reloading a window are the same act.

import type { BoardFacts } from './board.ts'
import type { Measurement, Phase, PointOutcome, RunNews, RunOutcome } from './event.ts'
import { type Plan, type Point, pointsOf } from './plan.ts'

export type PointState =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'running'
      readonly phase: Phase
      readonly startedAtNs: number
      readonly sampleCount: number
      /** Median of the newest samples, so that a person sees where it is going. */
      readonly recentMedianNs: number | null
      /** Medians of its newest windows, oldest first: they show whether it settles. */
      readonly windowMediansNs: readonly number[]
    }
  | { readonly kind: 'ended'; readonly outcome: PointOutcome; readonly sampleCount: number }

export interface PointView {
  readonly point: Point
  readonly state: PointState
}

export interface RunView {
  readonly lastSeq: number
  readonly points: readonly PointView[]
  readonly facts: BoardFacts | null
  readonly startedWallMs: number | null
  readonly lastWallMs: number | null
  readonly outcome: RunOutcome | null
}

export interface MeasuredPoint {
  readonly point: Point
  readonly measurement: Measurement
}

export function measuredPoints({ points }: Pick<RunView, 'points'>): readonly MeasuredPoint[] {
  return points.flatMap(({ point, state }) =>
    state.kind === 'ended' && state.outcome.kind === 'measured'
      ? [{ point, measurement: state.outcome.measurement }]
      : [],
  )
}

/** A run before its first event: every point of the plan is waiting. */
export function emptyRun(plan: Plan): RunView {
  return {
    lastSeq: 0,
    points: pointsOf(plan).map((point) => ({ point, state: { kind: 'waiting' } })),
    facts: null,
    startedWallMs: null,
    lastWallMs: null,
    outcome: null,
  }
}

/** Half a minute of windows. */
const keptWindows = 120

function withPoint(
  points: readonly PointView[],
  index: number,
  next: (state: PointState) => PointState,
): readonly PointView[] {
  return points.map((view) =>
    view.point.index === index ? { ...view, state: next(view.state) } : view,
  )
}

function samplesOf(state: PointState): number {
  return state.kind === 'waiting' ? 0 : state.sampleCount
}

/** Folds one event into a run. An event that was folded already changes nothing. */
export function applyEvent(run: RunView, event: RunNews): RunView {
  if (event.seq <= run.lastSeq) return run
  const seen = { ...run, lastSeq: event.seq, lastWallMs: event.wallMs }
  switch (event.type) {
    case 'run-started':
      return { ...seen, facts: event.facts, startedWallMs: event.wallMs }
    case 'point-started':
      return {
        ...seen,
        points: withPoint(seen.points, event.point.index, () => ({
          kind: 'running',
          phase: 'setup',
          startedAtNs: event.atNs,
          sampleCount: 0,
          recentMedianNs: null,
          windowMediansNs: [],
        })),
      }
    case 'phase-entered':
      return {
        ...seen,
        points: withPoint(seen.points, event.point, (state) =>
          state.kind === 'running' ? { ...state, phase: event.phase } : state,
        ),
      }
    case 'samples-recorded':
      return {
        ...seen,
        points: withPoint(seen.points, event.point, (state) =>
          state.kind === 'running'
            ? {
                ...state,
                sampleCount: event.first + event.count,
                recentMedianNs: event.medianNs,
                windowMediansNs: [...state.windowMediansNs.slice(1 - keptWindows), event.medianNs],
              }
            : state,
        ),
      }
    case 'point-ended':
      return {
        ...seen,
        points: withPoint(seen.points, event.point, (state) => ({
          kind: 'ended',
          outcome: event.outcome,
          sampleCount: samplesOf(state),
        })),
      }
    case 'run-ended':
      return { ...seen, outcome: event.outcome }
  }
}
