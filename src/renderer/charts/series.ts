// Turns the points of a run into lines over the batch size: one line for each model, engine and thread count.
// Points that were not measured have no place on a line; gaps stay gaps.

import { modelKey, type PlannedModel, type Point } from '../../shared/plan.ts'
import { type MeasuredPoint, measuredPoints, type RunView } from '../../shared/run.ts'

export interface SeriesPoint {
  readonly index: number
  readonly batch: number
  readonly medianNs: number | null
  readonly intervalNs: { readonly low: number; readonly high: number } | null
  readonly p90Ns: number | null
  readonly samplesPerSecond: number
}

export interface Series {
  readonly model: PlannedModel
  readonly threads: number
  readonly points: readonly SeriesPoint[]
}

function seriesPoint({ point, measurement }: MeasuredPoint): SeriesPoint {
  return {
    index: point.index,
    batch: point.batch,
    medianNs: measurement.latency.percentilesNs.p50,
    intervalNs: measurement.latency.medianIntervalNs,
    p90Ns: measurement.latency.percentilesNs.p90,
    samplesPerSecond: measurement.samplesPerSecond,
  }
}

const seriesKey = ({ model, engine, threads }: Point) =>
  JSON.stringify([modelKey(model), engine, threads])

export function seriesOf(view: RunView): readonly Series[] {
  const groups = Map.groupBy(measuredPoints(view), ({ point }) => seriesKey(point))
  return [...groups.values()].flatMap((group) => {
    const first = group[0]
    if (first === undefined) return []
    return [
      {
        model: first.point.model,
        threads: first.point.threads,
        points: group.map(seriesPoint).sort((a, b) => a.batch - b.batch),
      },
    ]
  })
}

export function batchesOf(series: readonly Series[]): readonly number[] {
  const batches = new Set(series.flatMap(({ points }) => points.map(({ batch }) => batch)))
  return [...batches].sort((a, b) => a - b)
}
