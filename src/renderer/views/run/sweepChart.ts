// What the charts of a sweep draw, from the points of a slice: values, intervals and what does not count, each at its
// place. Nothing is drawn that was not measured.

import { commonMeter, energyBy } from '../../../shared/one-meter.ts'
import { type MeasuredPoint, measuredPoint, type PointView } from '../../../shared/run.ts'
import { type FigureName, type FigureValue, figureOf } from '../../charts/figures.ts'
import type { Slice, SliceRow, SliceTable } from '../../charts/slice.ts'
import type { Whisker } from '../../charts/whiskers.ts'

/** The values of one figure in a row, one for each place. */
export interface FigureRow {
  readonly values: readonly (number | null)[]
  readonly intervals: readonly (Whisker | null)[]
  readonly invalid: readonly boolean[]
}

const nothing: FigureValue = { value: null, interval: null }

export function figureRow(figure: FigureName, { cells }: SliceRow): FigureRow {
  const measured = cells.map((view) => (view === null ? null : measuredPoint(view)))
  const figures = measured.map((found) => (found === null ? nothing : figureOf(figure, found)))
  return {
    values: figures.map(({ value }) => value),
    intervals: figures.map(({ interval }) => interval),
    invalid: measured.map((found) => (found?.invalid.length ?? 0) > 0),
  }
}

/** What counts of a row, and null in the places of what does not. */
export const countingValues = (
  { values, invalid }: FigureRow,
  countsInvalid: boolean,
): readonly (number | null)[] =>
  values.map((value, place) => (countsInvalid || invalid[place] !== true ? value : null))

/** The frequency of each place where all of them are frequencies across a chart; else null. */
export function khzAcross({ x }: Slice, { places }: SliceTable): readonly number[] | null {
  if (x !== 'frequency') return null
  const khz = places.flatMap(({ point }) => point.clock.khz ?? [])
  return khz.length === places.length && khz.length > 1 ? khz : null
}

/** In the unit of an axis. */
export function scaledRow({ values, intervals, invalid }: FigureRow, factor: number): FigureRow {
  return {
    invalid,
    values: values.map((value) => (value === null ? null : value / factor)),
    intervals: intervals.map((interval) =>
      interval === null ? null : { low: interval.low / factor, high: interval.high / factor },
    ),
  }
}

export function measuredIn({ rows }: SliceTable): readonly MeasuredPoint[] {
  return rows.flatMap(({ cells }) =>
    cells.flatMap((view) => (view === null ? [] : (measuredPoint(view) ?? []))),
  )
}

/** A table whose energies were all measured in one way: points that were measured in others only have none. */
export function tableByOneMeter(table: SliceTable): SliceTable {
  const meter = commonMeter(measuredIn(table).map(({ energy }) => energy))
  const cellOf = (view: PointView | null) =>
    view?.state.kind === 'ended'
      ? { ...view, state: { ...view.state, energy: energyBy(view.state.energy, meter) } }
      : view
  return { ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.map(cellOf) })) }
}

/** Whether every point is of one model and one scenario, as references are. */
export function isAlike(points: readonly MeasuredPoint[]): boolean {
  const of = points.map(({ point }) => JSON.stringify([point.model, point.scenario]))
  return new Set(of).size === 1
}

/** The figures that at least one point has. */
export function knownFigures(
  names: readonly FigureName[],
  points: readonly MeasuredPoint[],
): readonly FigureName[] {
  return names.filter((name) => points.some((point) => figureOf(name, point).value !== null))
}
