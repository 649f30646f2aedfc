// Several repetitions of a point as one result. The invocation is the unit of independence: every figure is the median
// over the repetitions, and from three of them its interval comes from their spread, not from within one process.

import type { InvalidReason } from './environment.ts'
import type { PointOutcome } from './event.ts'
import type {
  HeadlineFigure,
  Interval,
  LatencySummary,
  Measurement,
  Quantile,
  QuantileValues,
  Warning,
} from './measurement.ts'
import { quantiles, stopReasons, warmupEnds } from './measurement.ts'
import { type PooledEnergy, pooledEnergies } from './pooled-energy.ts'
import type { RepetitionResult } from './run.ts'
import { invocationInterval, leastInvocations, medianOf } from './stats/invocations.ts'

type Several = readonly [Measurement, ...Measurement[]]

/** Of the median; of what is too few samples in one repetition, none. */
function medianQuantiles(all: readonly QuantileValues[]): QuantileValues {
  const of = (quantile: Quantile) => {
    const known = all.flatMap((values) => values[quantile] ?? [])
    return known.length < all.length ? null : medianOf(known)
  }
  return Object.fromEntries(quantiles.map((quantile) => [quantile, of(quantile)])) as QuantileValues
}

/**
 * The interval of the median of `values`. Of two repetitions nothing is known of how a third would lie: all that lies
 * within the interval of either is held possible.
 */
function pooledInterval(
  values: readonly number[],
  intervals: readonly (Interval | null)[],
): Interval | null {
  if (values.length >= leastInvocations) return invocationInterval(values)
  const known = intervals.filter((interval) => interval !== null)
  if (known.length < intervals.length) return null
  return {
    low: Math.min(...known.map(({ low }) => low)),
    high: Math.max(...known.map(({ high }) => high)),
  }
}

const typicalNs = ({ percentilesNs, meanNs }: LatencySummary) => percentilesNs.p50 ?? meanNs

function pooledLatency(all: readonly [LatencySummary, ...LatencySummary[]]): LatencySummary {
  const middle = (of: (one: LatencySummary) => number) => medianOf(all.map(of))
  const quartiles = all.flatMap(({ quartilesNs }) => quartilesNs ?? [])
  const outliers = all.flatMap(({ outliers }) => outliers ?? [])
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const percentilesNs = medianQuantiles(all.map((one) => one.percentilesNs))
  return {
    count: sum(all.map(({ count }) => count)),
    minNs: Math.min(...all.map(({ minNs }) => minNs)),
    maxNs: Math.max(...all.map(({ maxNs }) => maxNs)),
    meanNs: middle(({ meanNs }) => meanNs),
    standardDeviationNs: middle(({ standardDeviationNs }) => standardDeviationNs),
    percentilesNs,
    boundsNs: medianQuantiles(all.map(({ boundsNs }) => boundsNs)),
    medianIntervalNs:
      percentilesNs.p50 === null
        ? null
        : pooledInterval(
            all.map(typicalNs),
            all.map(({ medianIntervalNs }) => medianIntervalNs),
          ),
    quartilesNs:
      quartiles.length < all.length
        ? null
        : {
            first: medianOf(quartiles.map(({ first }) => first)),
            third: medianOf(quartiles.map(({ third }) => third)),
          },
    outliers:
      outliers.length < all.length
        ? null
        : {
            mild: sum(outliers.map(({ mild }) => mild)),
            severe: sum(outliers.map(({ severe }) => severe)),
          },
  }
}

function pooledHeadline(all: Several): HeadlineFigure | null {
  const figures = all.flatMap(({ headline }) => headline ?? [])
  const [first] = figures
  if (first === undefined || figures.length < all.length) return null
  const values = figures.map(({ value }) => value)
  const intervals = figures.map(({ interval }) => interval)
  return { ...first, value: medianOf(values), interval: pooledInterval(values, intervals) }
}

