// A plan says what a run measures: models × scenarios × clocks × settings × engines × threads × batches, each so many
// times over. A point is one cell of it, a repetition one process that measures it.

import { z } from 'zod'
import { sha256Schema } from './content.ts'
import { plannedInputsSchema } from './input.ts'
import { limitsSchema } from './limits.ts'
import { precisions } from './precision.ts'
import {
  defaultSettings,
  sessionAxesSchema,
  sessionSettingsSchema,
  settingsOf,
} from './session-settings.ts'
import { toldApart } from './told-apart.ts'

/**
 * `ort-c`: ONNX Runtime's C interface with inputs and outputs bound, as a native program calls it.
 * `onnxruntime-node`: what a Node application pays.
 */
export const engineIds = ['ort-c', 'onnxruntime-node'] as const
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
  /** What it computes in, where that is known. */
  precision: z.enum(precisions).optional(),
  /** The model that it is a variant of, where it is one. */
  original: sha256Schema.optional(),
  /** What people call that one. */
  originalName: z.string().min(1).max(200).optional(),
})
export type PlannedModel = z.infer<typeof plannedModelSchema>

/** What tells the models of a result apart: content and sizes. A sweep may hold one model at several sizes. */
export const modelKey = ({ sha256, dims }: Pick<PlannedModel, 'sha256' | 'dims'>): string =>
  JSON.stringify([sha256, Object.entries(dims).toSorted()])

/** Whether a model has to be named beside its figures. */
export const areSeveral = (models: readonly Pick<PlannedModel, 'sha256' | 'dims'>[]): boolean =>
  new Set(models.map(modelKey)).size > 1

const axisOf = <T extends z.ZodType>(value: T) =>
  z
    .array(value)
    .min(1)
    .max(64)
    .refine((values) => new Set(values).size === values.length, 'a value stands twice')
const axis = (max: number) => axisOf(z.int().min(1).max(max))

/** What a plan's inputs are seeded with where nobody says otherwise: runs of one plan see the same values. */
export const defaultSeed = 1

/** The loads of MLPerf's LoadGen, and the cells of a plan that they make. */
export const scenarios = ['single-stream', 'multi-stream', 'offline', 'server'] as const
export type Scenario = (typeof scenarios)[number]

/** Samples in one query of multi-stream [LoadGen]. */
export const multiStreamSamples = 8

const governorSchema = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)
const khzSchema = z.int().min(1).max(100_000_000)

/** How the processor is clocked for a point; null leaves it as the board has it. */
export const clockSchema = z.object({
  /** Of every frequency policy. */
  governor: governorSchema.nullable(),
  /** Each policy is held at the highest step of its own that is not above this. */
  khz: khzSchema.nullable(),
})
export type Clock = z.infer<typeof clockSchema>
export const clockAsFound: Clock = { governor: null, khz: null }

/** What happens between two measurements, so that one does not heat the next. */
export const coolDownSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('time'), ms: z.int().min(1).max(3_600_000) }),
  /** Until the hottest zone that is watched is below, or the time is up. */
  z.object({
    kind: z.literal('temperature'),
    belowMilliC: z.int().min(1_000).max(150_000),
    maxMs: z.int().min(1).max(3_600_000),
  }),
])
export type CoolDown = z.infer<typeof coolDownSchema>

/** The p99 latency in the server scenario where nobody says otherwise. */
export const defaultBoundMs = 100

/** Each precision of a model is one. */
export const mostModels = 64

/** More cells than this are a mistake: they would take days. */
export const maxPoints = 10_000

