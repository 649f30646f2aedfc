// The events of a run: the lines of the journal on the board, of the wire, and of the store, all the same.

import { z } from 'zod'
import { boardFactsSchema } from './board.ts'
import {
  environmentRecordSchema,
  environmentSummarySchema,
  invalidReasonSchema,
  maxPreflightFindings,
  preflightFindingSchema,
} from './environment.ts'
import { faultSchema } from './fault.ts'
import { measurementSchema, rateTrialSchema } from './measurement.ts'
import { clockSchema, planSchema, pointSchema } from './plan.ts'
import {
  energySchema,
  idleSchema,
  maxPowerSources,
  powerRecordSchema,
  powerSourceSchema,
} from './power.ts'
import { madeChangeSchema, tuningStatusSchema } from './tuning.ts'

export const runIdSchema = z.string().regex(/^[0-9]{8}T[0-9]{6}-[0-9a-f]{6}$/)
export type RunId = z.infer<typeof runIdSchema>

/** A run's id: when it was asked for (UTC), and six random hex digits. Sorts by time; safe as a file name. */
export function newRunId(now: Date, random: Uint8Array): RunId {
  const stamp = now.toISOString().replace(/[-:]/g, '').slice(0, 15)
  const hex = Array.from(random.subarray(0, 3), (byte) => byte.toString(16).padStart(2, '0'))
  return `${stamp}-${hex.join('')}`
}

const ns = z.number().min(0)

export const phases = [
  'cool-down',
  /** The board is left alone, and what it takes then is measured: before the first point of a clock. */
  'rest',
  'setup',
  'cold-start',
  'warm-up',
  'measure',
  'profile',
  'teardown',
] as const
export type Phase = (typeof phases)[number]

/** Why a step of a ladder was not measured. */
export const skipReasonSchema = z.object({
  kind: z.literal('ladder-ended'),
  /** The batch of the step that ended it. */
  batch: z.int().min(1),
  because: z.enum(['does-not-fit', 'latency-bound', 'throughput-fell', 'failed']),
})
export type SkipReason = z.infer<typeof skipReasonSchema>

/** How one repetition of a point ended. That a model does not fit into memory is a result. */
export const pointOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('measured'), measurement: measurementSchema }),
  z.object({ kind: z.literal('does-not-fit'), fault: faultSchema }),
  z.object({ kind: z.literal('failed'), fault: faultSchema }),
  z.object({ kind: z.literal('skipped'), reason: skipReasonSchema }),
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

/** 0, 1, 2, …: which of a point's processes. */
export const repetitionSchema = z.int().min(0).max(1_000)

const which = {
  /** The point's index. */
  point: z.int().min(0),
  repetition: repetitionSchema.default(0),
}

/** What happened, without when. */
export const happeningSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run-started'),
    run: runIdSchema,
    plan: planSchema,
    facts: boardFactsSchema,
    agent: z.string().max(64),
    /** What spoke against measuring as it began; null: not looked. */
    preflight: z.array(preflightFindingSchema).max(maxPreflightFindings).nullable().default(null),
    /** Where the clock of `atNs` began, on the board's own monotonic clock; older versions did not say. */
    originNs: ns.optional(),
    /** Where power is read during this run. */
    powerSources: z.array(powerSourceSchema).max(maxPowerSources).default([]),
  }),
  z.object({
    type: z.literal('point-started'),
    point: pointSchema,
    repetition: which.repetition,
  }),
  z.object({ type: z.literal('phase-entered'), ...which, phase: z.enum(phases) }),
  z.object({
    type: z.literal('samples-recorded'),
    ...which,
    /** Index of the first of these samples within the point. */
    first: z.int().min(0),
    count: z.int().min(1).max(maxSamplesPerEvent),
    medianNs: ns,
    /** When the window began and ended, on the clock of `atNs`; null in what older versions stored. */
    window: z.object({ startNs: ns, endNs: ns }).nullable().default(null),
    /** Little-endian float64 nanoseconds in base64. */
    latencyNs: z.base64().max(Math.ceil((maxSamplesPerEvent * 8) / 3) * 4 + 4),
  }),
  /** The server scenario has tried a rate. The samples of its search are not told, those of the rate that it ends with are. */
  z.object({ type: z.literal('rate-tried'), ...which, trial: rateTrialSchema }),
  z.object({ type: z.literal('environment-recorded'), ...which, record: environmentRecordSchema }),
  z.object({ type: z.literal('power-recorded'), ...which, record: powerRecordSchema }),
  /** What the board takes at rest under this clock, by source; told in the phase of that name. */
  z.object({ type: z.literal('idle-measured'), ...idleSchema.shape }),
  z.object({
    type: z.literal('point-ended'),
    ...which,
    outcome: pointOutcomeSchema,
    /** Over the measured window; null where nothing was measured or seen. */
    environment: environmentSummarySchema.nullable().default(null),
    /** Why it does not count; empty: it does. */
    invalid: z.array(invalidReasonSchema).max(50).default([]),
    /** Over the same window; empty: not measured. */
    energy: z.array(energySchema).max(maxPowerSources).default([]),
  }),
  /** The board's clocks are set for the points that follow, and have settled. */
  z.object({
    type: z.literal('clock-set'),
    clock: clockSchema,
    changes: z.array(madeChangeSchema).max(2_000),
    settledMs: z.number().min(0),
  }),
  /** The board was given back what it had, or what stands in the way of that. */
  z.object({ type: z.literal('clock-given-back'), status: tuningStatusSchema }),
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
