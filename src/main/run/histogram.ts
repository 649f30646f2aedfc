// A distribution in equal-width bins, small enough to draw: a window never gets a million samples.

import type { Histogram } from '../../shared/ipc.ts'
import { percentile } from '../../shared/stats.ts'

/**
 * `samples` in nanoseconds in any order; none gives no bins. All equal gives one bin that holds them. The bins end at
 * p99.9, the samples beyond are counted: one that is a hundred times slower would press all others into one bin.
 */
export function histogram(samples: Float64Array, bins: number): Histogram {
  if (samples.length === 0) return { startNs: 0, binWidthNs: 0, counts: [], beyondCount: 0 }
  const sorted = Float64Array.from(samples).sort()
  const startNs = percentile(sorted, 0)
  const endNs = percentile(sorted, 0.999)
  const drawn = sorted.filter((value) => value <= endNs)
  const beyondCount = sorted.length - drawn.length
  if (startNs === endNs) return { startNs, binWidthNs: 0, counts: [drawn.length], beyondCount }
  const binWidthNs = (endNs - startNs) / bins
  const counts = new Array<number>(bins).fill(0)
  for (const value of drawn) {
    const bin = Math.min(bins - 1, Math.floor((value - startNs) / binWidthNs))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { startNs, binWidthNs, counts, beyondCount }
}
