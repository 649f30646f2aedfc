// At which frequencies points were really measured, whatever was asked for: each policy's from its least to its most, over
// the measured windows of the processes that their figures are of.

import type { EnvironmentSummary } from './environment.ts'
import { type EnvironmentSpan, environmentSpans } from './environment-span.ts'
import { countedRepetitions, type PointView } from './run.ts'

/** In kHz, by policy; empty where none was seen. */
export const frequencySpans = (
  all: readonly (EnvironmentSummary | null)[],
): readonly EnvironmentSpan[] => environmentSpans(all).filter(({ kind }) => kind === 'frequency')

/** Of points together. */
export function frequenciesSeen(
  points: readonly Pick<PointView, 'repetitions'>[],
): readonly EnvironmentSpan[] {
  const counted = points.flatMap((point) => countedRepetitions(point))
  return frequencySpans(counted.map(({ environment }) => environment))
}
