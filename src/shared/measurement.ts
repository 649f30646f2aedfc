// What one process measured of a point: the numbers of METRICS, each with its definition. Times in nanoseconds.

import { z } from 'zod'
import { providerSchema } from './session-settings.ts'

const ns = z.number().min(0)
const bytes = z.int().min(0)

export const quantiles = ['p50', 'p90', 'p95', 'p99', 'p999'] as const
export type Quantile = (typeof quantiles)[number]

export const intervalSchema = z.object({ low: ns, high: ns })
export type Interval = z.infer<typeof intervalSchema>

const quantileValues = z.object({
  p50: ns.nullable(),
  p90: ns.nullable(),
  p95: ns.nullable(),
  p99: ns.nullable(),
  p999: ns.nullable(),
})
export type QuantileValues = z.infer<typeof quantileValues>

const noBounds = { p50: null, p90: null, p95: null, p99: null, p999: null }

/** The summary of a point's latencies; every sample behind it is kept beside it. */
export const latencySummarySchema = z.object({
  count: z.int().min(1),
  minNs: ns,
  maxNs: ns,
  meanNs: ns,
  standardDeviationNs: ns,
  /** Null: too few samples for this percentile to be more than a guess (see `leastSamples`). */
  percentilesNs: quantileValues,
  /** LoadGen's early-stopping upper bound of each at 99 % confidence; null below the same number of samples. */
  boundsNs: quantileValues.default(noBounds),
  /** 95 % confidence interval of the median by block bootstrap; null below the least number of samples. */
  medianIntervalNs: intervalSchema.nullable(),
  /** Null in what older versions stored. */
  quartilesNs: z.object({ first: ns, third: ns }).nullable().default(null),
  /** Samples beyond Tukey's fences at 1.5 (mild) and 3 (severe) interquartile ranges: flagged, never dropped. */
  outliers: z
    .object({ mild: z.int().min(0), severe: z.int().min(0) })
    .nullable()
    .default(null),
})
export type LatencySummary = z.infer<typeof latencySummarySchema>

/**
 * `precision`: the headline's interval is narrow enough. `noise-settled`: it gets no narrower by measuring on.
 * `complete`: the scenario's own end, as of a search for a rate.
 */
export const stopReasons = [
  'precision',
  'noise-settled',
  'complete',
  'time-cap',
  'sample-cap',
] as const
export const warmupEnds = ['steady', 'iteration-cap', 'time-cap'] as const

/**
 * The figure that a scenario is about. Latencies in nanoseconds, throughput in samples per second, a rate in queries per
 * second (each an inference of the point's batch).
 */
export const headlineSchema = z.object({
  kind: z.enum(['latency', 'throughput', 'rate']),
  /** Of the latencies; null for throughput. For a rate, the quantile that is bounded. */
  quantile: z.enum(quantiles).nullable(),
  value: z.number().min(0),
  /** 95 % confidence interval; null where none could be made. */
  interval: intervalSchema.nullable(),
})
export type HeadlineFigure = z.infer<typeof headlineSchema>

const ratio = z.number()

/** What a reader should know before trusting the figures. */
export const warningSchema = z.discriminatedUnion('kind', [
  /** The first inference took this many times the median. */
  z.object({ kind: z.literal('slow-first-run'), ratio }),
  /** Standard deviation ÷ mean, above 2.5 % [trtexec]. */
  z.object({ kind: z.literal('noisy'), variation: ratio }),
  /** The latencies gather around two values. */
  z.object({ kind: z.literal('bimodal'), peaksNs: z.tuple([ns, ns]) }),
  /** Median of the last third ÷ median of the first third. */
  z.object({ kind: z.literal('drift'), ratio }),
  z.object({ kind: z.literal('not-warm') }),
  z.object({ kind: z.literal('outliers'), severe: z.int().min(1) }),
  /** The provider that was asked for took some of the nodes only. */
  z.object({
    kind: z.literal('partial-fallback'),
    provider: providerSchema,
    nodes: z.int().min(0),
    total: z.int().min(0),
  }),
  /** It could not be seen which nodes the provider that was asked for took. */
  z.object({ kind: z.literal('provider-unverified'), provider: providerSchema }),
  /** So many repetitions were left out of the figures, because they were invalid or failed. */
  z.object({ kind: z.literal('repetitions-left-out'), count: z.int().min(1) }),
])
export type Warning = z.infer<typeof warningSchema>