function spreadOf(all: Several): NonNullable<Measurement['spread']> {
  const mediansNs = all.map(({ latency }) => typicalNs(latency))
  const mean = mediansNs.reduce((sum, value) => sum + value, 0) / mediansNs.length
  const squares = mediansNs.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const within = all.flatMap(({ latency }) => {
    const { quartilesNs } = latency
    if (quartilesNs === null || typicalNs(latency) <= 0) return []
    return [(quartilesNs.third - quartilesNs.first) / typicalNs(latency)]
  })
  const headlines = all.flatMap(({ headline }) => headline?.value ?? [])
  return {
    repetitions: all.length,
    mediansNs,
    headlines: headlines.length < all.length ? [] : headlines,
    samplesPerSecond: all.map(({ samplesPerSecond }) => samplesPerSecond),
    peakBytes: all.map(({ memory }) => memory.peakBytes),
    within: within.length < all.length ? null : medianOf(within),
    between: mean > 0 ? Math.sqrt(squares / (all.length - 1)) / mean : 0,
  }
}

/** Each kind of warning once, as the first repetition that has it tells it. */
function warningsIn(all: Several): readonly Warning[] {
  const byKind = Map.groupBy(
    all.flatMap(({ warnings }) => warnings),
    (warning) =>
      warning.kind === 'partial-fallback' ? `${warning.kind} ${warning.provider}` : warning.kind,
  )
  return [...byKind.values()].flatMap((found) => found.slice(0, 1))
}

/** The one that stands last in `order`: what a reader has to know of is not hidden by the others. */
function latest<T>(order: readonly T[], values: readonly [T, ...T[]]): T {
  return order[Math.max(...values.map((value) => order.indexOf(value)))] ?? values[0]
}

const larger = (one: Measurement['memory'], other: Measurement['memory']) =>
  other.peakBytes > one.peakBytes ? other : one

function pooledMeasurement(all: Several): Measurement {
  const [first, ...rest] = all
  if (rest.length === 0) return first
  const middle = (of: (one: Measurement) => number) => medianOf(all.map(of))
  return {
    ...first,
    latency: pooledLatency([first.latency, ...rest.map(({ latency }) => latency)]),
    samplesPerSecond: middle(({ samplesPerSecond }) => samplesPerSecond),
    wallNs: all.reduce((sum, { wallNs }) => sum + wallNs, 0),
    stop: latest(stopReasons, [first.stop, ...rest.map(({ stop }) => stop)]),
    headline: pooledHeadline(all),
    coldStart: {
      sessionNs: middle(({ coldStart }) => coldStart.sessionNs),
      firstInferenceNs: middle(({ coldStart }) => coldStart.firstInferenceNs),
    },
    warmup: {
      iterations: Math.round(middle(({ warmup }) => warmup.iterations)),
      wallNs: middle(({ warmup }) => warmup.wallNs),
      end: latest(warmupEnds, [first.warmup.end, ...rest.map(({ warmup }) => warmup.end)]),
    },
    memory: all.map(({ memory }) => memory).reduce(larger),
    warnings: [...warningsIn(all)],
    spread: spreadOf(all),
  }
}

export interface PooledResult {
  readonly outcome: PointOutcome
  /** Why none of its repetitions counts; empty: the figures are of those that do. */
  readonly invalid: readonly InvalidReason[]
  /** By source, that which stands for the point first; empty: not measured. */
  readonly energy: readonly PooledEnergy[]
}

/** Invalid repetitions count only where there are no others. `results` is not empty. */
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
    return { outcome: worst.outcome, invalid: [], energy: [] }
  }
  const measurement = pooledMeasurement([first.measurement, ...rest.map((one) => one.measurement)])
  const left = results.length - 1 - rest.length
  return {
    outcome: {
      kind: 'measured',
      measurement: {
        ...measurement,
        providers:
          measured.find((one) => one.measurement.providers !== null)?.measurement.providers ?? null,
        warnings:
          left === 0
            ? measurement.warnings
            : [...measurement.warnings, { kind: 'repetitions-left-out', count: left }],
      },
    },
    invalid: valid.length > 0 ? [] : oncePerKind(measured.flatMap(({ invalid }) => invalid)),
    energy: pooledEnergies([first, ...rest].map(({ energy }) => energy)),
  }
}

/** Of several reasons of one kind the first. */
function oncePerKind(reasons: readonly InvalidReason[]): readonly InvalidReason[] {
  return reasons.filter(
    ({ kind }, index) => reasons.findIndex((other) => other.kind === kind) === index,
  )
}

const severities = ['measured', 'cancelled', 'skipped', 'does-not-fit', 'failed'] as const

function severity({ kind }: PointOutcome): number {
  return severities.indexOf(kind)
}
