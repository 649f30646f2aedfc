// Sides beside one another: the points that two or more of them planned, each against the same point of a baseline.
// A point is the same where the model's content, its sizes and inputs, engine, scenario with its bound, settings, batch
// and threads are, but for the axis that sides are parted by; the same architecture in another file is another model.
// What is invalid is shown, and compared only where asked.

import { type AxisName, axisKey, axisNames } from './axes.ts'
import {
  type ComparedPoint,
  comparedPoint,
  type InvalidTreatment,
  speedOf,
} from './compared-point.ts'
import type { ComparedSide, Side } from './compared-side.ts'
import { conventionFor, type PlannedInputs } from './input.ts'
import type { PlannedModel, Point } from './plan.ts'
import type { Conditions } from './point-label.ts'
import type { Precision } from './precision.ts'
import { type MeasuredPoint, measuredPoints } from './run.ts'
import { type Difference, differencesOf } from './run-difference.ts'

/** `same`: a row holds points of one thread count. `best`: the fastest thread count of each side. */
export const threadMatches = ['same', 'best'] as const
export type ThreadMatch = (typeof threadMatches)[number]

/** What the points of a row have in common; null, or not there, is what the sides differ in. */
export interface ComparisonRow extends Conditions {
  readonly key: string
  readonly model: PlannedModel | null
  readonly precision: Precision | null
  readonly variantName: string | null
  readonly batch: number | null
  readonly threads: number | null
  /** One for each side, in their order; null where it did not measure this point. */
  readonly cells: readonly (ComparedPoint | null)[]
}

export interface Comparison {
  readonly sides: readonly Side[]
  /** The axis that the sides are parts of; null: they are whole runs. */
  readonly by: AxisName | null
  /** The id of a side. */
  readonly baseline: string
  /** Points that at least two of the sides planned and at least one measured. */
  readonly rows: readonly ComparisonRow[]
  /** How many measured points of each side have no counterpart in another. */
  readonly unmatched: readonly number[]
  /** How many points of these rows are invalid, and have no ratio because of it. */
  readonly leftOut: number
  /** What makes the sides differ besides the board, so that a reader is warned. */
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

/**
 * The part of a point's key that each axis has. A model is told by its content; where precisions or networks are held
 * against one another it is what they leave of it.
 */
function keyParts(
  point: Point,
  { record }: Pick<Side, 'record'>,
  leftOut: readonly AxisName[],
): Readonly<Record<AxisName, unknown>> {
  const { model, engine, scenario, clock, settings, batch, threads } = point
  const { boundMs } = record.plan.server
  const inputs = inputsKey(model.inputs)
  const isWhole = !leftOut.includes('network') && !leftOut.includes('precision')
  return {
    ...settings,
    model: isWhole ? [model.sha256, byName(Object.entries(model.dims)), inputs] : null,
    network: leftOut.includes('precision') ? [axisKey(point, 'network'), inputs] : null,
    precision: leftOut.includes('network') ? axisKey(point, 'precision') : null,
    scenario: scenario === 'server' ? [scenario, boundMs] : scenario,
    governor: clock.governor,
    frequency: clock.khz,
    engine,
    batch,
    threads,
  }
}

function keyOf(point: Point, run: Pick<Side, 'record'>, leftOut: readonly AxisName[]): string {
  const parts = keyParts(point, run, leftOut)
  return JSON.stringify(
    axisNames.filter((name) => !leftOut.includes(name)).map((name) => parts[name]),
  )
}

/** Equal where two points, each of its run, are the same. */
export const pointKey = (point: Point, run: Pick<Side, 'record'>): string => keyOf(point, run, [])

/** The points of one side by their keys, as long as the comparison leaves these axes out. */
class SidePoints {
  readonly #side: ComparedSide
  readonly #leftOut: readonly AxisName[]
  /** Of several under one key the first. */
  readonly planned = new Map<string, Point>()
  /** Of several under one key the best that counts. */
  readonly measured = new Map<string, MeasuredPoint>()