/** Memory of the measuring process at the end of a phase. */
const phaseMemorySchema = z.object({
  /** Peak resident set during the phase (VmHWM, reset at its start where the kernel allows). */
  peakBytes: bytes,
  /** Proportional set size; null where the kernel does not tell. */
  pssBytes: bytes.nullable(),
})
export type PhaseMemory = z.infer<typeof phaseMemorySchema>

/** One rate that the search of the server scenario tried. */
export const rateTrialSchema = z.object({
  /** Queries a second, each an inference of the point's batch. 0: one at a time, as on an idle board. */
  perSecond: z.number().min(0),
  /** LoadGen's early-stopping upper bound of p99 at 99 % confidence: what the rate was judged by. */
  p99Ns: ns,
  queries: z.int().min(1),
  holds: z.boolean(),
})
/** A search that needs more than this is lost. */
export const maxTrials = 200
export type RateTrial = z.infer<typeof rateTrialSchema>

/** A provider's share of the graph, seen in a profiled pass of its own. */
export const providerShareSchema = z.object({
  provider: providerSchema,
  nodes: z.int().min(0),
  /** Of the time in nodes, 0 to 1. */
  timeShare: z.number().min(0).max(1),
})
export type ProviderShare = z.infer<typeof providerShareSchema>

export const measurementSchema = z.object({
  latency: latencySummarySchema,
  /** Samples done ÷ wall time of the measured window. */
  samplesPerSecond: z.number().min(0),
  wallNs: ns,
  stop: z.enum(stopReasons),
  /** Null where the samples are too few for it, and in what older versions stored. */
  headline: headlineSchema.nullable().default(null),
  /** Of the ONNX Runtime that ran it, be it the board's own; null in what older versions stored. */
  runtimeVersion: z.string().max(300).nullable().default(null),
  coldStart: z.object({
    /** Creation of the session, after the runtime was warmed by a throwaway one. */
    sessionNs: ns,
    firstInferenceNs: ns,
  }),
  warmup: z.object({ iterations: z.int().min(0), wallNs: ns, end: z.enum(warmupEnds) }),
  /** Resident memory of the measuring process. The floor is the runtime with a tiny session, without the model. */
  memory: z.object({
    floorBytes: bytes,
    sessionBytes: bytes,
    peakBytes: bytes,
    /** Null in what older versions stored. */
    phases: z
      .object({
        runtime: phaseMemorySchema,
        session: phaseMemorySchema,
        firstRun: phaseMemorySchema,
        steady: phaseMemorySchema,
      })
      .nullable()
      .default(null),
    /** What the runtime's own arena says, where it can be asked. */
    arena: z
      .object({ inUseBytes: bytes, mostInUseBytes: bytes, reservedBytes: bytes })
      .nullable()
      .default(null),
  }),
  warnings: z.array(warningSchema).max(50).default([]),
  /** Null: not looked at. */
  providers: z.array(providerShareSchema).max(50).nullable().default(null),
  /** The server scenario's search: every rate that was tried, in that order. */
  server: z
    .object({ boundNs: ns, trials: z.array(rateTrialSchema).max(maxTrials) })
    .nullable()
    .default(null),
  /** Minute by minute, of a point that was measured for several. */
  minutes: z
    .array(
      z.object({
        count: z.int().min(0),
        medianNs: ns.nullable(),
        samplesPerSecond: z.number().min(0),
      }),
    )
    .max(24 * 60)
    .default([]),
  /** Between repetitions, where there were several (see `pooled`). */
  spread: z
    .object({
      repetitions: z.int().min(2),
      /** Of each repetition, in the order in which they were measured: its median, or its mean of too few samples. */
      mediansNs: z.array(ns).max(1000),
      /** The same of the headline; empty where one of them has none. */
      headlines: z.array(z.number().min(0)).max(1000).default([]),
      samplesPerSecond: z.array(z.number().min(0)).max(1000).default([]),
      peakBytes: z.array(bytes).max(1000).default([]),
      /** Median over the repetitions of interquartile range ÷ median; null where the quartiles are not known. */
      within: z.number().min(0).nullable(),
      /** Standard deviation of the medians ÷ their mean. */
      between: z.number().min(0),
    })
    .nullable()
    .default(null),
})
export type Measurement = z.infer<typeof measurementSchema>
