// The figure that a scenario is about, with its interval: the same that decides when its point has been measured for
// long enough.

import type { Limits } from '../../shared/limits.ts'
import type { HeadlineFigure, Interval, Quantile } from '../../shared/measurement.ts'
import {
  leastSamples,
  loadgenSampleSize,
  meanInterval,
  percentile,
  quantileInterval,
  quantileOf,
} from '../../shared/stats.ts'
import type { Recording } from './recording.ts'

/** What a scenario's headline is. Of throughput the quantile is null. */
export interface HeadlineKind {
  readonly quantile: Quantile | null
  readonly samplesPerQuery: number
}

/** The number of queries below which the headline is too few samples. */
export function leastQueries({ quantile }: HeadlineKind): number {
  return leastSamples[quantile ?? 'p50']
}

/** The number of queries below which a point is not ended for precision. */
export function queriesAsked(kind: HeadlineKind, limits: Limits): number {
  const asked =
    limits.sampleSize === 'normal-approximation' && kind.quantile !== null
      ? loadgenSampleSize(quantileOf[kind.quantile])
      : 0
  return Math.max(limits.minSamples, leastQueries(kind), asked)
}

/** Samples done ÷ wall time of the windows. */
export function throughputOf({ count, wallNs }: Recording, samplesPerQuery: number): number {
  return wallNs > 0 ? (count * samplesPerQuery * 1e9) / wallNs : 0
}

/**
 * The interval of throughput is that of the mean latency, turned over: between two queries of a window lies nothing but
 * a reading of the clock.
 */
function throughputInterval(recording: Recording, samplesPerQuery: number): Interval | null {
  const mean = meanInterval(recording.latencyNs)
  if (mean === null || mean.low <= 0) return null
  const sumNs = recording.latencyNs.reduce((sum, value) => sum + value, 0)
  const samplesNs = (samplesPerQuery * 1e9 * sumNs) / recording.wallNs
  return { low: samplesNs / mean.high, high: samplesNs / mean.low }
}

/** Null below the least number of queries. */
export function headlineOf(kind: HeadlineKind, recording: Recording): HeadlineFigure | null {
  const { quantile, samplesPerQuery } = kind
  const { latencyNs } = recording
  if (latencyNs.length < leastQueries(kind)) return null
  if (quantile === null)
    return {
      kind: 'throughput',
      quantile,
      value: throughputOf(recording, samplesPerQuery),
      interval: throughputInterval(recording, samplesPerQuery),
    }
  const p = quantileOf[quantile]
  const sorted = recording.sortedNs
  return {
    kind: 'latency',
    quantile,
    value: percentile(sorted, p),
    interval: quantileInterval(latencyNs, p, sorted),
  }
}

/** Half the width of its interval, relative to the figure; null while it is unknown. */
export function halfWidthOf(figure: HeadlineFigure | null): number | null {
  if (figure === null || figure.interval === null || figure.value <= 0) return null
  return (figure.interval.high - figure.interval.low) / 2 / figure.value
}
