// The clock at which an inference takes the least energy: below it the board waits too long, above it each step costs
// more than it saves. A difference within 1 % is noise: of clocks that are as good the highest is meant, the fastest.

import type { FigureName } from './figures.ts'

export interface LeastEnergy {
  /** Which of the places across. */
  readonly place: number
  /** That of the highest clock whose energy is known. */
  readonly top: number
  /** Its energy over that of the highest; 1 where it is that. */
  readonly shareOfTop: number
}

const noise = 0.01
const leastPlaces = 3

/** What a figure tells of the energy of an inference; null where it tells nothing. */
function costOf(figure: FigureName, value: number): number | null {
  if (figure === 'energy') return value
  return figure === 'efficiency' && value > 0 ? 1 / value : null
}

/**
 * `khz`: of each place, ascending. `values`: null was not measured, or does not count. Null: fewer than three places,
 * or all are as good.
 */
export function leastEnergy(
  figure: FigureName,
  khz: readonly number[],
  values: readonly (number | null)[],
): LeastEnergy | null {
  const known = khz.flatMap((_, place) => {
    const value = values[place] ?? null
    const cost = value === null ? null : costOf(figure, value)
    return cost === null || cost <= 0 ? [] : [{ place, cost }]
  })
  const top = known.at(-1)
  if (top === undefined || known.length < leastPlaces) return null
  const least = Math.min(...known.map(({ cost }) => cost))
  const asGood = known.filter(({ cost }) => cost <= least * (1 + noise))
  const found = asGood.at(-1)
  if (found === undefined || asGood.length === known.length) return null
  return { place: found.place, top: top.place, shareOfTop: found.cost / top.cost }
}
