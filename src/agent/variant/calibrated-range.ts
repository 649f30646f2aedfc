// From what was seen of a tensor's values to the range that its 8-bit integers cover.

import type { CalibrationMethod } from '../../shared/variant.ts'
import type { ValueRange } from './affine.ts'
import type { Histogram } from './histogram.ts'

/** Null where no value was seen, or one that is no number. */
export function calibratedRange(seen: Histogram, method: CalibrationMethod): ValueRange | null {
  const { range } = seen
  if (range === null || seen.notFinite > 0) return null
  switch (method.kind) {
    case 'min-max':
      return range
    case 'percentile':
      return within(range, percentileRange(seen, method.percent))
    case 'entropy': {
      const most = leastDivergence(seen.magnitudes(), range.low < 0 ? 128 : 256) * seen.binWidth
      return within(range, { low: -most, high: most })
    }
  }
}

const within = (outer: ValueRange, inner: ValueRange): ValueRange => ({
  low: Math.max(outer.low, inner.low),
  high: Math.min(outer.high, inner.high),
})

/** Half of what lies outside is below, half above; bins at the edges stay whole. */
function percentileRange({ counts, binWidth }: Histogram, percent: number): ValueRange {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const outside = (total * (100 - percent)) / 200
  const edge = (first: number, step: 1 | -1): number => {
    let bin = first
    for (let passed = counts[bin] ?? 0; passed <= outside; passed += counts[bin] ?? 0) bin += step
    return bin
  }
  const zero = counts.length / 2
  return {
    low: (edge(0, 1) - zero) * binWidth,
    high: (edge(counts.length - 1, -1) + 1 - zero) * binWidth,
  }
}

/** So many ranges are tried at most. */
const maxTried = 128

/**
 * At how many bins from zero to cut, so that what is left, in `levels` steps, diverges least from all of it: Migacz,
 * 8-bit inference with TensorRT (GTC 2017). The bin at zero, which every range stores exactly and which dominates after
 * a ReLU, counts as its neighbour, as in NVIDIA's pytorch-quantization.
 */
export function leastDivergence(magnitudes: Float64Array, levels: number): number {
  const seen = magnitudes.slice()
  seen[0] = seen[1] ?? 0
  const used = seen.findLastIndex((count) => count > 0) + 1
  if (used <= levels) return Math.max(used, 1)
  const step = Math.max(1, Math.ceil((used - levels) / maxTried))
  let best = used
  let least = divergence(seen, used, used, levels)
  for (let cut = used - step; cut >= levels; cut -= step) {
    const found = divergence(seen, used, cut, levels)
    if (found <= least) {
      least = found
      best = cut
    }
  }
  return best
}

/**
 * Kullback–Leibler, of all values with those beyond the cut at its edge, from the cut ones in `levels` steps. Infinite
 * where only what was cut off stands in the last bin.
 */
function divergence(seen: Float64Array, used: number, cut: number, levels: number): number {
  let beyond = 0
  for (let bin = cut; bin < used; bin++) beyond += seen[bin] ?? 0
  const all = seen.slice(0, cut)
  const inside = all.reduce((sum, count) => sum + count, 0)
  all[cut - 1] = (all[cut - 1] ?? 0) + beyond
  let sum = 0
  for (let level = 0; level < levels; level++) {
    const first = Math.floor((level * cut) / levels)
    const end = Math.floor(((level + 1) * cut) / levels)
    let count = 0
    let filled = 0
    for (let bin = first; bin < end; bin++) {
      count += seen[bin] ?? 0
      if ((all[bin] ?? 0) > 0) filled++
    }
    for (let bin = first; bin < end; bin++) {
      const share = (all[bin] ?? 0) / (inside + beyond)
      if (share > 0) sum += share * Math.log(share / (count / filled / inside))
    }
  }
  return sum
}