  constructor(side: ComparedSide, leftOut: readonly AxisName[]) {
    this.#side = side
    this.#leftOut = leftOut
    for (const { point } of side.view.points) {
      const key = this.#keyOf(point)
      if (!this.planned.has(key)) this.planned.set(key, point)
    }
    for (const found of measuredPoints(side.view)) {
      const key = this.#keyOf(found.point)
      const known = this.measured.get(key)
      if (known === undefined || isBetter(found, known)) this.measured.set(key, found)
    }
  }

  #keyOf(point: Point): string {
    return keyOf(point, this.#side, this.#leftOut)
  }

  /** How many points were measured whose key is none of these. */
  countBeside(shared: ReadonlySet<string>): number {
    return measuredPoints(this.#side.view).filter(({ point }) => !shared.has(this.#keyOf(point)))
      .length
  }
}

function isBetter(one: MeasuredPoint, other: MeasuredPoint): boolean {
  return (one.invalid.length === 0) === (other.invalid.length === 0)
    ? speedOf(one) > speedOf(other)
    : one.invalid.length === 0
}

/** Of variants of one network that network; null where networks differ. */
function commonModel(model: PlannedModel, leftOut: readonly AxisName[]): PlannedModel | null {
  if (leftOut.includes('model') || leftOut.includes('network')) return null
  if (!leftOut.includes('precision')) return model
  const { sha256, name, original, originalName, dims, inputs } = model
  return { sha256: original ?? sha256, name: originalName ?? name, dims, inputs }
}

/** What is left of a point without these axes. */
function commonTo(
  { model, engine, scenario, clock, settings, batch, threads }: Point,
  leftOut: readonly AxisName[],
): Omit<ComparisonRow, 'key' | 'cells'> {
  const kept = <T>(name: AxisName, value: T) => (leftOut.includes(name) ? null : value)
  return {
    model: commonModel(model, leftOut),
    precision: leftOut.includes('network') ? (model.precision ?? null) : null,
    variantName: leftOut.includes('network') ? (model.variantName ?? null) : null,
    engine: kept('engine', engine),
    scenario: kept('scenario', scenario),
    clock: { governor: kept('governor', clock.governor), khz: kept('frequency', clock.khz) },
    settings: Object.fromEntries(
      Object.entries(settings).filter(([name]) => !leftOut.some((axis) => axis === name)),
    ),
    batch: kept('batch', batch),
    threads: kept('threads', threads),
  }
}

/**
 * Compares sides, in their order, with the one among them that is named as the baseline. Rows stand in the order in
 * which the sides planned them.
 */
export function compareSides(
  sides: readonly ComparedSide[],
  baseline: string,
  match: ThreadMatch,
  treatment: InvalidTreatment = 'left-out',
): Comparison {
  const base = sides.findIndex(({ id }) => id === baseline)
  if (base < 0) throw new RangeError(`the baseline ${baseline} is not among the sides`)
  const by = sides[base]?.part?.axis ?? null
  const leftOut: readonly AxisName[] = [
    ...(by === null ? [] : [by]),
    ...(match === 'best' ? (['threads'] as const) : []),
  ]
  const points = sides.map((side) => new SidePoints(side, leftOut))
  const all = new Map(points.toReversed().flatMap(({ planned }) => [...planned]))
  const order = new Set(points.flatMap(({ planned }) => [...planned.keys()]))
  const shared = new Set(
    [...order].filter((key) => points.filter(({ planned }) => planned.has(key)).length > 1),
  )
  const rows = [...shared].flatMap((key): readonly ComparisonRow[] => {
    const point = all.get(key)
    const found = points.map(({ measured }) => measured.get(key))
    if (point === undefined || found.every((cell) => cell === undefined)) return []
    return [
      {
        key,
        ...commonTo(point, leftOut),
        cells: found.map((own) =>
          own === undefined ? null : comparedPoint(own, found[base], treatment),
        ),
      },
    ]
  })
  return {
    sides: sides.map(({ id, record, part }) => ({ id, record, part })),
    by,
    baseline,
    rows,
    leftOut:
      treatment === 'counted'
        ? 0
        : rows.flatMap(({ cells }) => cells).filter((cell) => (cell?.invalid.length ?? 0) > 0)
            .length,
    unmatched: points.map((side) => side.countBeside(shared)),
    differences: differencesOf(sides),
  }
}
