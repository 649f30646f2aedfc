// What a comparison found, in facts that sentences are made of: for each run and model, how its latency stands to
// the baseline's at the point that speaks for both, and over all the points that they share.

import type { Comparison, ComparisonRow } from './compare.ts'
import type { PlannedModel } from './plan.ts'
import { modelKey } from './plan.ts'
import type { Ratio, RatioVerdict } from './ratio.ts'

/** The points of one model for which a ratio of latencies is known. */
export interface RatioSpread {
  readonly points: number
  readonly verdicts: Readonly<Record<RatioVerdict, number>>
  readonly least: number
  readonly most: number
}

export type ComparisonFinding =
  | {
      readonly kind: 'compared'
      /** Places in `Comparison.runs`. */
      readonly run: number
      readonly baseline: number
      readonly model: PlannedModel
      /** The shared point of lowest batch, then of most threads, then first. */
      readonly row: ComparisonRow
      readonly latency: Ratio
      readonly memory: Ratio | null
      readonly spread: RatioSpread
    }
  /** No point of this model has a median on both sides. */
  | { readonly kind: 'incomparable'; readonly run: number; readonly baseline: number }

interface SharedPoint {
  readonly row: ComparisonRow
  readonly latency: Ratio
  readonly memory: Ratio | null
}

function sharedPoints(rows: readonly ComparisonRow[], run: number): readonly SharedPoint[] {
  return rows.flatMap((row) => {
    const cell = row.cells[run] ?? null
    return cell?.latencyRatio == null
      ? []
      : [{ row, latency: cell.latencyRatio, memory: cell.memoryRatio }]
  })
}

function spreadOf(shared: readonly SharedPoint[]): RatioSpread {
  const verdicts = { better: 0, worse: 0, same: 0, unclear: 0, unjudged: 0 }
  for (const { latency } of shared) verdicts[latency.verdict] += 1
  const values = shared.map(({ latency }) => latency.value)
  return {
    points: shared.length,
    verdicts,
    least: Math.min(...values),
    most: Math.max(...values),
  }
}

const speaksBefore = (a: SharedPoint, b: SharedPoint) =>
  a.row.batch - b.row.batch || (b.row.threads ?? 0) - (a.row.threads ?? 0)

/** In the order of the runs, then of the models. */
export function findings({ runs, rows, baseline: id }: Comparison): readonly ComparisonFinding[] {
  const baseline = runs.findIndex((run) => run.id === id)
  return runs.flatMap((_, run): readonly ComparisonFinding[] => {
    if (run === baseline) return []
    const models = Map.groupBy(
      sharedPoints(rows, run),
      ({ row }) => `${row.engine} ${modelKey(row.model)}`,
    )
    if (models.size === 0) return [{ kind: 'incomparable', run, baseline }]
    return [...models.values()].flatMap((shared): readonly ComparisonFinding[] => {
      const [first] = shared.toSorted(speaksBefore)
      if (first === undefined) return []
      const { row, latency, memory } = first
      const spread = spreadOf(shared)
      return [{ kind: 'compared', run, baseline, model: row.model, row, latency, memory, spread }]
    })
  })
}
