// The knee of a sweep over frequencies: from which clock on more of it brings little. It is looked for in the speed, be
// the figure a latency or a rate: a latency that halves where the clock doubles bends, and yet nothing is lost there.

import { kneeOf } from '../../shared/knee.ts'
import type { FigureName } from './figures.ts'

export interface ClockKnee {
  /** Which of the places across. */
  readonly place: number
  /** Its speed over that of the fastest place. */
  readonly shareOfBest: number
}

/** How fast it is where a figure has this value; null where the figure tells nothing of speed. */
function speedOf(figure: FigureName, value: number): number | null {
  switch (figure) {
    case 'headline':
    case 'p50':
    case 'p90':
    case 'p99':
      return value > 0 ? 1 / value : null
    case 'throughput':
      return value
    case 'memory':
    case 'energy':
    case 'efficiency':
    case 'power':
      return null
  }
}

/**
 * `khz`: of each place, ascending; null is none. `values`: null was not measured, or does not count. Null: there is no
 * knee.
 */
export function clockKnee(
  figure: FigureName,
  khz: readonly (number | null)[],
  values: readonly (number | null)[],
): ClockKnee | null {
  const points = khz.flatMap((x, place) => {
    const value = values[place] ?? null
    const speed = value === null ? null : speedOf(figure, value)
    return x === null || speed === null ? [] : [{ x, y: speed, place }]
  })
  const found = points[kneeOf(points) ?? -1]
  if (found === undefined) return null
  return { place: found.place, shareOfBest: found.y / Math.max(...points.map(({ y }) => y)) }
}
