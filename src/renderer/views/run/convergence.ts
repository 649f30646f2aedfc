// Where the median of the running point stands, and how sure that is already: from the medians of its windows, which
// is all that a window gets to see of a run. The result's own interval is computed from every sample.

import type { Interval } from '../../../shared/measurement.ts'

export interface Convergence {
  readonly medianNs: number
  readonly intervalNs: Interval
}

/** Windows of which a spread can be told at all. */
const leastWindows = 5
/** Of a standard normal distribution, for 95 %. */
const z95 = 1.96

/** Mean of the windows' medians with its 95 % interval; null while there are too few. */
export function convergenceOf(windowMediansNs: readonly number[]): Convergence | null {
  const count = windowMediansNs.length
  if (count < leastWindows) return null
  const mean = windowMediansNs.reduce((sum, value) => sum + value, 0) / count
  const squares = windowMediansNs.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const half = z95 * Math.sqrt(squares / (count - 1) / count)
  return { medianNs: mean, intervalNs: { low: Math.max(0, mean - half), high: mean + half } }
}

/** Points of a line through the windows' medians in a box of this size, the smallest at the bottom. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const step = width / Math.max(1, values.length - 1)
  return values
    .map((value, index) => {
      const y = height - ((value - low) / span) * height
      return `${(index * step).toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}
