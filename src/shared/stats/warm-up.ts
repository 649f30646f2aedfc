// The test that ends warming up (after pyperf's calibration of warm-ups).

import { percentile } from './percentile.ts'

interface WindowShape {
  readonly mean: number
  readonly firstQuartile: number
  readonly thirdQuartile: number
  readonly deviation: number
}

function shapeOf(window: Float64Array): WindowShape {
  const sorted = Float64Array.from(window).sort()
  const median = percentile(sorted, 0.5)
  return {
    mean: window.reduce((sum, value) => sum + value, 0) / window.length,
    firstQuartile: percentile(sorted, 0.25),
    thirdQuartile: percentile(sorted, 0.75),
    deviation: percentile(window.map((value) => Math.abs(value - median)).sort(), 0.5),
  }
}

const ratioWithin = (value: number, base: number, low: number, high: number) =>
  base === 0 ? value === 0 : value / base >= 1 + low && value / base <= 1 + high

/** Iterations in one window of the warm-up test. */
export const warmupWindow = 20

/**
 * Whether two consecutive windows of iterations agree, so that the warm-up may end: mean within −50 %…+10 %,
 * quartiles within 5 %, median absolute deviation within 10 % of the range (after pyperf's calibration of warm-ups).
 */
export function windowsAgree(before: Float64Array, after: Float64Array): boolean {
  const first = shapeOf(before)
  const second = shapeOf(after)
  return (
    ratioWithin(second.mean, first.mean, -0.5, 0.1) &&
    ratioWithin(second.firstQuartile, first.firstQuartile, -0.05, 0.05) &&
    ratioWithin(second.thirdQuartile, first.thirdQuartile, -0.05, 0.05) &&
    Math.abs(second.deviation - first.deviation) <= 0.1 * first.mean
  )
}
