// The latencies of one repetition over time, in bins of consecutive ones: few enough to draw, and none left out, for
// each bin keeps its smallest and its largest.

import type { LatencySeries, TimeBin } from '../../shared/ipc.ts'
import { fencesOf, percentile, severeRanges } from '../../shared/stats.ts'
import { concatenated, type SampleWindow } from '../store/run-events.ts'

export const mostTimeBins = 2000

interface Times {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/**
 * When each latency began and ended. Of a window only its begin and its end are known: latencies take their shares of
 * it, so that what lay between them is spread evenly.
 */
function timesOf(windows: readonly SampleWindow[], count: number, onClock: boolean): Times {
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  let at = 0
  let reachedNs = 0
  for (const { window, samples } of windows) {
    const totalNs = samples.reduce((sum, value) => sum + value, 0)
    const known = onClock ? window : null
    const startNs = known?.startNs ?? reachedNs
    const lengthNs = known === null ? totalNs : known.endNs - known.startNs
    reachedNs = startNs
    let passedNs = 0
    for (const value of samples) {
      passedNs += value
      starts[at] = reachedNs
      reachedNs = startNs + (totalNs > 0 ? (passedNs / totalNs) * lengthNs : lengthNs)
      ends[at++] = reachedNs
    }
  }
  return { starts, ends }
}

/** `windows` in the order in which they were measured. */
export function seriesOf(windows: readonly SampleWindow[], mostBins = mostTimeBins): LatencySeries {
  const onClock = windows.length > 0 && windows.every(({ window }) => window !== null)
  const all = concatenated(windows.map(({ samples }) => samples))
  const { starts, ends } = timesOf(windows, all.length, onClock)
  const perBin = Math.max(1, Math.ceil(all.length / mostBins))
  const bins: TimeBin[] = []
  for (let from = 0; from < all.length; from += perBin) {
    const sorted = all.slice(from, from + perBin).sort()
    bins.push({
      startNs: starts[from] ?? 0,
      endNs: ends[from + sorted.length - 1] ?? 0,
      count: sorted.length,
      minNs: percentile(sorted, 0),
      medianNs: percentile(sorted, 0.5),
      maxNs: percentile(sorted, 1),
    })
  }
  const severeNs =
    all.length === 0 ? null : fencesOf(Float64Array.from(all).sort(), severeRanges).high
  return { onClock, severeNs, bins }
}
