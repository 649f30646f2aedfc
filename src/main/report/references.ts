// Which published figures a report draws beside a model's results: those of its architecture, nearest first.

import { comparedResult, referredResult } from '../../shared/compared-result.ts'
import {
  comparableReferences,
  defaultReferences,
  precisionTerm,
  referenceLine,
} from '../../shared/drawn-reference.ts'
import type { RunSnapshot } from '../../shared/ipc.ts'
import type { Reference } from '../../shared/reference.ts'
import type { ReportDocument, ReportModel } from '../../shared/report.ts'
import { measuredPoints } from '../../shared/run.ts'

export function drawnReferences(
  runs: readonly RunSnapshot[],
  models: readonly ReportModel[],
  references: readonly Reference[],
): ReportDocument['references'] {
  const measured = runs.flatMap(({ view }) => measuredPoints(view))
  const ort = runs.flatMap(({ view }) => view.facts?.runtime.ort ?? [])
  return models.flatMap(({ sha256, known }) =>
    (['latencyP90', 'throughput'] as const).flatMap((metric) => {
      const ofModel = measured.filter(({ point }) => point.model.sha256 === sha256)
      const { points, value: own } = referredResult(metric, ofModel)
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
