// What a run found about batching, in facts that a chart's title puts into words.
// A difference under 1 % is noise and is never called a gain.

import type { Point } from '../../shared/plan.ts'
import type { Series, SeriesPoint } from './series.ts'

/** The line that a finding is of. */
interface OfSeries {
  /** One of its points. */
  readonly point: Point
  /** Whether the line has to be named: there are others. */
  readonly namesSeries: boolean
}

export type BatchFinding =
  | { readonly kind: 'none' }
  | (OfSeries & {
      readonly kind: 'gain' | 'flat' | 'single'
      readonly fromBatch: number
      readonly batch: number
      readonly throughputRatio: number
      /** Null where one of the medians has too few samples. */
      readonly latencyRatio: number | null
    })

const noise = 0.01

const ratioOf = (to: number | null, from: number | null) =>
  to === null || from === null || from === 0 ? null : to / from

function fastest(points: readonly SeriesPoint[]): SeriesPoint | undefined {
  return points.reduce<SeriesPoint | undefined>(
    (best, point) =>
      best === undefined || point.samplesPerSecond > best.samplesPerSecond * (1 + noise)
        ? point
        : best,
    undefined,
  )
}

const peak = (series: Series) =>
  Math.max(0, ...series.points.map((point) => point.samplesPerSecond))

/** The finding on the series with the highest throughput. `none`: nothing was measured. */
export function batchFinding(series: readonly Series[]): BatchFinding {
  const best = series.toSorted((a, b) => peak(b) - peak(a))[0]
  const first = best?.points[0]
  const top = best === undefined ? undefined : fastest(best.points)
  if (best === undefined || first === undefined || top === undefined) return { kind: 'none' }
  const kind = best.points.length === 1 ? 'single' : top === first ? 'flat' : 'gain'
  return {
    kind,
    point: best.point,
    namesSeries: series.length > 1,
    fromBatch: first.batch,
    batch: top.batch,
    throughputRatio: top.samplesPerSecond / first.samplesPerSecond,
    latencyRatio: ratioOf(top.medianNs, first.medianNs),
  }
}

/** Whether two medians can not be told apart by their intervals. */
function overlap(a: SeriesPoint, b: SeriesPoint): boolean {
  if (a.intervalNs === null || b.intervalNs === null) return true
  return a.intervalNs.low <= b.intervalNs.high && b.intervalNs.low <= a.intervalNs.high
}

export interface LatencyFinding extends OfSeries {
  readonly fromBatch: number
  readonly toBatch: number
  readonly ratio: number
}

/**
 * How the median grows from the smallest to the largest batch, on the series that is fastest at the smallest.
 * Null where there are no two medians that differ by more than their intervals.
 */
export function latencyFinding(series: readonly Series[]): LatencyFinding | null {
  const known = series
    .map((line) => ({ ...line, points: line.points.filter((point) => point.medianNs !== null) }))
    .filter((line) => line.points.length > 1)
    .toSorted((a, b) => (a.points[0]?.medianNs ?? 0) - (b.points[0]?.medianNs ?? 0))
  const line = known[0]
  const first = line?.points[0]
  const last = line?.points.at(-1)
  if (line === undefined || first === undefined || last === undefined) return null
  const ratio = ratioOf(last.medianNs, first.medianNs)
  return ratio === null || overlap(first, last)
    ? null
    : {
        fromBatch: first.batch,
        toBatch: last.batch,
        ratio,
        point: line.point,
        namesSeries: series.length > 1,
      }
}
