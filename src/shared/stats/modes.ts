// Whether samples gather around two values: a valley in their density that is neither chance nor the clock's grid.

import { percentile } from './percentile.ts'

const bins = 512
/** Modes nearer than about this share of the median apart are of no interest, and clocks tick in steps. */
const leastShare = 0.005
/** Boards' clocks tick at 19.2 MHz and faster. */
const leastBandwidthNs = 60
/** Of the samples that the lesser mode has to hold. */
const leastMass = 0.1
/** How much lower than the lesser peak the valley has to be. */
const deepEnough = 0.5
/** Ashman, Bird and Zepf 1994: two normal distributions are clearly apart where D > 2. */
const leastSeparation = 2
const leastForModes = 100

interface Part {
  readonly mean: number
  readonly variance: number
}

function partOf(values: Float64Array): Part {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / values.length }
}

function indexOfMost(values: Float64Array, from: number, to: number): number {
  let most = from
  for (let index = from; index < to; index++)
    if ((values[index] as number) > (values[most] as number)) most = index
  return most
}

const mostLookedAt = 1 << 16

/** Every k-th of ascending values, which are distributed as all of them. */
function thinned(values: Float64Array): Float64Array {
  const every = Math.ceil(values.length / mostLookedAt)
  return every === 1 ? values : values.filter((_, index) => index % every === 0)
}

/** Density over evenly spaced bins, smoothed by a normal kernel of `bandwidth` bins. */
function smoothed(counts: Float64Array, bandwidth: number): Float64Array {
  const reach = Math.ceil(3 * bandwidth)
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-(((index - reach) / bandwidth) ** 2) / 2),
  )
  return counts.map((_, bin) => {
    let sum = 0
    for (let offset = -reach; offset <= reach; offset++)
      sum += (counts[bin + offset] ?? 0) * (kernel[offset + reach] as number)
    return sum
  })
}

/** The deepest valley of a density: the bin whose height is least against the lower of the peaks beside it. */
function deepestValley(density: Float64Array): { readonly bin: number; readonly depth: number } {
  const leftPeak = new Float64Array(density.length)
  const rightPeak = new Float64Array(density.length)
  density.forEach((height, bin) => {
    leftPeak[bin] = Math.max(height, leftPeak[bin - 1] ?? 0)
  })
  for (let bin = density.length - 1; bin >= 0; bin--)
    rightPeak[bin] = Math.max(density[bin] as number, rightPeak[bin + 1] ?? 0)
  let deepest = { bin: 0, depth: 1 }
  density.forEach((height, bin) => {
    const depth = height / Math.min(leftPeak[bin] as number, rightPeak[bin] as number)
    if (depth < deepest.depth) deepest = { bin, depth }
  })
  return deepest
}

/**
 * The two latencies around which samples gather, or null where there is one. There are two where a kernel density
 * (Silverman's bandwidth) of the middle 98 % falls between two peaks to half of the lower one or less, at least a tenth
 * of the samples lies on either side, and Ashman's D of the sides is above 2. `sorted` ascending, in nanoseconds.
 */
export function twoModes(sorted: Float64Array): readonly [number, number] | null {
  const n = sorted.length
  if (n < leastForModes) return null
  const middle = thinned(sorted.subarray(Math.floor(n * 0.01), Math.ceil(n * 0.99)))
  const [from, to] = [percentile(middle, 0), percentile(middle, 1)]
  const range = percentile(middle, 0.75) - percentile(middle, 0.25)
  const deviation = Math.sqrt(partOf(middle).variance)
  const spread = range > 0 ? Math.min(deviation, range / 1.34) : deviation
  const bandwidth = Math.max(
    0.9 * spread * n ** -0.2,
    leastShare * percentile(middle, 0.5),
    leastBandwidthNs,
  )
  const step = (to - from) / bins
  if (step <= 0 || bandwidth >= to - from) return null
  const counts = new Float64Array(bins)
  for (const value of middle) {
    const bin = Math.min(bins - 1, Math.floor((value - from) / step))
    counts[bin] = (counts[bin] as number) + 1
  }
  const density = smoothed(counts, Math.max(1, bandwidth / step))
  const { bin, depth } = deepestValley(density)
  if (depth > deepEnough) return null
  const border = from + bin * step
  const below = middle.filter((value) => value < border)
  const above = middle.filter((value) => value >= border)
  if (Math.min(below.length, above.length) < leastMass * middle.length) return null
  const [left, right] = [partOf(below), partOf(above)]
  const separation =
    (Math.SQRT2 * (right.mean - left.mean)) / Math.sqrt(left.variance + right.variance)
  if (separation <= leastSeparation) return null
  const peak = (first: number, last: number) =>
    from + (indexOfMost(density, first, last) + 0.5) * step
  return [peak(0, bin), peak(bin, bins)]
}
