// Which ONNX Runtime ran a point: its own word, where it was noted. A library of the user's is another than the one that
// Benchtop brings, whose version stands in the board's facts.

import { type MeasuredPoint, measuredPoints, type RunView } from './run.ts'

type Facts = Pick<NonNullable<RunView['facts']>, 'runtime'> | null

/** Null: not known. */
export function runtimeVersion(
  { point, measurement }: Pick<MeasuredPoint, 'point' | 'measurement'>,
  facts: Facts,
): string | null {
  if (measurement.runtimeVersion !== null) return measurement.runtimeVersion
  return point.settings.library === null ? (facts?.runtime.ort ?? null) : null
}

/** Those that ran the points of a run, each once; before any was measured the one that Benchtop brings. */
export function runtimeVersions({
  facts,
  points,
}: Pick<RunView, 'facts' | 'points'>): readonly string[] {
  const measured = measuredPoints({ points })
  const brought = facts === null ? [] : [facts.runtime.ort]
  const known = measured.flatMap((found) => runtimeVersion(found, facts) ?? [])
  return [...new Set(measured.length === 0 ? brought : known)].sort()
}
