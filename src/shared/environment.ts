// What went on around a measurement, on the same clock: frequencies, temperatures and the load of others, and whether
// that makes a measurement invalid.

import { z } from 'zod'

/**
 * `frequency` in kHz of a policy; `temperature` in millidegrees of a zone. Loads as a share of all online CPUs, 0 to 1:
 * `foreign-load` is what other programs took, time stolen from a virtual machine included and the agent's own processes
 * not; `instrument-load` is Benchtop's own besides the worker, `power-load` the part of it that reads power; `steal` the
 * stolen part alone. `throttle` counts events since boot, or holds flags.
 */
export const environmentKinds = [
  'frequency',
  'temperature',
  'foreign-load',
  'instrument-load',
  'power-load',
  'steal',
  'throttle',
] as const
export type EnvironmentKind = (typeof environmentKinds)[number]

const seriesShape = {
  kind: z.enum(environmentKinds),
  /** Of the policy, the zone or the source; empty for a load. */
  name: z.string().max(100),
}

/** How often the environment is looked at while a point is under way. */
export const environmentHz = 10

export const maxEnvironmentSamples = 1_000
export const maxEnvironmentSeries = 200

/** Samples of one stretch of time; null where a reading failed. */
export const environmentRecordSchema = z.object({
  /** Since the supervisor started, monotonic. */
  atNs: z.array(z.number().min(0)).max(maxEnvironmentSamples),
  series: z
    .array(
      z.object({
        ...seriesShape,
        values: z.array(z.number().nullable()).max(maxEnvironmentSamples),
      }),
    )
    .max(maxEnvironmentSeries),
})
export type EnvironmentRecord = z.infer<typeof environmentRecordSchema>

/** Over the measured window. */
export const environmentSummarySchema = z.object({
  samples: z.int().min(0),
  series: z
    .array(z.object({ ...seriesShape, least: z.number(), mean: z.number(), most: z.number() }))
    .max(maxEnvironmentSeries),
})
export type EnvironmentSummary = z.infer<typeof environmentSummarySchema>

/** Foreign load and instrument load above this share of all online CPUs make a point invalid. */
export const mostForeignLoad = 0.05

const source = z.string().max(100)
const share = z.number().min(0)
/** Between which a policy may run. */
const limits = z.object({ minKhz: z.int().min(0), maxKhz: z.int().min(0) })

/** Why a measurement does not count. */
export const invalidReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('foreign-load'), share }),
  z.object({ kind: z.literal('instrument-load'), share }),
  z.object({ kind: z.literal('throttled'), source }),
  z.object({
    kind: z.literal('governor-changed'),
    policy: source,
    from: z.string().max(300),
    to: z.string().max(300),
  }),
  z.object({ kind: z.literal('limits-changed'), policy: source, from: limits, to: limits }),
  /** What the board takes was measured where it flows into the battery too. */
  z.object({ kind: z.literal('battery-charging'), source }),
])
export type InvalidReason = z.infer<typeof invalidReasonSchema>

/** What speaks against measuring now, found before a run; each is for a person to mend or to accept. */
export const preflightFindingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('governor'), policy: source, governor: z.string().max(300) }),
  z.object({
    kind: z.literal('load'),
    share,
    /** The programs that take most, most first. */
    programs: z.array(z.object({ name: z.string().max(300), share })).max(5),
  }),
  z.object({ kind: z.literal('steal'), share }),
  z.object({ kind: z.literal('hot'), zone: source, milliC: z.number(), limitMilliC: z.number() }),
  z.object({ kind: z.literal('throttled'), source }),
  z.object({ kind: z.literal('swap'), usedBytes: z.int().min(0) }),
  z.object({ kind: z.literal('battery'), percent: z.number().nullable() }),
  /** Power could be read here, if this login might. */
  z.object({
    kind: z.literal('power-unread'),
    source,
    remedy: z.enum(['rapl', 'video-group']).nullable(),
  }),
])
export type PreflightFinding = z.infer<typeof preflightFindingSchema>
export const maxPreflightFindings = 200
