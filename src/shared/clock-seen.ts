// The frequencies that were seen while points were measured, as the driver says them: on most the one that it asked for
// last, which the hardware may not have reached. Each policy's from its least to its most, over the measured windows of the
// processes that their figures are of.

import type { EnvironmentSummary } from './environment.ts'
import { type EnvironmentSpan, environmentSpans } from './environment-span.ts'
import { countedRepetitions, type PointView } from './run.ts'
import { formatKhz } from './units.ts'

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

/** policy0 1.20 GHz (408 MHz–1.80 GHz): the mean, and beside it from where to where where that moved. */
export const spanText = ({ name, least, mean, most }: EnvironmentSpan) =>
  `${name} ${formatKhz(mean)}${least === most ? '' : ` (${formatKhz(least)}–${formatKhz(most)})`}`
