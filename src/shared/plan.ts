// A plan says what a run measures: models × batches × threads × engines. A point is one cell of it.

import { z } from 'zod'
import { sha256Schema } from './content.ts'
import { plannedInputsSchema } from './input.ts'

export const engineIds = ['onnxruntime-node'] as const
export type EngineId = (typeof engineIds)[number]

/** By name of the open dimension (see `openDimName`); the batch is none. 0 makes an empty tensor. */
export const openDimsSchema = z.record(z.string().max(400), z.int().min(0).max(1_000_000))

export const plannedModelSchema = z.object({
  sha256: sha256Schema,
  /** What people call it; never used as a path. */
  name: z.string().min(1).max(200),
  /** A number for each open dimension other than the batch (see `openDimName`). */
  dims: openDimsSchema.default({}),
  /** Where the values of its inputs come from. */
  inputs: plannedInputsSchema.default({}),
})
export type PlannedModel = z.infer<typeof plannedModelSchema>

/** What tells the models of a result apart: content and sizes. A sweep may hold one model at several sizes. */
export const modelKey = ({ sha256, dims }: Pick<PlannedModel, 'sha256' | 'dims'>): string =>
  JSON.stringify([sha256, Object.entries(dims).toSorted()])

/** Whether a model has to be named beside its figures. */
export const areSeveral = (models: readonly Pick<PlannedModel, 'sha256' | 'dims'>[]): boolean =>
  new Set(models.map(modelKey)).size > 1

/**
 * How long a point warms up and measures. Warm-up ends when two consecutive windows agree, or at its cap.
 * Measuring ends when `minSamples` and `minMs` are reached and the median is known to ±1 %, or at a cap.
 * `maxMs` is stretched for a slow model that has not reached `minSamples` by then (see `stretchedMaxMs`).
 */
export const limitsSchema = z.object({
  warmupMaxIterations: z.int().min(1).max(100_000),
  warmupMaxMs: z.int().min(1).max(3_600_000),
  minSamples: z.int().min(1).max(1_000_000),
  minMs: z.int().min(0).max(3_600_000),
  maxMs: z.int().min(1).max(3_600_000),
  maxSamples: z.int().min(1).max(5_000_000),
  /** A point that has not ended by then is killed: it hangs. */
  pointTimeoutMs: z
    .int()
    .min(1_000)
    .max(24 * 3_600_000),
})
export type Limits = z.infer<typeof limitsSchema>

const slowModelStretch = 4

/**
 * The time after which a point ends even without its least number of samples. A median of too few samples is
 * no result at all, so a slow model gets more time than a fast one, but not without bound.
 */
export function stretchedMaxMs(limits: Limits): number {
  return limits.maxMs * slowModelStretch
}

export const modes = ['quick', 'normal'] as const
export type Mode = (typeof modes)[number]

const warmup = { warmupMaxIterations: 300, warmupMaxMs: 10_000 }

/** The named limits: METRICS section 3 gives quick a cap of 3 s and normal one of 20 s. */
export const modeLimits: Readonly<Record<Mode, Limits>> = {
  quick: {
    ...warmup,
    warmupMaxMs: 3_000,
    minSamples: 11,
    minMs: 1_000,
    maxMs: 3_000,
    maxSamples: 1_000_000,
    pointTimeoutMs: 600_000,
  },
  normal: {
    ...warmup,
    minSamples: 64,
    minMs: 3_000,
    maxMs: 20_000,
    maxSamples: 2_000_000,
    pointTimeoutMs: 1_800_000,
  },
}

/** The mode whose limits these are; null where they are nobody's. */
export function modeOf(limits: Limits): Mode | null {
  const isSame = (mode: Mode) =>
    Object.entries(modeLimits[mode]).every(
      ([name, value]) => limits[name as keyof Limits] === value,
    )
  return modes.find(isSame) ?? null
}

const axis = (max: number) =>
  z
    .array(z.int().min(1).max(max))
    .min(1)
    .max(64)
    .refine((values) => new Set(values).size === values.length, 'a value stands twice')

/** What a plan's inputs are seeded with where nobody says otherwise: runs of one plan see the same values. */
export const defaultSeed = 1

export const planSchema = z.object({
  models: z.array(plannedModelSchema).min(1).max(64),
  batches: axis(65_536),
  threads: axis(1_024),
  engines: z.array(z.enum(engineIds)).min(1).default(['onnxruntime-node']),
  limits: limitsSchema,
  /** Seeds the input values, so that a run can be repeated exactly. */
  seed: z.int().min(0).max(0xffff_ffff),
})
export type Plan = z.infer<typeof planSchema>

export const scenarios = ['single-stream'] as const

/** One cell of a plan: everything that distinguishes it from its neighbours. */
export const pointSchema = z.object({
  /** Position in the plan; the point's identity within its run. */
  index: z.int().min(0).max(1_000_000),
  model: plannedModelSchema,
  engine: z.enum(engineIds),
  scenario: z.enum(scenarios),
  batch: z.int().min(1).max(65_536),
  threads: z.int().min(1).max(1_024),
})
export type Point = z.infer<typeof pointSchema>

/** Every point of a plan, in the order in which it is measured. */
export function pointsOf(plan: Plan): Point[] {
  const points: Point[] = []
  for (const model of plan.models)
    for (const engine of plan.engines)
      for (const threads of plan.threads)
        for (const batch of plan.batches)
          points.push({
            index: points.length,
            model,
            engine,
            scenario: 'single-stream',
            batch,
            threads,
          })
  return points
}

/** Milliseconds that one inference of a point will about take; null where nothing like it was measured. */
export type LatencyGuess = (point: Point) => number | null

const startMs = 2_000
/** Inferences that warm-up about takes until two windows agree. */
const warmupInferences = 60

/**
 * About how long a plan takes at the most. Start-up is taken as 2 s a point. Where the latency is known, warm-up takes
 * its inferences and a slow model its least number of samples; else warm-up is taken as half its cap.
 */
export function estimateMs(plan: Plan, guess: LatencyGuess = () => null): number {
  const { warmupMaxMs, minSamples, maxMs } = plan.limits
  const measuring = (latencyMs: number) =>
    Math.max(maxMs, Math.min(minSamples * latencyMs, stretchedMaxMs(plan.limits)))
  return pointsOf(plan)
    .map((point) => {
      const latencyMs = guess(point)
      if (latencyMs === null) return startMs + warmupMaxMs / 2 + maxMs
      return startMs + Math.min(warmupMaxMs, warmupInferences * latencyMs) + measuring(latencyMs)
    })
    .reduce((sum, ms) => sum + ms, 0)
}