const wholePlanSchema = z.object({
  models: z.array(plannedModelSchema).min(1).max(mostModels),
  scenarios: axisOf(z.enum(scenarios)).default(['single-stream']),
  governors: axisOf(governorSchema.nullable()).default([null]),
  frequenciesKhz: axisOf(khzSchema.nullable()).default([null]),
  settings: sessionAxesSchema.prefault({}),
  batches: axis(65_536),
  threads: axis(1_024),
  engines: axisOf(z.enum(engineIds)).default(['ort-c']),
  /** How many processes measure each point, one after another, interleaved with the other points'. */
  repetitions: z.int().min(1).max(100).default(1),
  /**
   * Batches are a ladder: taken in order, each only where the one before was measured, until memory is used up, the
   * bound is passed, or throughput fell by more than 5 % twice. Null: every batch is measured.
   */
  ladder: z.object({ latencyBoundMs: z.number().positive().nullable() }).nullable().default(null),
  /** The latency at p99 that a rate has to hold in the server scenario. */
  server: z
    .object({ boundMs: z.number().positive().max(600_000) })
    .default({ boundMs: defaultBoundMs }),
  coolDown: coolDownSchema.default({ kind: 'none' }),
  limits: limitsSchema,
  /** Seeds the input values, the order of the points and the arrivals, so that a run can be repeated exactly. */
  seed: z.int().min(0).max(0xffff_ffff),
})
export type Plan = z.infer<typeof wholePlanSchema>

type Lists = Readonly<
  Record<
    'models' | 'scenarios' | 'governors' | 'frequenciesKhz' | 'engines' | 'threads' | 'batches',
    { readonly length: number }
  >
>

/** The cells of a plan, or of one that is not whole yet. */
export function pointCount(plan: Lists & { readonly settings: Plan['settings'] }): number {
  const { models, scenarios, governors, frequenciesKhz, settings, engines, threads, batches } = plan
  const axes = [
    models,
    scenarios,
    governors,
    frequenciesKhz,
    engines,
    threads,
    batches,
    ...Object.values(settings),
  ]
  return axes.reduce((product, { length }) => product * length, 1)
}

export const planSchema = wholePlanSchema.refine((plan) => pointCount(plan) <= maxPoints, {
  error: `a plan has at most ${maxPoints} points`,
})

const pointModelSchema = plannedModelSchema.extend({
  /** Where the plan has several of one network at this precision: what tells it from those (see `toldApart`). */
  variantName: z.string().max(300).optional(),
})
export type PointModel = z.infer<typeof pointModelSchema>

/** One cell of a plan: everything that distinguishes it from its neighbours. */
export const pointSchema = z.object({
  /** Position in the plan; the point's identity within its run. */
  index: z.int().min(0).max(1_000_000),
  model: pointModelSchema,
  engine: z.enum(engineIds),
  scenario: z.enum(scenarios),
  clock: clockSchema.default(clockAsFound),
  settings: sessionSettingsSchema.default({ ...defaultSettings }),
  batch: z.int().min(1).max(65_536),
  threads: z.int().min(1).max(1_024),
})
export type Point = z.infer<typeof pointSchema>

/** Every combination of a plan's governors and frequencies. */
export function clocksOf({
  governors,
  frequenciesKhz,
}: Pick<Plan, 'governors' | 'frequenciesKhz'>): readonly Clock[] {
  return governors.flatMap((governor) => frequenciesKhz.map((khz) => ({ governor, khz })))
}

/** Every point of a plan, in the order of the plan; they are measured in that of `measuringOrder`. */
export function pointsOf(plan: Plan): Point[] {
  const points: Point[] = []
  for (const model of toldApart(plan.models))
    for (const scenario of plan.scenarios)
      for (const clock of clocksOf(plan))
        for (const settings of settingsOf(plan.settings))
          for (const engine of plan.engines)
            for (const threads of plan.threads)
              for (const batch of plan.batches)
                points.push({
                  index: points.length,
                  model,
                  engine,
                  scenario,
                  clock,
                  settings,
                  batch,
                  threads,
                })
  return points
}

/** Whether a run of it changes the board's clocks. */
export const tunesClocks = (plan: Pick<Plan, 'governors' | 'frequenciesKhz'>): boolean =>
  clocksOf(plan).some(({ governor, khz }) => governor !== null || khz !== null)
