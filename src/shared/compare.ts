// Runs beside one another: the points that two or more runs planned, each against the same point of a baseline.
// A point is the same where the model's content, its sizes and inputs, engine, scenario, settings, batch and threads
// are; the same architecture in another file is another model. What is invalid is shown, and compared only where asked.

import {
  type ComparedPoint,
  comparedPoint,
  type InvalidTreatment,
  speedOf,
} from './compared-point.ts'
import { conventionFor, type PlannedInputs } from './input.ts'
import type { RunRecord } from './ipc.ts'
import type { EngineId, PlannedModel, Point, Scenario } from './plan.ts'
import { type MeasuredPoint, measuredPoints, type RunView } from './run.ts'
import { type Difference, differencesOf } from './run-difference.ts'
import type { SessionSettings } from './session-settings.ts'

export interface ComparedRun {
  readonly record: RunRecord
  readonly view: RunView
}

/** `same`: a row holds points of one thread count. `best`: the fastest thread count of each run. */
export const threadMatches = ['same', 'best'] as const
export type ThreadMatch = (typeof threadMatches)[number]

export interface ComparisonRow {
  readonly key: string
  readonly model: PlannedModel
  readonly engine: EngineId
  readonly scenario: Scenario
  readonly settings: SessionSettings
  readonly batch: number
  /** Null where each run has its own (`best`). */
  readonly threads: number | null
  /** One for each run, in their order; null where the run did not measure this point. */
  readonly cells: readonly (ComparedPoint | null)[]
}

export interface Comparison {
  readonly runs: readonly RunRecord[]
  readonly baseline: string
  /** Points that at least two of the runs planned and at least one measured. */
  readonly rows: readonly ComparisonRow[]
  /** How many measured points of each run have no counterpart in another. */
  readonly unmatched: readonly number[]
  /** How many points of these rows are invalid, and have no ratio because of it. */
  readonly leftOut: number
  /** What makes the runs differ besides the board, so that a reader is warned. */
  readonly differences: readonly Difference[]
}

const byName = <T>(entries: readonly (readonly [string, T])[]) =>
  entries.toSorted(([a], [b]) => (a < b ? -1 : 1))

/** Values as they are made, whatever their file is called; what the convention makes anyway is left out. */
function inputsKey(inputs: PlannedInputs): unknown {
  const told = Object.entries(inputs).map(([input, values]) => {
    const made = values.kind === 'file' ? { ...values, name: '' } : values
    return [input, JSON.stringify(byName(Object.entries(made)))] as const
  })
  return byName(told).filter(
    ([input, made]) => made !== JSON.stringify(byName(Object.entries(conventionFor(input)))),
  )
}

function keyOf(
  { model, engine, scenario, settings, batch, threads }: Point,
  match: ThreadMatch,
): string {
  const place = match === 'same' ? [batch, threads] : [batch]
  const dims = byName(Object.entries(model.dims))
  const inputs = inputsKey(model.inputs)
  const set = byName(Object.entries(settings))
  return JSON.stringify([model.sha256, dims, inputs, engine, scenario, set, ...place])
}

/** The points of a run by key; of several under one key the best that counts. */
function measuredByKey({ view }: ComparedRun, match: ThreadMatch): Map<string, MeasuredPoint> {
  const found = new Map<string, MeasuredPoint>()
  const isBetter = (one: MeasuredPoint, other: MeasuredPoint) =>
    (one.invalid.length === 0) === (other.invalid.length === 0)
      ? speedOf(one) > speedOf(other)
      : one.invalid.length === 0
  for (const measured of measuredPoints(view)) {
    const key = keyOf(measured.point, match)
    const known = found.get(key)
    if (known === undefined || isBetter(measured, known)) found.set(key, measured)
  }
  return found
}

/**
 * Compares runs, in their order, with the one among them that is named as the baseline. Rows stand in the order in
 * which the runs planned them.
 */
export function compareRuns(
  runs: readonly ComparedRun[],
  baseline: string,
  match: ThreadMatch,
  treatment: InvalidTreatment = 'left-out',
): Comparison {
  const base = runs.findIndex(({ record }) => record.id === baseline)
  if (base < 0) throw new RangeError(`the baseline ${baseline} is not among the runs`)
  const measured = runs.map((run) => measuredByKey(run, match))
  const planned = runs.map(
    ({ view }) => new Map(view.points.map(({ point }) => [keyOf(point, match), point])),
  )
  const isShared = (key: string) => planned.filter((points) => points.has(key)).length > 1
  const points = new Map(planned.toReversed().flatMap((run) => [...run]))
  const order = new Set(planned.flatMap((run) => [...run.keys()]))
  const rows = [...order].flatMap((key): readonly ComparisonRow[] => {
    const point = points.get(key)
    const found = measured.map((run) => run.get(key))
    if (point === undefined || !isShared(key) || found.every((cell) => cell === undefined))
      return []
    const { model, engine, scenario, settings, batch, threads } = point
    return [
      {
        key,
        model,
        engine,
        scenario,
        settings,
        batch,
        threads: match === 'same' ? threads : null,
        cells: found.map((own) =>
          own === undefined ? null : comparedPoint(own, found[base], treatment),
        ),
      },
    ]
  })
  return {
    runs: runs.map(({ record }) => record),
    baseline,
    rows,
    leftOut:
      treatment === 'counted'
        ? 0
        : rows.flatMap(({ cells }) => cells).filter((cell) => (cell?.invalid.length ?? 0) > 0)
            .length,
    unmatched: runs.map(
      ({ view }) =>
        measuredPoints(view).filter(({ point }) => !isShared(keyOf(point, match))).length,
    ),
    differences: differencesOf(runs.map(({ record, view }) => ({ plan: record.plan, view }))),
  }
}
