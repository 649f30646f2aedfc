// The part of a sweep that one chart shows: one axis across, the combinations of others as its lines or rows, the rest
// held at one value each.

import { type Axis, type AxisName, type AxisValue, axisKey, axisValues } from '../../shared/axes.ts'
import type { Point } from '../../shared/plan.ts'
import type { PointView } from '../../shared/run.ts'

/** What a chart shows of a sweep. `fixed` holds the axes that are neither across nor lines. */
export interface Slice {
  readonly x: AxisName
  readonly series: readonly AxisName[]
  readonly fixed: Readonly<Partial<Record<AxisName, string>>>
}

export type WantedSlice = Partial<Slice>

/** More lines than this are no picture. */
const mostLines = 6

/** What stands across where nobody says otherwise: the first of these that varies. */
const usualAcross: readonly AxisName[] = ['frequency', 'batch', 'threads', 'precision']

const known = (axes: readonly Axis[], name: AxisName | undefined) =>
  axes.find((axis) => axis.name === name)

/** Which axis makes the lines where not all can: the first of these that varies. */
const leadingSeries: readonly AxisName[] = ['precision', 'governor', 'threads']

function defaultSeries(others: readonly Axis[]): readonly AxisName[] {
  const lines = others.reduce((product, { values }) => product * values.length, 1)
  if (lines <= mostLines) return others.map(({ name }) => name)
  const leading = leadingSeries.map((name) => known(others, name)).find(Boolean) ?? others[0]
  return leading === undefined ? [] : [leading.name]
}

/** The slice that was wanted as far as the axes allow: frequencies or batches across where nobody says otherwise. */
export function sliceOf(axes: readonly Axis[], wanted: WantedSlice): Slice {
  const across =
    known(axes, wanted.x) ??
    usualAcross.map((name) => known(axes, name)).find((axis) => axis !== undefined) ??
    axes[0]
  const x = across?.name ?? 'batch'
  const others = axes.filter(({ name }) => name !== x)
  const series =
    wanted.series === undefined
      ? defaultSeries(others)
      : others.map(({ name }) => name).filter((name) => wanted.series?.includes(name))
  const fixed = others
    .filter(({ name }) => !series.includes(name))
    .map(({ name, values }) => {
      const chosen = values.find(({ key }) => key === wanted.fixed?.[name]) ?? values[0]
      return [name, chosen?.key ?? '']
    })
  return { x, series, fixed: Object.fromEntries(fixed) }
}

export function isWithin(point: Point, { fixed }: Slice): boolean {
  return Object.entries(fixed).every(([name, key]) => axisKey(point, name as AxisName) === key)
}

export interface SliceRow {
  readonly key: string
  /** The first of its points: what the row has in common. */
  readonly point: Point
  /** One for each place of the axis across; null where the plan has none there. */
  readonly cells: readonly (PointView | null)[]
}

export interface SliceTable {
  readonly places: readonly AxisValue[]
  readonly rows: readonly SliceRow[]
}

/** The points of a slice as rows over the places of its axis across. */
export function tableOf(points: readonly PointView[], slice: Slice): SliceTable {
  const shown = points.filter(({ point }) => isWithin(point, slice))
  const places = axisValues(
    shown.map(({ point }) => point),
    slice.x,
  )
  const rows = Map.groupBy(shown, ({ point }) =>
    JSON.stringify(slice.series.map((name) => axisKey(point, name))),
  )
  return {
    places,
    rows: [...rows].flatMap(([key, own]) => {
      const head = own[0]
      if (head === undefined) return []
      const byPlace = new Map(own.map((view) => [axisKey(view.point, slice.x), view]))
      return [
        {
          key,
          point: head.point,
          cells: places.map((place) => byPlace.get(place.key) ?? null),
        },
      ]
    }),
  }
}
