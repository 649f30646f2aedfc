// A run that swept precisions, precision beside precision: the points of one network under the same conditions, each
// against the one in fp32, with what is known here of its size and accuracy.

import { type AxisName, axisKey, axisNames } from '../../../shared/axes.ts'
import { type ComparedPoint, comparedPoint } from '../../../shared/compared-point.ts'
import { byHeadline } from '../../../shared/headline.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import type { Point } from '../../../shared/plan.ts'
import { type Precision, precisions } from '../../../shared/precision.ts'
import { type MeasuredPoint, measuredPoint, type PointView } from '../../../shared/run.ts'

export interface PrecisionRow {
  readonly view: PointView
  readonly precision: Precision | undefined
  /** Null where it was not measured. */
  readonly measured: MeasuredPoint | null
  /** With its ratios to the reference; null where it was not measured. */
  readonly compared: ComparedPoint | null
  /** Null where the model is not known here any more. */
  readonly model: ModelRecord | null
  readonly isReference: boolean
}

export interface PrecisionGroup {
  readonly key: string
  /** The first of its points: what the rows have in common. */
  readonly point: Point
  /** From the widest precision to the narrowest. */
  readonly rows: readonly PrecisionRow[]
  /** Null: neither the original nor one in fp32 is in it. */
  readonly reference: PrecisionRow | null
}

const notConditions: readonly AxisName[] = ['model', 'precision']

/** All that distinguishes points but their precision. */
const conditionsOf = (point: Point) =>
  JSON.stringify(
    axisNames.filter((axis) => !notConditions.includes(axis)).map((axis) => axisKey(point, axis)),
  )

const place = ({ point: { model } }: PointView) =>
  model.precision === undefined ? precisions.length : precisions.indexOf(model.precision)

/** Measured against what is in fp32, else against the original. */
function referenceIn(views: readonly PointView[]): PointView | undefined {
  const ofOriginal = views.filter(({ point }) => point.model.original === undefined)
  const inFp32 = (some: readonly PointView[]) =>
    some.find(({ point }) => point.model.precision === 'fp32')
  return inFp32(ofOriginal) ?? inFp32(views) ?? ofOriginal[0]
}

function groupOf(
  key: string,
  views: readonly PointView[],
  models: readonly ModelRecord[],
  countsInvalid: boolean,
): readonly PrecisionGroup[] {
  const [first] = views
  if (first === undefined || views.length < 2) return []
  const reference = referenceIn(views)
  const base = reference === undefined ? null : measuredPoint(reference)
  const rows = views
    .toSorted((a, b) => place(a) - place(b))
    .map((view): PrecisionRow => {
      const measured = view === reference ? base : measuredPoint(view)
      return {
        view,
        precision: view.point.model.precision,
        measured,
        compared:
          measured === null
            ? null
            : comparedPoint(measured, base ?? undefined, countsInvalid ? 'counted' : 'left-out'),
        model: models.find(({ sha256 }) => sha256 === view.point.model.sha256) ?? null,
        isReference: view === reference,
      }
    })
  return [
    {
      key,
      point: first.point,
      rows,
      reference: rows.find(({ isReference }) => isReference) ?? null,
    },
  ]
}

/** Of each network with several precisions, one for each of its conditions; those of the headline first. */
export function precisionGroups(
  views: readonly PointView[],
  models: readonly ModelRecord[],
  countsInvalid: boolean,
): readonly PrecisionGroup[] {
  const groups = Map.groupBy(views, ({ point }) => conditionsOf(point))
  return [...groups]
    .flatMap(([key, own]) => groupOf(key, own, models, countsInvalid))
    .toSorted((a, b) => byHeadline(a.point, b.point))
}
