// A run as it looks after a number of events. A snapshot is a fold over events 1…lastSeq; what follows is
// folded in the same way, so that reattaching after a lost link and reloading a window are the same act.

import type { BoardFacts } from './board.ts'
import type { EnvironmentSummary, InvalidReason, PreflightFinding } from './environment.ts'
import type { Phase, PointOutcome, RunNews, RunOutcome } from './event.ts'
import { type Measurement, maxTrials, type RateTrial } from './measurement.ts'
import type { Metered } from './meter.ts'
import { type Plan, type Point, pointsOf } from './plan.ts'
import { pooled } from './pool.ts'
import type { PooledEnergy } from './pooled-energy.ts'
import type { Energy, PowerSource } from './power.ts'
import type { TuningStatus } from './tuning.ts'

export type PointState =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'running'
      readonly repetition: number
      readonly phase: Phase
      readonly startedAtNs: number
      readonly sampleCount: number
      /** Median of the newest samples, so that a person sees where it is going. */
      readonly recentMedianNs: number | null
      /** Medians of its newest windows, oldest first: they show whether it settles. */
      readonly windowMediansNs: readonly number[]
      /** What the server scenario has tried so far. */
      readonly trials: readonly RateTrial[]
    }
  | {
      readonly kind: 'ended'
      /** Of all its repetitions together (see `pooled`). */
      readonly outcome: PointOutcome
      /** Why what was measured does not count; empty: it does. */
      readonly invalid: readonly InvalidReason[]
      /** Of the repetitions that its figures are of, by source; empty: not measured. */
      readonly energy: readonly PooledEnergy[]
      readonly sampleCount: number
    }

/** One process that has ended. */
export interface RepetitionResult {
  readonly repetition: number
  readonly outcome: PointOutcome
  readonly invalid: readonly InvalidReason[]
  readonly environment: EnvironmentSummary | null
  /** By source; empty: not measured. */
  readonly energy: readonly Energy[]
  /** From its start to its end; what the time that is left is learnt from. */
  readonly durationNs: number
}

/** While some of its repetitions are still to come, a point waits between them. */
export interface PointView {
  readonly point: Point
  readonly state: PointState
  /** Those that have ended, in the order in which they were measured. */
  readonly repetitions: readonly RepetitionResult[]
}

export interface RunView {
  /** How many repetitions each point is to have. */
  readonly repetitionsPlanned: number
  readonly lastSeq: number
  readonly points: readonly PointView[]
  readonly facts: BoardFacts | null
  /** What spoke against measuring as it began; null: not looked. */
  readonly preflight: readonly PreflightFinding[] | null
  /** Where power is read in it. */
  readonly powerSources: readonly PowerSource[]
  /** What the board took at rest, clock by clock. */
  readonly idles: readonly Extract<RunNews, { readonly type: 'idle-measured' }>[]
  readonly startedWallMs: number | null
  readonly lastWallMs: number | null
  /** When it was heard of last, on the supervisor's clock; 0 before its first event. */
  readonly lastAtNs: number
  readonly outcome: RunOutcome | null
  /** What was set of the board's clocks, block by block. */
  readonly clocks: readonly Extract<RunNews, { readonly type: 'clock-set' }>[]
  /** What the board was given back of them; null where nothing was changed, or not yet since the last of them. */
  readonly givenBack: TuningStatus | null
}

export interface MeasuredPoint {
  readonly point: Point
  readonly measurement: Measurement
  /** Why it does not count; empty: it does. */
  readonly invalid: readonly InvalidReason[]
  /** By source, that which stands for the point first; empty: not measured. */
  readonly energy: readonly PooledEnergy[]
}

/** The repetitions that a point's figures are of: those that count, or where none does all that were measured. */
export function countedRepetitions({
  repetitions,
}: Pick<PointView, 'repetitions'>): readonly RepetitionResult[] {
  const measured = repetitions.filter(({ outcome }) => outcome.kind === 'measured')
  const counting = measured.filter(({ invalid }) => invalid.length === 0)
  return counting.length > 0 ? counting : measured
}

/** Null where it was not measured, or is not yet. */
export function measuredPoint({ point, state }: PointView): MeasuredPoint | null {
  return state.kind === 'ended' && state.outcome.kind === 'measured'
    ? {
        point,
        measurement: state.outcome.measurement,
        invalid: state.invalid,
        energy: state.energy,
      }
    : null
}

export function measuredPoints({ points }: Pick<RunView, 'points'>): readonly MeasuredPoint[] {
  return points.flatMap((view) => measuredPoint(view) ?? [])
}

