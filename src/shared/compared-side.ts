// The sides of a comparison: runs, or the parts of runs that have one value of an axis. What is compared by an axis is
// compared at points that are the same but for it.

import { type AxisName, axisKey, axisValues } from './axes.ts'
import type { RunId } from './event.ts'
import type { RunRecord, RunSnapshot } from './ipc.ts'
import type { Point } from './plan.ts'

export interface Side {
  /** A run's id; of a part the run's id and what tells its value apart. */
  readonly id: string
  readonly record: RunRecord
  /** Null: the whole run. */
  readonly part: {
    readonly axis: AxisName
    /** See `axisKey`. */
    readonly key: string
    /** The first of its points, for the words of its value. */
    readonly point: Point
  } | null
}

/** A side with its points. */
export interface ComparedSide extends Side {
  /** Of a part: with its points alone. */
  readonly view: RunSnapshot['view']
}

const partId = (run: RunId, key: string): string => `${run}:${key}`

/** Whether an id could be one of the sides of this run. */
export const isSideOf = (run: RunId, by: AxisName | null, id: string): boolean =>
  by === null ? id === run : id.startsWith(partId(run, ''))

function partsOf({ record, view }: RunSnapshot, axis: AxisName): readonly ComparedSide[] {
  return axisValues(
    view.points.map(({ point }) => point),
    axis,
  ).map(({ key, point }) => ({
    id: partId(record.id, key),
    record,
    part: { axis, key, point },
    view: { ...view, points: view.points.filter((one) => axisKey(one.point, axis) === key) },
  }))
}

/** In the order of the runs. `by`: each run is taken apart into its values of this axis. */
export function sidesOf(
  runs: readonly RunSnapshot[],
  by: AxisName | null,
): readonly ComparedSide[] {
  return by === null
    ? runs.map(({ record, view }) => ({ id: record.id, record, part: null, view }))
    : runs.flatMap((run) => partsOf(run, by))
}
