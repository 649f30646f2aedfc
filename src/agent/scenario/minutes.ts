// A long measurement minute by minute: what a board does in its first minute is not what it does in its thirtieth.

import type { Measurement } from '../../shared/measurement.ts'
import { leastSamples, percentile } from '../../shared/stats.ts'
import type { Recording } from './recording.ts'

const minuteNs = 60e9
/** A point as short as this has nothing to tell apart. */
const leastMinutes = 2

/**
 * Each window counts to the minute in which it began, counted from the first one; nothing for a point of two minutes or
 * less. The median is null below its least number of samples.
 */
export function minutesOf(recording: Recording, samplesPerQuery: number): Measurement['minutes'] {
  const { windows, latencyNs } = recording
  const [firstWindow, lastWindow] = [windows[0], windows.at(-1)]
  if (firstWindow === undefined || lastWindow === undefined) return []
  const minuteOf = (startNs: number) => Math.floor((startNs - firstWindow.startNs) / minuteNs)
  if (lastWindow.endNs - firstWindow.startNs <= leastMinutes * minuteNs) return []
  const minutes = Array.from({ length: minuteOf(lastWindow.startNs) + 1 }, () => ({
    first: 0,
    count: 0,
    wallNs: 0,
  }))
  for (const { startNs, endNs, first, count } of windows) {
    const minute = minutes[minuteOf(startNs)]
    if (minute === undefined) continue
    if (minute.count === 0) minute.first = first
    minute.count += count
    minute.wallNs += endNs - startNs
  }
  return minutes.map(({ first, count, wallNs }) => ({
    count,
    medianNs:
      count < leastSamples.p50
        ? null
        : percentile(latencyNs.slice(first, first + count).sort(), 0.5),
    samplesPerSecond: wallNs > 0 ? (count * samplesPerQuery * 1e9) / wallNs : 0,
  }))
}
