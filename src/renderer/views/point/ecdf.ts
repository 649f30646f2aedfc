// A distribution as the share of samples up to each latency, from its bins: exact at the edges of a bin.

import type { Histogram } from '../../../shared/ipc.ts'
import type { PlotPoint } from '../../charts/plotChart.ts'

/** So many bins make a smooth curve; a step is at the most this part of the drawn range wide. */
export const ecdfBins = 400

/** In percent over the axis's unit; it ends below 100 where samples lie beyond the last bin. */
export function ecdfPoints(
  { startNs, binWidthNs, counts, beyondCount }: Histogram,
  factor: number,
): readonly PlotPoint[] {
  const total = counts.reduce((sum, count) => sum + count, beyondCount)
  if (total === 0) return []
  let done = 0
  const steps = counts.map((count, bin) => {
    done += count
    return { x: (startNs + (bin + 1) * binWidthNs) / factor, y: (done / total) * 100 }
  })
  return [{ x: startNs / factor, y: 0 }, ...steps]
}
