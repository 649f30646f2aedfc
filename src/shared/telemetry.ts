// What a board tells of itself while somebody looks: what there is to be seen, then readings of it in base units, on the
// board's own monotonic clock. A reading that failed is null; what a board lacks is missing, with the reason.

import { z } from 'zod'
import type { BoardId } from './board.ts'
import type { RunId } from './event.ts'
import type { Fault } from './fault.ts'
import { maxPowerSources, powerSourceSchema } from './power.ts'

export const telemetryKinds = [
  'frequency',
  'core-load',
  'cpu-load',
  'steal',
  'temperature',
  'throttle-events',
  'throttle-flags',
  'cooling',
  'memory',
  'power',
  'device-load',
  'device-frequency',
] as const
export type TelemetryKind = (typeof telemetryKinds)[number]

/** `events`: a count since boot. `flags`: bits that are set now. `state`: 0 at rest, more is slower. */
export type TelemetryUnit =
  | 'hertz'
  | 'ratio'
  | 'celsius'
  | 'events'
  | 'flags'
  | 'state'
  | 'bytes'
  | 'watts'

export const telemetryUnits: Readonly<Record<TelemetryKind, TelemetryUnit>> = {
  frequency: 'hertz',
  'core-load': 'ratio',
  'cpu-load': 'ratio',
  steal: 'ratio',
  temperature: 'celsius',
  'throttle-events': 'events',
  'throttle-flags': 'flags',
  cooling: 'state',
  memory: 'bytes',
  power: 'watts',
  'device-load': 'ratio',
  'device-frequency': 'hertz',
}

export const leastTelemetryHz = 1
export const mostTelemetryHz = 20
/** How often the processes are looked at, and everything while a point is measured on the board. */
export const slowTelemetryHz = 1

export const maxTelemetryTracks = 1 + maxPowerSources
/** Of a track. */
export const maxTelemetrySeries = 200
/** Of a board: each is kept for ten minutes. */
const maxSeriesOfBoard = 400
export const maxTelemetryMoments = 100
export const maxTelemetryProcesses = 12
/** Far beyond what a sensor can mean, and what a Float32 still holds. */
const mostTelemetryValue = 1e30

export const telemetryHzSchema = z.int().min(leastTelemetryHz).max(mostTelemetryHz)

const name = z.string().max(100)
const deviceShape = { name, device: z.enum(['gpu', 'npu', 'memory']) }
const celsius = z.number().nullable()

/** One line of a chart. Kind, source and name together are found once on a board. */
export const telemetrySeriesSchema = z.discriminatedUnion('kind', [
  /** `policy0`: the CPUs under one clock, and what it reaches. */
  z.object({
    kind: z.literal('frequency'),
    name,
    cpus: z.array(z.int().min(0)).max(1024),
    mostHertz: z.number().min(0).nullable(),
  }),
  /** `cpu0`. */
  z.object({ kind: z.literal('core-load'), name, cpu: z.int().min(0) }),
  /** Of all online CPUs, what is stolen not counted. */
  z.object({ kind: z.literal('cpu-load'), name }),
  z.object({ kind: z.literal('steal'), name }),
  /** Where the kernel begins to slow the board, and where it shuts it down. */
  z.object({ kind: z.literal('temperature'), name, passive: celsius, critical: celsius }),
  z.object({ kind: z.literal('throttle-events'), name }),
  z.object({ kind: z.literal('throttle-flags'), name }),
  z.object({ kind: z.literal('cooling'), name }),
  /** `used` and `swap used`. */
  z.object({ kind: z.literal('memory'), name, totalBytes: z.number().min(0) }),
  /** A rail of `source` by its name, or the total of that source, whose name is empty. */
  z.object({
    kind: z.literal('power'),
    name,
    source: z.string().max(100),
    role: z.enum(['rail', 'total']),
  }),
  z.object({ kind: z.literal('device-load'), ...deviceShape }),
  z.object({ kind: z.literal('device-frequency'), ...deviceShape }),
])
export type TelemetrySeries = z.infer<typeof telemetrySeriesSchema>

/** The same for one series whatever else a board has, now and after a reconnect. */
export function seriesKey(series: TelemetrySeries): string {
  const source = series.kind === 'power' ? `${series.source} ${series.role}` : ''
  return `${series.kind}/${source}/${series.name}`
}

/** Series that are read together, at the same moments; each slow sensor has a track of its own. */
export const telemetryTrackSchema = z.object({
  hz: z.number().positive(),
  series: z.array(telemetrySeriesSchema).min(1).max(maxTelemetrySeries),
})
export type TelemetryTrack = z.infer<typeof telemetryTrackSchema>

/**
 * Why there is nothing of a kind: `none`: the board has no such sensor, or tells nobody. `root-only`: it has, and this
 * login may not read it. `unreadable`: it has, and reading it fails.
 */
