// The events of a run: the lines of the journal on the board, of the wire, and of the store, all the same.

import { z } from 'zod'
import { boardFactsSchema } from './board.ts'
import { faultSchema } from './fault.ts'
import { planSchema, pointSchema } from './plan.ts'

export const runIdSchema = z.string().regex(/^[0-9]{8}T[0-9]{6}-[0-9a-f]{6}$/)
export type RunId = z.infer<typeof runIdSchema>

/** A run's id: when it was asked for (UTC), and six random hex digits. Sorts by time; safe as a file name. */
export function newRunId(now: Date, random: Uint8Array): RunId {
  const stamp = now.toISOString().replace(/[-:]/g, '').slice(0, 15)
  const hex = Array.from(random.subarray(0, 3), (byte) => byte.toString(16).padStart(2, '0'))
  return `${stamp}-${hex.join('')}`
}

const ns = z.number().min(0)

export const quantiles = ['p50', 'p90', 'p95', 'p99', 'p999'] as const
export type Quantile = (typeof quantiles)[number]

export const intervalSchema = z.object({ low: ns, high: ns })
export type Interval = z.infer<typeof intervalSchema>

/** The summary of a point's latencies; every sample behind it is kept beside it. Times in nanoseconds. */
export const latencySummarySchema = z.object({
  count: z.int().min(1),
  minNs: ns,
  maxNs: ns,
  meanNs: ns,
  standardDeviationNs: ns,
  /** Null: too few samples for this percentile to be more than a guess (see `leastSamples`). */
  percentilesNs: z.object({
    p50: ns.nullable(),
    p90: ns.nullable(),
    p95: ns.nullable(),
    p99: ns.nullable(),
    p999: ns.nullable(),
  }),
  /** 95 % confidence interval of the median by block bootstrap; null below the least number of samples. */
  medianIntervalNs: intervalSchema.nullable(),
})
export type LatencySummary = z.infer<typeof latencySummarySchema>

export const stopReasons = ['precision', 'time-cap', 'sample-cap'] as const
export const warmupEnds = ['steady', 'iteration-cap', 'time-cap'] as const

export const measurementSchema = z.object({
  latency: latencySummarySchema,
  /** Samples done ÷ wall time of the measured window. */
  samplesPerSecond: z.number().min(0),
  wallNs: ns,
  stop: z.enum(stopReasons),
  coldStart: z.object({
    /** Creation of the session, after the runtime was warmed by a throwaway one. */
    sessionNs: ns,
    firstInferenceNs: ns,
  }),
  warmup: z.object({ iterations: z.int().min(0), wallNs: ns, end: z.enum(warmupEnds) }),
  /** Resident memory of the measuring process. The floor is the runtime with a tiny session, without the model. */
  memory: z.object({
    floorBytes: z.int().min(0),
    sessionBytes: z.int().min(0),
    peakBytes: z.int().min(0),
  }),
})
export type Measurement = z.infer<typeof measurementSchema>

export const phases = ['setup', 'cold-start', 'warm-up', 'measure', 'teardown'] as const
export type Phase = (typeof phases)[number]

export const pointOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('measured'), measurement: measurementSchema }),
  z.object({ kind: z.literal('failed'), fault: faultSchema }),
  z.object({ kind: z.literal('cancelled') }),
])
export type PointOutcome = z.infer<typeof pointOutcomeSchema>

export const runOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('completed') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('failed'), fault: faultSchema }),
  /** The supervisor vanished without an end: killed, or the board restarted. */
  z.object({ kind: z.literal('lost') }),
])
export type RunOutcome = z.infer<typeof runOutcomeSchema>

/** How many samples one `samples-recorded` event carries at the most: its line stays under 1 MiB. */
export const maxSamplesPerEvent = 65_536

const pointIndex = z.int().min(0)

/** What happened, without when. */
export const happeningSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run-started'),
    run: runIdSchema,
    plan: planSchema,
    facts: boardFactsSchema,
    agent: z.string().max(64),
  }),
  z.object({ type: z.literal('point-started'), point: pointSchema }),
  z.object({ type: z.literal('phase-entered'), point: pointIndex, phase: z.enum(phases) }),
  z.object({
    type: z.literal('samples-recorded'),
    point: pointIndex,
    /** Index of the first of these samples within the point. */
    first: z.int().min(0),
    count: z.int().min(1).max(maxSamplesPerEvent),
    medianNs: ns,
    /** Little-endian float64 nanoseconds in base64. */
    latencyNs: z.base64().max(Math.ceil((maxSamplesPerEvent * 8) / 3) * 4 + 4),
  }),
  z.object({ type: z.literal('point-ended'), point: pointIndex, outcome: pointOutcomeSchema }),
  z.object({ type: z.literal('run-ended'), outcome: runOutcomeSchema }),
])
export type Happening = z.infer<typeof happeningSchema>

const whenShape = {
  /** 1, 2, 3, … without a gap. */
  seq: z.int().min(1),
  /** Monotonic, since the supervisor started. */
  atNs: ns,
  /** The board's wall clock, for people; it may jump. */
  wallMs: z.number(),
}
export const eventSchema = z.intersection(z.object(whenShape), happeningSchema)
export type RunEvent = z.infer<typeof eventSchema>

/** An event without its raw samples: all that a window needs. */
export type RunNews = RunEvent extends infer E
  ? E extends { type: 'samples-recorded' }
    ? Omit<E, 'latencyNs'>
    : E
  : never

export function withoutSamples(event: RunEvent): RunNews {
  if (event.type !== 'samples-recorded') return event
  const { latencyNs: _, ...news } = event
  return news
}

/** Packs samples for a `samples-recorded` event. */
export function encodeSamples(latencyNs: Float64Array): string {
  const bytes = new Uint8Array(latencyNs.length * 8)
  const view = new DataView(bytes.buffer)
  latencyNs.forEach((value, index) => {
    view.setFloat64(index * 8, value, true)
  })
  let binary = ''
  for (let start = 0; start < bytes.length; start += 8192)
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192))
  return btoa(binary)
}

/** Reads little-endian float64 values; bytes after the last whole value are left out. */
export function samplesFromBytes(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float64Array.from({ length: Math.floor(bytes.byteLength / 8) }, (_, index) =>
    view.getFloat64(index * 8, true),
  )
}

/** Unpacks the samples of a `samples-recorded` event. */
export function decodeSamples(base64: string): Float64Array {
  return samplesFromBytes(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
}
