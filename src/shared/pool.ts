// Several repetitions of a point as one result. The invocation is the unit of independence: every figure is the median
// over the repetitions, and the interval of the headline comes from their spread, not from within one process.

import type { InvalidReason } from './environment.ts'
import type { PointOutcome } from './event.ts'
import type { Interval, Measurement, Quantile, QuantileValues } from './measurement.ts'
import { quantiles } from './measurement.ts'
import type { RepetitionResult } from './run.ts'
import { percentile } from './stats.ts'

const median = (values: readonly number[]): number =>
  percentile(Float64Array.from(values).sort(), 0.5)

function medianQuantiles(all: readonly QuantileValues[]): QuantileValues {
  const of = (quantile: Quantile) => {
    const known = all.flatMap((values) => values[quantile] ?? [])
    return known.length < all.length ? null : median(known)
  }
  return Object.fromEntries(quantiles.map((quantile) => [quantile, of(quantile)])) as QuantileValues
}

function around(intervals: readonly (Interval | null)[]): Interval | null {
  const known = intervals.filter((interval) => interval !== null)
  if (known.length < intervals.length) return null
  return {
    low: Math.min(...known.map(({ low }) => low)),
    high: Math.max(...known.map(({ high }) => high)),
  }
}

function pooledMeasurement(all: readonly [Measurement, ...Measurement[]]): Measurement {
  const [first] = all
  if (all.length === 1) return first
  const latencies = all.map(({ latency }) => latency)
  const medians = latencies.map(({ percentilesNs, meanNs }) => percentilesNs.p50 ?? meanNs)
  const mean = medians.reduce((sum, value) => sum + value, 0) / medians.length
  const squares = medians.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    ...first,
    latency: {
      ...first.latency,
      count: latencies.reduce((sum, { count }) => sum + count, 0),
      minNs: Math.min(...latencies.map(({ minNs }) => minNs)),
      maxNs: Math.max(...latencies.map(({ maxNs }) => maxNs)),
      meanNs: median(latencies.map(({ meanNs }) => meanNs)),
      standardDeviationNs: median(latencies.map((one) => one.standardDeviationNs)),
      percentilesNs: medianQuantiles(latencies.map(({ percentilesNs }) => percentilesNs)),
      boundsNs: medianQuantiles(latencies.map(({ boundsNs }) => boundsNs)),
      medianIntervalNs: around(latencies.map(({ medianIntervalNs }) => medianIntervalNs)),
    },
    samplesPerSecond: median(all.map(({ samplesPerSecond }) => samplesPerSecond)),
    memory: {
      ...first.memory,
      peakBytes: Math.max(...all.map(({ memory }) => memory.peakBytes)),
    },
    spread: {
      repetitions: all.length,
      mediansNs: medians,
      within: 0,
      between: mean > 0 ? Math.sqrt(squares / (all.length - 1)) / mean : 0,
    },
  }
}

export interface PooledResult {
  readonly outcome: PointOutcome
  /** Why none of its repetitions counts; empty: the figures are of those that do. */
  readonly invalid: readonly InvalidReason[]
}

/** `results` is not empty. */
export function pooled(results: readonly RepetitionResult[]): PooledResult {
  const measured = results.flatMap((result) =>
    result.outcome.kind === 'measured'
      ? [{ ...result, measurement: result.outcome.measurement }]
      : [],
  )
  const valid = measured.filter(({ invalid }) => invalid.length === 0)
  const [first, ...rest] = valid.length > 0 ? valid : measured
  if (first === undefined) {
    const [worst] = results.toSorted((a, b) => severity(b.outcome) - severity(a.outcome))
    if (worst === undefined) throw new RangeError('no repetition has ended')
    return { outcome: worst.outcome, invalid: [] }
  }
  const measurement = pooledMeasurement([first.measurement, ...rest.map((one) => one.measurement)])
  const left = results.length - 1 - rest.length
  return {
    outcome: {
      kind: 'measured',
      measurement: {
        ...measurement,
        warnings:
          left === 0
            ? measurement.warnings
            : [...measurement.warnings, { kind: 'repetitions-left-out', count: left }],
      },
    },
    invalid: valid.length > 0 ? [] : first.invalid,
  }
}

const severities = ['measured', 'cancelled', 'skipped', 'does-not-fit', 'failed'] as const

function severity({ kind }: PointOutcome): number {
  return severities.indexOf(kind)
}
