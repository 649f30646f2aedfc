// A distribution in equal-width bins, small enough to draw: a window never gets a million samples.

import type { Histogram } from '../../shared/ipc.ts'

/** `samples` in nanoseconds in any order; none gives no bins. All equal gives one bin that holds them. */
export function histogram(samples: Float64Array, bins: number): Histogram {
  const startNs = samples.reduce((least, value) => Math.min(least, value), Infinity)
  const endNs = samples.reduce((most, value) => Math.max(most, value), -Infinity)
  if (samples.length === 0) return { startNs: 0, binWidthNs: 0, counts: [] }
  if (startNs === endNs) return { startNs, binWidthNs: 0, counts: [samples.length] }
  const binWidthNs = (endNs - startNs) / bins
  const counts = new Array<number>(bins).fill(0)
  for (const value of samples) {
    const bin = Math.min(bins - 1, Math.floor((value - startNs) / binWidthNs))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { startNs, binWidthNs, counts }
}