export const telemetryMissingSchema = z.object({
  kind: z.enum(telemetryKinds),
  reason: z.enum(['none', 'root-only', 'unreadable']),
  /** What can't be read; empty where there is nothing. */
  name,
})
export type TelemetryMissing = z.infer<typeof telemetryMissingSchema>

export const telemetryDescriptionSchema = z.object({
  /** Another one means another clock. */
  bootId: z.string().max(100),
  tracks: z
    .array(telemetryTrackSchema)
    .max(maxTelemetryTracks)
    .refine((tracks) => tracks.flatMap(({ series }) => series).length <= maxSeriesOfBoard),
  powerSources: z.array(powerSourceSchema).max(maxPowerSources),
  missing: z.array(telemetryMissingSchema).max(50),
})
export type TelemetryDescription = z.infer<typeof telemetryDescriptionSchema>

export const telemetryProcessSchema = z.object({
  pid: z.int().min(1),
  /** As the board has it: any program may choose it. At most 15 characters, as the kernel keeps it. */
  name: z.string().max(100),
  /** How many cores it kept busy. */
  cores: z.number().min(0),
  /** In memory; null where it can't be read. */
  residentBytes: z.number().min(0).nullable(),
})
export type TelemetryProcess = z.infer<typeof telemetryProcessSchema>

/** On the machine's monotonic clock, since boot. */
const atNs = z.number().min(0)

const value = z.number().min(-mostTelemetryValue).max(mostTelemetryValue)

/** What the verb `telemetry` streams: `opened` first, once. */
export const telemetryMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), atNs, description: telemetryDescriptionSchema }),
  z.object({
    type: z.literal('samples'),
    track: z.int().min(0).max(maxTelemetryTracks),
    atNs: z.array(atNs).min(1).max(maxTelemetryMoments),
    /** Of each series of the track, in its order, a value at each moment. */
    values: z.array(z.array(value.nullable()).max(maxTelemetryMoments)).max(maxTelemetrySeries),
  }),
  z.object({
    type: z.literal('processes'),
    atNs,
    /** Those that took most, most first. */
    processes: z.array(telemetryProcessSchema).max(maxTelemetryProcesses),
    /** How many there are that can be seen. */
    count: z.int().min(0),
  }),
  /** From here on it is looked so often: `measuring`: less than was asked for, since a point is measured there. */
  z.object({
    type: z.literal('pace'),
    hz: telemetryHzSchema,
    because: z.enum(['asked', 'measuring']),
  }),
])
export type TelemetryMessage = z.infer<typeof telemetryMessageSchema>

// What the desk makes of it for whoever looks. Times are milliseconds since 1970 on the desk's own monotonic clock
// (`performance.timeOrigin + performance.now()`), so that boards share an axis; they hold to within the link's delay.

/** `off`: nobody looks. `slowed`: a point is measured there, so it is looked once a second. */
export type TelemetryState =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'live'; readonly hz: number }
  | { readonly kind: 'slowed'; readonly hz: number }
  /** The feed goes on by itself once the board is back, where the fault is one that passes. */
  | { readonly kind: 'lost'; readonly fault: Fault }

export interface TelemetryFeedView {
  readonly board: BoardId
  readonly state: TelemetryState
  /** Grows when what there is to see, or the board's clock, is another: what was kept before it is gone. */
  readonly epoch: number
  /** Null until the board has told. */
  readonly description: TelemetryDescription | null
}

/** Readings of one track; NaN where one failed. */
export interface TelemetryReadings {
  readonly atMs: Float64Array
  /** One for each series of the track. */
  readonly values: readonly Float32Array[]
}

export interface TelemetryBatch extends TelemetryReadings {
  readonly board: BoardId
  readonly epoch: number
  readonly track: number
}

export interface TelemetryProcesses {
  readonly board: BoardId
  readonly atMs: number
  readonly processes: readonly TelemetryProcess[]
  readonly count: number
}

/** A point of a sweep, from when its process was started; `endMs` null while it is under way. */
export interface TelemetryMark {
  readonly board: BoardId
  readonly run: RunId
  readonly point: number
  readonly repetition: number
  readonly startMs: number
  readonly endMs: number | null
}

/** How long readings are kept. */
export const telemetryKeptMs = 10 * 60_000

/**
 * What is kept of a board. A stretch without a reading, where a link was lost or nobody looked, is a gap: two moments
 * that lie more than `telemetryGapMs` apart. Batches that were under way when it was asked for may come after it: of a
 * track, only moments later than its last one are new.
 */
export interface TelemetryHistory {
  readonly view: TelemetryFeedView
  /** One for each track of the description. */
  readonly tracks: readonly TelemetryReadings[]
  readonly processes: TelemetryProcesses | null
  readonly marks: readonly TelemetryMark[]
}

/** Longer than the slowest pace and a busy board's pauses. */
export const telemetryGapMs = 2_500
