// Frequencies as an axis of a sweep: which of a board's steps stand as chips, and which make a curve.

import { spreadOf } from '../tune/steps.ts'

/** More chips than this are no choice: of more steps evenly spread ones are offered. */
const mostChips = 16

/** A knee shows from so many points on, and is placed well enough by them. */
const curvePoints = 8

export const curveKhz = (steps: readonly number[]): readonly number[] =>
  spreadOf(steps, curvePoints)

/** As found first, then ascending; what is chosen is always among them. */
export function frequencyChoices(
  steps: readonly number[],
  chosen: readonly (number | null)[],
): readonly (number | null)[] {
  const offered = [...spreadOf(steps, mostChips), ...chosen.filter((khz) => khz !== null)]
  return [null, ...[...new Set(offered)].toSorted((a, b) => a - b)]
}
