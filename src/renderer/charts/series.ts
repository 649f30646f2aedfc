// Turns points into lines over the batch size, for findings: one line for each combination of everything else.
// Points that were not measured have no place on a line, nor have invalid ones unless they are to count.

import { ladderKey } from '../../shared/order.ts'
import type { Point } from '../../shared/plan.ts'
import { type MeasuredPoint, measuredPoints, type RunView } from '../../shared/run.ts'
import { throughputOf } from '../../shared/throughput.ts'

export interface SeriesPoint {
  readonly batch: number
  readonly medianNs: number | null
  readonly intervalNs: { readonly low: number; readonly high: number } | null
  readonly p90Ns: number | null
  /** 0 where no rate is known to hold. */
  readonly samplesPerSecond: number
}

export interface Series {
  /** One of its points: what they have in common. */
  readonly point: Point
  readonly points: readonly SeriesPoint[]
}

function seriesPoint({ point, measurement }: MeasuredPoint): SeriesPoint {
  return {
    batch: point.batch,
    medianNs: measurement.latency.percentilesNs.p50,
    intervalNs: measurement.latency.medianIntervalNs,
    p90Ns: measurement.latency.percentilesNs.p90,
    samplesPerSecond: throughputOf({ point, measurement }).value ?? 0,
  }
}

/** The measured points that count. */
function countingPoints(
  view: Pick<RunView, 'points'>,
  countsInvalid: boolean,
): readonly MeasuredPoint[] {
  return measuredPoints(view).filter(({ invalid }) => countsInvalid || invalid.length === 0)
}

export function seriesOf(view: Pick<RunView, 'points'>, countsInvalid = false): readonly Series[] {
  const groups = Map.groupBy(countingPoints(view, countsInvalid), ({ point }) => ladderKey(point))
  return [...groups.values()].flatMap((group) => {
    const first = group[0]
    return first === undefined
      ? []
      : [
          {
            point: first.point,
            points: group.map(seriesPoint).sort((a, b) => a.batch - b.batch),
          },
        ]
  })
}
