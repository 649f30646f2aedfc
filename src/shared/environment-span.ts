// What went on around several repetitions of a point as one summary: the least of all, the most of all, and the mean of
// their means.

import type { EnvironmentSummary } from './environment.ts'

export type EnvironmentSpan = EnvironmentSummary['series'][number]

/** One span for each kind and name, in the order in which they are first met; null tells of nothing seen. */
export function environmentSpans(
  all: readonly (EnvironmentSummary | null)[],
): readonly EnvironmentSpan[] {
  const series = all.flatMap((summary) => summary?.series ?? [])
  return [...Map.groupBy(series, ({ kind, name }) => `${kind} ${name}`).values()].flatMap((same) =>
    same.slice(0, 1).map((first) => ({
      ...first,
      least: Math.min(...same.map(({ least }) => least)),
      mean: same.reduce((sum, { mean }) => sum + mean, 0) / same.length,
      most: Math.max(...same.map(({ most }) => most)),
    })),
  )
}
