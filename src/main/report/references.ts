// Which published figures a report draws beside a model's results: those of its architecture, nearest first.

import { comparedResult } from '../../shared/compared-result.ts'
import {
  comparableReferences,
  defaultReferences,
  precisionTerm,
  referenceLine,
} from '../../shared/drawn-reference.ts'
import type { RunSnapshot } from '../../shared/ipc.ts'
import type { Reference } from '../../shared/reference.ts'
import type { ReportDocument, ReportModel } from '../../shared/report.ts'
import { type MeasuredPoint, measuredPoints } from '../../shared/run.ts'

type Metric = Reference['metric']

/** The result that references are near to: single-stream p90 is of batch 1, throughput of the best batch. */
function ownValue(metric: Metric, measured: readonly MeasuredPoint[]): number | null {
  const values =
    metric === 'throughput'
      ? measured.map(({ measurement }) => -measurement.samplesPerSecond)
      : measured.flatMap(({ point, measurement }) => {
          const { p50, p90 } = measurement.latency.percentilesNs
          return point.batch === 1 ? (p90 ?? p50 ?? []) : []
        })
  return values.length === 0 ? null : Math.abs(Math.min(...values))
}

export function drawnReferences(
  runs: readonly RunSnapshot[],
  models: readonly ReportModel[],
  references: readonly Reference[],
): ReportDocument['references'] {
  const measured = runs.flatMap(({ view }) => measuredPoints(view))
  const ort = runs.flatMap(({ view }) => view.facts?.runtime.ort ?? [])
  return models.flatMap(({ sha256, known }) =>
    (['latencyP90', 'throughput'] as const).flatMap((metric) => {
      const points = measured.filter(({ point }) => point.model.sha256 === sha256)
      const own = ownValue(metric, points)
      if (own === null || known === null || known.architecture === null) return []
      const result = comparedResult(
        points,
        precisionTerm(known.precision),
        [...new Set(ort)].join(', '),
      )
      const near = comparableReferences(references, metric, known.architecture, own)
      const lines = defaultReferences(near).map((found) => referenceLine(found, result))
      return lines.length === 0 ? [] : [{ model: sha256, metric, lines }]
    }),
  )
}
