// Which rows of a comparison a chart shows: those of one model and one thread count, by batch.

import type { Comparison, ComparisonRow } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import { conditionKey } from '../../../shared/comparison-finding.ts'

export interface RowChoice {
  readonly model: string
  /** Null where every side has its own. */
  readonly threads: number | null
}

/** The first row of each model and its conditions by key, in the order of the rows. */
export function groupsOf({ rows }: Comparison): ReadonlyMap<string, ComparisonRow> {
  const found = new Map<string, ComparisonRow>()
  for (const row of rows) if (!found.has(conditionKey(row))) found.set(conditionKey(row), row)
  return found
}

export function threadsOf({ rows }: Comparison, model: string): readonly number[] {
  const own = rows
    .filter((row) => conditionKey(row) === model)
    .flatMap(({ threads }) => threads ?? [])
  return [...new Set(own)].sort((a, b) => a - b)
}

/** What was picked, as far as the comparison has it; else the first model with its most threads. */
export function choiceOf(
  comparison: Comparison,
  picked: { readonly model: string | null; readonly threads: number | null },
): RowChoice {
  const models = groupsOf(comparison)
  const model =
    picked.model !== null && models.has(picked.model) ? picked.model : ([...models.keys()][0] ?? '')
  const threads = threadsOf(comparison, model)
  const wanted = threads.find((count) => count === picked.threads) ?? threads.at(-1) ?? null
  return { model, threads: wanted }
}

export function chosenRows({ rows }: Comparison, choice: RowChoice): readonly ComparisonRow[] {
  return rows
    .filter((row) => conditionKey(row) === choice.model && row.threads === choice.threads)
    .toSorted((a, b) => (a.batch ?? 0) - (b.batch ?? 0))
}

type Known = readonly [side: number, cell: ComparedPoint]

/** Which side of a row is faster than every other, beyond the intervals of both; null where none is, or does not count. */
function leaderOfRow({ cells }: ComparisonRow): number | null {
  const known = cells.flatMap((cell, run): readonly Known[] =>
    cell?.medianIntervalNs == null || cell.invalid.length > 0 ? [] : [[run, cell]],
  )
  const [first, second] = known.toSorted(
    ([, a], [, b]) => (a.medianIntervalNs?.high ?? 0) - (b.medianIntervalNs?.high ?? 0),
  )
  if (first === undefined || second === undefined || known.length < cells.length) return null
  const others = known.filter(([run]) => run !== first[0])
  const high = first[1].medianIntervalNs?.high ?? Number.POSITIVE_INFINITY
  return others.every(([, cell]) => (cell.medianIntervalNs?.low ?? 0) > high) ? first[0] : null
}

/** The side that leads in every one of these rows; null where there is none, or nothing to lead. */
export function leaderOf(rows: readonly ComparisonRow[]): number | null {
  const leaders = new Set(rows.map(leaderOfRow))
  const [leader] = leaders
  return leaders.size === 1 ? (leader ?? null) : null
}
