// What a reader should know before trusting a point's latencies. Nothing is dropped because of a warning.

import type { Measurement, Warning } from '../measurement.ts'
import { quantileInterval } from './interval.ts'
import { twoModes } from './modes.ts'
import { momentsOf } from './moments.ts'
import { countAbove, percentile } from './percentile.ts'
import { ascending } from './sort.ts'
import { fencesOf, outliersIn, severeRanges } from './summary.ts'

export interface WarningContext {
  /** Null where the first inference was not timed. */
  readonly firstInferenceNs: number | null
  readonly warmupEnd: Measurement['warmup']['end']
}

const slowFirstRun = 2
/** trtexec's limit of the coefficient of variation. */
const mostVariation = 0.025
/** A change smaller than this is noise whatever its significance. */
const leastDrift = 0.01
/** Severe outliers matter where they are this share of the samples, or of the time. */
const leastOutlierShare = 0.01

function driftOf(samples: Float64Array): number | null {
  const third = Math.floor(samples.length / 3)
  const [first, last] = [samples.subarray(0, third), samples.subarray(samples.length - third)]
  const [firstSorted, lastSorted] = [ascending(first), ascending(last)]
  const before = quantileInterval(first, 0.5, firstSorted)
  const after = quantileInterval(last, 0.5, lastSorted)
  if (before === null || after === null) return null
  const ratio = percentile(lastSorted, 0.5) / percentile(firstSorted, 0.5)
  const isSure = after.low > before.high || after.high < before.low
  return isSure && Math.abs(ratio - 1) > leastDrift ? ratio : null
}

/** The severe outliers, where they are enough to mind: one percent of the samples or of the time. */
function severeOutliers(sorted: Float64Array, mean: number): number | null {
  const { severe } = outliersIn(sorted)
  if (severe === 0) return null
  const median = percentile(sorted, 0.5)
  const { high } = fencesOf(sorted, severeRanges)
  const beyond = sorted.subarray(sorted.length - countAbove(sorted, high))
  const excess = beyond.reduce((sum, value) => sum + value - median, 0)
  const matters =
    severe >= leastOutlierShare * sorted.length ||
    excess >= leastOutlierShare * mean * sorted.length
  return matters ? severe : null
}

/** Latencies in nanoseconds, in the order in which they were taken; at least one. */
export function warningsOf(
  samples: Float64Array,
  context: WarningContext,
  sorted = ascending(samples),
): readonly Warning[] {
  const median = percentile(sorted, 0.5)
  const { mean, standardDeviation } = momentsOf(samples)
  const variation = mean > 0 ? standardDeviation / mean : 0
  const first = context.firstInferenceNs
  const modes = twoModes(sorted)
  const drift = driftOf(samples)
  const severe = severeOutliers(sorted, mean)
  return [
    ...(first !== null && median > 0 && first > slowFirstRun * median
      ? [{ kind: 'slow-first-run' as const, ratio: first / median }]
      : []),
    ...(context.warmupEnd === 'steady' ? [] : [{ kind: 'not-warm' as const }]),
    ...(variation > mostVariation ? [{ kind: 'noisy' as const, variation }] : []),
    ...(modes === null
      ? []
      : [{ kind: 'bimodal' as const, peaksNs: [...modes] as [number, number] }]),
    ...(drift === null ? [] : [{ kind: 'drift' as const, ratio: drift }]),
    ...(severe === null ? [] : [{ kind: 'outliers' as const, severe }]),
  ]
}
