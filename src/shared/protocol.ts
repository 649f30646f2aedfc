// What passes between the desk and the agent on a board: one verb per process, NDJSON on its stdout.
// The first valid line is the greeting; whatever a chatty shell prints before it is discarded.

import { z } from 'zod'
import { boardFactsSchema, libraryFactsSchema } from './board.ts'
import { sha256Schema } from './content.ts'
import { maxPreflightFindings, preflightFindingSchema } from './environment.ts'
import { eventSchema, runIdSchema } from './event.ts'
import { faultSchema } from './fault.ts'
import { modelInfoSchema, zooIds } from './model.ts'
import { openDimsSchema, planSchema } from './plan.ts'
import { telemetryHzSchema, telemetryMessageSchema } from './telemetry.ts'
import { tuningVerbs } from './tuning-verbs.ts'
import { accuracySchema, madeSchema, recipeSchema, samplesSchema } from './variant.ts'

export const protocolVersion = 5
export const protocolMagic = 'benchtop-agent'

/** A line longer than this is refused. */
export const maxLineBytes = 1024 * 1024
/** How much noise before the greeting is discarded, in bytes and in time. */
export const maxNoiseBytes = 64 * 1024
export const maxNoiseMs = 15_000
/** How much of an agent's stderr is kept. */
export const maxLogBytes = 64 * 1024

/** Exit codes of the agent; any other means that it crashed. */
export const exitCodes = { ok: 0, badRequest: 2, fault: 3 } as const

export const wireMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('greeting'),
    magic: z.literal(protocolMagic),
    protocol: z.literal(protocolVersion),
  }),
  z.object({ kind: z.literal('reply'), value: z.unknown() }),
  z.object({ kind: z.literal('event'), event: eventSchema }),
  z.object({ kind: z.literal('telemetry'), telemetry: telemetryMessageSchema }),
  /** How far a verb is that takes a while. */
  z.object({
    kind: z.literal('progress'),
    doneBytes: z.int().min(0),
    totalBytes: z.int().min(0),
  }),
  z.object({ kind: z.literal('fault'), fault: faultSchema }),
])
export type WireMessage = z.infer<typeof wireMessageSchema>

export const runSummarySchema = z.object({
  run: runIdSchema,
  lastSeq: z.int().min(0),
  state: z.enum(['live', 'ended', 'lost']),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** Processes of Benchtop's own that run on the board too, as the window on this computer: roots of their trees. */
const instrumentPids = z.array(z.int().min(1)).max(16).default([])

export const startRequestSchema = z.object({
  run: runIdSchema,
  plan: planSchema,
  instrumentPids,
})
export type StartRequest = z.infer<typeof startRequestSchema>

const path = z.string().min(1).max(4096)

/**
 * The agent's verbs: what stands on stdin (one JSON document) and what the reply is.
 * `attach` replies with events instead; its reply comes last and says how the journal ended. `telemetry` replies with
 * what it sees, until the link ends.
 */
export const verbs = {
  ...tuningVerbs,
  hello: { request: z.object({}), reply: boardFactsSchema },
  start: {
    request: startRequestSchema,
    reply: z.object({ run: runIdSchema, started: z.boolean() }),
  },
  attach: {
    /** Events after `since` are sent, then new ones as they come, until the run has ended. */
    request: z.object({ run: runIdSchema, since: z.int().min(0) }),
    reply: z.object({ lastSeq: z.int().min(0) }),
  },
  cancel: {
    request: z.object({ run: runIdSchema }),
    reply: z.object({ state: z.enum(['asked', 'ended']) }),
  },
  runs: { request: z.object({}), reply: z.object({ runs: z.array(runSummarySchema) }) },
  clean: {
    request: z.object({
      /** Runs whose journal the desk holds up to `lastSeq`; only these, and only where that is their end, are removed. */
      runs: z.array(z.object({ run: runIdSchema, lastSeq: z.int().min(1) })).max(100_000),
      /** Models and inputs that a run of the desk is about to use. */
      keep: z.array(sha256Schema).max(10_000),
      /** What came here later may be for a run that another desk is about to start: it stays. */
      leastAgeMs: z.int().min(0),
    }),
    reply: z.object({
      freedBytes: z.int().min(0),
      runs: z.int().min(0),
      /** Models and inputs. */
      contents: z.int().min(0),
    }),
  },
  telemetry: { request: z.object({ hz: telemetryHzSchema }), reply: z.object({}) },
  /** What speaks against measuring now. */
  preflight: {
    request: z.object({ instrumentPids }),
    reply: z.object({ findings: z.array(preflightFindingSchema).max(maxPreflightFindings) }),
  },
  /** Loads a libonnxruntime of the board's own, in a process that may crash by it. */
  'library-inspect': { request: z.object({ path }), reply: libraryFactsSchema },
  'model-inspect': {
    /** `dims`: numbers for open dimensions, where the multiply-adds are to be counted at them. */
    request: z.object({ path, dims: openDimsSchema.default({}) }),
    reply: modelInfoSchema,
  },
  'model-build': {
    request: z.object({ zoo: z.enum(zooIds), path }),
    reply: z.object({ sha256: sha256Schema, bytes: z.int().min(0) }),
  },
  /** Makes a variant of the model at `path` into `target`. Tensors of the user's lie in the agent's home. */
  'variant-make': {
    request: z.object({ path, target: path, recipe: recipeSchema }),
    reply: madeSchema,
  },
  /** How near a variant stays to its original; `layers`: the values between their nodes too. */
  'variant-compare': {
    request: z.object({
      original: path,
      variant: path,
      samples: samplesSchema,
      layers: z.boolean().default(false),
    }),
    reply: accuracySchema,
  },
} as const
export type Verb = keyof typeof verbs
export type VerbRequest<V extends Verb> = z.input<(typeof verbs)[V]['request']>
export type VerbReply<V extends Verb> = z.infer<(typeof verbs)[V]['reply']>
