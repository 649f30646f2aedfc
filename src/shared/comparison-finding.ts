// What a comparison found, in facts that sentences are made of: for each side and each model under the same conditions,
// how it stands to the baseline at the point that speaks for both, and over all the points that they share. Latency is
// compared where the scenario is about latency, else throughput; so it is between scenarios and between batches.

import type { Comparison, ComparisonRow } from './compare.ts'
import { type ComparedPoint, speaksByThroughput } from './compared-point.ts'
import type { PlannedModel } from './plan.ts'
import { modelKey } from './plan.ts'
import { conditionsKey } from './point-label.ts'
import type { Ratio, RatioVerdict } from './ratio.ts'

/** The points of one model for which a ratio is known. */
export interface RatioSpread {
  readonly points: number
  readonly verdicts: Readonly<Record<RatioVerdict, number>>
  readonly least: number
  readonly most: number
}

/** What a sentence speaks of. */
export type SpokenMetric = 'latency' | 'throughput'

export type ComparisonFinding =
  | {
      readonly kind: 'compared'
      /** Places in `Comparison.sides`. */
      readonly side: number
      readonly baseline: number
      /** Null: the sides are models. */
      readonly model: PlannedModel | null
      /** The shared point of lowest batch, then of most threads, then first. */
      readonly row: ComparisonRow
      readonly metric: SpokenMetric
      readonly speed: Ratio
      readonly memory: Ratio | null
      readonly energy: Ratio | null
      /** What that ratio is over besides the energy itself. */
      readonly energyMismatches: ComparedPoint['energyMismatches']
      /** Invocations that the ratio is of. */
      readonly own: number
      readonly base: number
      readonly spread: RatioSpread
    }
  /** No point counts and has the figure on both sides. */
  | { readonly kind: 'incomparable'; readonly side: number; readonly baseline: number }

interface SharedPoint {
  readonly row: ComparisonRow
  readonly metric: SpokenMetric
  readonly speed: Ratio
  readonly memory: Ratio | null
  readonly energy: Ratio | null
  readonly energyMismatches: ComparedPoint['energyMismatches']
  readonly own: number
  readonly base: number
}

/** A latency is of one inference: held against one of another batch or scenario it tells nothing. */
export const metricOf = ({ scenario, batch }: ComparisonRow): SpokenMetric =>
  scenario === null || batch === null || speaksByThroughput(scenario) ? 'throughput' : 'latency'

function sharedPoints(
  rows: readonly ComparisonRow[],
  side: number,
  baseline: number,
): readonly SharedPoint[] {
  return rows.flatMap((row) => {
    const [own, base] = [row.cells[side] ?? null, row.cells[baseline] ?? null]
    const metric = metricOf(row)
    const speed = metric === 'latency' ? own?.latencyRatio : own?.throughputRatio
    return own === null || base === null || speed == null
      ? []
      : [
          {
            row,
            metric,
            speed,
            memory: own.memoryRatio,
            energy: own.energyRatio,
            energyMismatches: own.energyMismatches,
            own: own.invocations,
            base: base.invocations,
          },
        ]
  })
}

function spreadOf(shared: readonly SharedPoint[]): RatioSpread {
  const verdicts = { better: 0, worse: 0, same: 0, unclear: 0, unjudged: 0 }
  for (const { speed } of shared) verdicts[speed.verdict] += 1
  const values = shared.map(({ speed }) => speed.value)
  return {
    points: shared.length,
    verdicts,
    least: Math.min(...values),
    most: Math.max(...values),
  }
}

const speaksBefore = (a: SharedPoint, b: SharedPoint) =>
  (a.row.batch ?? 0) - (b.row.batch ?? 0) || (b.row.threads ?? 0) - (a.row.threads ?? 0)

/** What the rows of one finding, and of one chart, have in common: all but batch and threads. */
export const conditionKey = (row: ComparisonRow): string =>
  `${row.model === null ? '' : modelKey(row.model)} ${conditionsKey(row)}`

/** The models of rows that have one, each once. */
export const modelsOf = (rows: readonly ComparisonRow[]): readonly PlannedModel[] => [
  ...new Map(
    rows.flatMap(({ model }) => (model === null ? [] : [[modelKey(model), model] as const])),
  ).values(),
]

/** In the order of the sides, then of the models. */
export function findings({ sides, rows, baseline: id }: Comparison): readonly ComparisonFinding[] {
  const baseline = sides.findIndex((side) => side.id === id)
  return sides.flatMap((_, side): readonly ComparisonFinding[] => {
    if (side === baseline) return []
    const models = Map.groupBy(sharedPoints(rows, side, baseline), ({ row }) => conditionKey(row))
    if (models.size === 0) return [{ kind: 'incomparable', side, baseline }]
    return [...models.values()].flatMap((shared): readonly ComparisonFinding[] => {
      const [first] = shared.toSorted(speaksBefore)
      if (first === undefined) return []
      const spread = spreadOf(shared)
      return [{ kind: 'compared', side, baseline, model: first.row.model, ...first, spread }]
    })
  })
}