/** A run before its first event: every point of the plan is waiting. */
export function emptyRun(plan: Plan): RunView {
  return {
    repetitionsPlanned: plan.repetitions,
    lastSeq: 0,
    points: pointsOf(plan).map((point) => ({
      point,
      state: { kind: 'waiting' },
      repetitions: [],
    })),
    facts: null,
    preflight: null,
    powerSources: [],
    idles: [],
    startedWallMs: null,
    lastWallMs: null,
    lastAtNs: 0,
    outcome: null,
    clocks: [],
    givenBack: null,
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

/** `repetitions` is not empty. */
function endedState(repetitions: readonly RepetitionResult[]): PointState {
  return { kind: 'ended', ...pooled(repetitions), sampleCount: samplesOf(repetitions) }
}

/** Where a point stands after these of its repetitions. */
function stateAfter(repetitions: readonly RepetitionResult[], planned: number): PointState {
  const isOver =
    repetitions.length >= planned || repetitions.some(({ outcome }) => outcome.kind === 'cancelled')
  return isOver ? endedState(repetitions) : { kind: 'waiting' }
}

function samplesOf(repetitions: readonly RepetitionResult[]): number {
  return repetitions.reduce(
    (sum, { outcome }) =>
      sum + (outcome.kind === 'measured' ? outcome.measurement.latency.count : 0),
    0,
  )
}

/** What a point takes begins after the rest before it, which is its clock's. */
function inPhase(
  state: Extract<PointState, { kind: 'running' }>,
  phase: Phase,
  atNs: number,
): PointState {
  const startedAtNs = state.phase === 'rest' ? atNs : state.startedAtNs
  return { ...state, phase, startedAtNs }
}

/**
 * With what a source beside the board's own saw of its processes. Of a run that is over: events that are folded in later
 * know nothing of it.
 */
export function withEnergies(run: RunView, { source, energies }: Metered): RunView {
  const of = new Map(energies.map((one) => [`${one.point} ${one.repetition}`, one.energy]))
  return {
    ...run,
    powerSources: [...run.powerSources, source],
    points: run.points.map((view) => {
      const repetitions = view.repetitions.map((result) => {
        const energy = of.get(`${view.point.index} ${result.repetition}`)
        return energy === undefined ? result : { ...result, energy: [...result.energy, energy] }
      })
      return view.state.kind === 'ended' && repetitions.length > 0
        ? { ...view, repetitions, state: endedState(repetitions) }
        : { ...view, repetitions }
    }),
  }
}

/** Folds one event into a run. An event that was folded already changes nothing. */
export function applyEvent(run: RunView, event: RunNews): RunView {
  if (event.seq <= run.lastSeq) return run
  const seen = { ...run, lastSeq: event.seq, lastWallMs: event.wallMs, lastAtNs: event.atNs }
  switch (event.type) {
    case 'run-started':
      return {
        ...seen,
        facts: event.facts,
        preflight: event.preflight,
        powerSources: event.powerSources,
        startedWallMs: event.wallMs,
      }
    case 'point-started':
      return {
        ...seen,
        points: withPoint(seen.points, event.point.index, () => ({
          kind: 'running',
          repetition: event.repetition,
          phase: 'setup',
          startedAtNs: event.atNs,
          sampleCount: 0,
          recentMedianNs: null,
          windowMediansNs: [],
          trials: [],
        })),
      }
    case 'phase-entered':
      return {
        ...seen,
        points: withPoint(seen.points, event.point, (state) =>
          state.kind === 'running' ? inPhase(state, event.phase, event.atNs) : state,
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
        points: seen.points.map((view) => {
          if (view.point.index !== event.point) return view
          const { repetition, outcome, invalid, environment, energy } = event
          const startedNs = view.state.kind === 'running' ? view.state.startedAtNs : event.atNs
          const durationNs = event.atNs - startedNs
          const ended = { repetition, outcome, invalid, environment, energy, durationNs }
          const repetitions = [...view.repetitions, ended]
          return { ...view, repetitions, state: stateAfter(repetitions, run.repetitionsPlanned) }
        }),
      }
    case 'rate-tried':
      return {
        ...seen,
        points: withPoint(seen.points, event.point, (state) =>
          state.kind === 'running'
            ? { ...state, trials: [...state.trials, event.trial].slice(-maxTrials) }
            : state,
        ),
      }
    case 'environment-recorded':
    case 'power-recorded':
      return seen
    case 'idle-measured':
      return { ...seen, idles: [...seen.idles, event] }
    case 'clock-set':
      return { ...seen, clocks: [...seen.clocks, event], givenBack: null }
    case 'clock-given-back':
      return { ...seen, givenBack: event.status }
    case 'run-ended':
      return {
        ...seen,
        outcome: event.outcome,
        // A run that ends early leaves points with fewer repetitions than planned: what they have is their result.
        points: seen.points.map((view) =>
          view.state.kind !== 'ended' && view.repetitions.length > 0
            ? { ...view, state: endedState(view.repetitions) }
            : view,
        ),
      }
  }
}
