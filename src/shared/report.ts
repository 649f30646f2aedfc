// A report: runs that have been measured, how they compare, and all that another engineer needs to judge or repeat
// them, in one document. It may be sent to anybody: no host, address, user, path, key or boot id is in it.

import { z } from 'zod'
import { accuracyVerdicts, saysNothingReasons } from './accuracy.ts'
import { axisNames } from './axes.ts'
import { boardFactsSchema } from './board.ts'
import { invalidTreatments } from './compared-point.ts'
import { sha256Schema } from './content.ts'
import {
  environmentSummarySchema,
  invalidReasonSchema,
  preflightFindingSchema,
} from './environment.ts'
import { repetitionSchema, runIdSchema, skipReasonSchema } from './event.ts'
import { faultSchema } from './fault.ts'
import { intervalSchema, measurementSchema } from './measurement.ts'
import {
  clockSchema,
  engineIds,
  plannedModelSchema,
  planSchema,
  pointSchema,
  scenarios,
} from './plan.ts'
import { pooledEnergySchema } from './pooled-energy.ts'
import {
  energySchema,
  idleSchema,
  maxPowerSources,
  powerMethods,
  powerSourceSchema,
} from './power.ts'
import { precisions } from './precision.ts'
import { ratioBases, ratioVerdicts } from './ratio.ts'
import { mismatchTerms, referenceMetrics, referenceSchema } from './reference.ts'
import { differenceKinds } from './run-difference.ts'
import { sessionSettingsSchema } from './session-settings.ts'
import { madeChangeSchema, tuningStatusSchema } from './tuning.ts'
import { recipeSchema } from './variant.ts'

const ratioSchema = z.object({
  value: z.number(),
  interval: intervalSchema.nullable(),
  verdict: z.enum(ratioVerdicts),
  basis: z.enum(ratioBases).nullable(),
  p: z.number().nullable(),
})

const { coverage, source } = energySchema.shape

const comparedPointSchema = z.object({
  point: pointSchema,
  invocations: z.int(),
  invalid: z.array(invalidReasonSchema).readonly(),
  medianNs: z.number().nullable(),
  medianIntervalNs: intervalSchema.nullable(),
  samplesPerSecond: z.number().nullable(),
  samplesPerSecondInterval: intervalSchema.nullable(),
  peakBytes: z.number(),
  latencyRatio: ratioSchema.nullable(),
  throughputRatio: ratioSchema.nullable(),
  memoryRatio: ratioSchema.nullable(),
  /** Null: not measured. */
  energy: pooledEnergySchema.nullable().default(null),
  /** By every source. */
  energies: z.array(pooledEnergySchema).readonly().default([]),
  energyRatio: ratioSchema.nullable().default(null),
  energyMismatches: z
    .array(
      z.discriminatedUnion('term', [
        z.object({
          term: z.literal('method'),
          own: z.enum(powerMethods),
          base: z.enum(powerMethods),
        }),
        z.object({ term: z.literal('coverage'), own: coverage, base: coverage }),
        z.object({ term: z.literal('source'), own: source, base: source }),
      ]),
    )
    .readonly()
    .default([]),
  energyBase: pooledEnergySchema.nullable().default(null),
})

/** See `Comparison`; its sides are the runs of the document, or the parts of them by `by` (see `sidesOf`). */
const comparisonSchema = z.object({
  by: z.enum(axisNames).nullable(),
  /** The id of a side. */
  baseline: z.string(),
  threads: z.enum(['same', 'best']),
  invalid: z.enum(invalidTreatments),
  rows: z
    .array(
      z.object({
        key: z.string(),
        model: plannedModelSchema.nullable(),
        precision: z.enum(precisions).nullable().default(null),
        variantName: z.string().max(300).nullable().default(null),
        engine: z.enum(engineIds).nullable(),
        scenario: z.enum(scenarios).nullable(),
        clock: clockSchema.nullable().default(null),
        settings: sessionSettingsSchema.partial(),
        batch: z.int().nullable(),
        threads: z.int().nullable(),
        cells: z.array(comparedPointSchema.nullable()).readonly(),
      }),
    )
    .readonly(),
  unmatched: z.array(z.int()).readonly(),
  leftOut: z.int(),
  differences: z
    .array(
      z.object({
        what: z.enum(differenceKinds),
        values: z.array(z.string().nullable()).readonly(),
      }),
    )
    .readonly(),
})

const histogramSchema = z.object({
  startNs: z.number(),
  binWidthNs: z.number(),
  counts: z.array(z.int()).readonly(),
  beyondCount: z.int(),
})

const unmeasuredSchemas = [
  z.object({ kind: z.literal('does-not-fit'), fault: faultSchema }),
  z.object({ kind: z.literal('failed'), fault: faultSchema }),
  z.object({ kind: z.literal('skipped'), reason: skipReasonSchema }),
  z.object({ kind: z.literal('cancelled') }),
] as const

/** Of all repetitions of a point together (see `pooled`). */
const reportOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    measurement: measurementSchema,
    /** Why it does not count; empty: it does. */
    invalid: z.array(invalidReasonSchema).readonly(),
    /** Of the repetitions that its figures are of, by source, that which stands for the point first; empty: not measured. */
    energy: z.array(pooledEnergySchema).readonly().default([]),
    /** Of the repetitions that its figures are of. */
    histogram: histogramSchema,
  }),
  ...unmeasuredSchemas,
  z.object({ kind: z.literal('not-measured') }),
])

/** One process that measured a point. */
const reportRepetitionSchema = z.object({
  /** 0, 1, 2, …; they stand in the order in which they were measured. */
  repetition: repetitionSchema,
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('measured'),
      measurement: measurementSchema,
      /** Every latency in nanoseconds, in the order in which they were taken; only where samples were asked for. */
      samplesNs: z.array(z.number()).readonly().optional(),
    }),
    ...unmeasuredSchemas,
  ]),
  /** Why it does not count; empty: it does. */
  invalid: z.array(invalidReasonSchema).readonly(),
  /** Over its measured window; null where nothing was seen. */
  environment: environmentSummarySchema.nullable(),
  /** By source; empty: not measured. */
  energy: z.array(energySchema).max(maxPowerSources).readonly().default([]),
  durationNs: z.number(),
})
export type ReportRepetition = z.infer<typeof reportRepetitionSchema>

const reportRunSchema = z.object({
  id: runIdSchema,
  /** As the user called it. */
  board: z.string(),
  thisComputer: z.boolean(),
  /** The user's own words on the run, as they stand in the history; empty where there are none. */
  note: z.string(),
  createdMs: z.number(),
  startedMs: z.number().nullable(),
  lastHeardMs: z.number().nullable(),
  status: z.enum(['preparing', 'running', 'completed', 'cancelled', 'failed', 'lost']),
  fault: faultSchema.nullable(),
  plan: planSchema,
  /** The plan as a file that `benchtop run` takes. */
  planFile: z.string(),
  facts: boardFactsSchema.omit({ hostname: true, bootId: true }).nullable(),
  /** What spoke against measuring as it began, and was accepted; null: not looked. Programs have no names here. */
  preflight: z.array(preflightFindingSchema).readonly().nullable(),
  /** What was set of the board's clocks, block by block, in the order of measuring. */
  clocks: z
    .array(
      z.object({
        clock: clockSchema,
        settledMs: z.number(),
        changes: z.array(madeChangeSchema).readonly(),
      }),
    )
    .readonly()
    .default([]),
  /** Whether the board was given back what it had; null where nothing was set, or nothing was heard of it. */
  givenBack: tuningStatusSchema.nullable().default(null),
  /** Where power was read, and what the board took at rest, clock by clock. */
  powerSources: z.array(powerSourceSchema).readonly().default([]),
  idles: z.array(idleSchema).readonly().default([]),
  points: z
    .array(
      z.object({
        point: pointSchema,
        outcome: reportOutcomeSchema,
        repetitions: z.array(reportRepetitionSchema).readonly(),
      }),
    )
    .readonly(),
})
export type ReportRun = z.infer<typeof reportRunSchema>

/** How near a variant stays to its original. */
const reportAccuracySchema = z.object({
  /** Of its outputs, over all samples; null where it can not be said. */
  leastCosine: z.number().nullable(),
  /** Of the original's outputs for different samples; where it is as high, `leastCosine` says nothing. */
  floorCosine: z.number().nullable(),
  thresholdCosine: z.number(),
  verdict: z.enum(accuracyVerdicts),
  samples: z.int(),
  seed: z.int().nullable().default(null),
  /** What the files that the values are from are called. */
  files: z.array(z.string()).readonly().default([]),
  /** The variant's ranges were set on the same samples. */
  calibrated: z.boolean().default(false),
  /** The same of x64 without VNNI, which overflows, where `leastCosine` is of processors that do not. */
  overflowCosine: z.number().nullable().default(null),
  /** Why the figure says nothing, where it does not. */
  saysNothing: z.enum(saysNothingReasons).nullable().default(null),
  /** The values were made up: they say little of the accuracy of a task. */
  madeUp: z.boolean(),
})

/** What is known of a measured model; null where it is not in the store any more. */
const reportModelSchema = z.object({
  sha256: sha256Schema,
  name: z.string(),
  known: z
    .object({
      architecture: z.string().nullable(),
      /** Built by Benchtop: the architecture is real, the weights are random. */
      randomWeights: z.boolean(),
      precision: z.string(),
      /** The model that it is a variant of. */
      original: sha256Schema.nullable().default(null),
      /** How it was made of that; null for a file of the user's own. */
      recipe: recipeSchema.nullable().default(null),
      accuracy: reportAccuracySchema.nullable().default(null),
      bytes: z.number(),
      opset: z.int(),
      parameterCount: z.number(),
      multiplyAdds: z.number().nullable(),
    })
    .nullable(),
})
export type ReportModel = z.infer<typeof reportModelSchema>

/** The references that are drawn beside one model's results in one metric, each with what it differs in. */
const drawnReferencesSchema = z.object({
  model: sha256Schema,
  metric: z.enum(referenceMetrics),
  lines: z
    .array(
      z.object({
        reference: referenceSchema,
        label: z.string(),
        labels: z.array(z.string()).readonly(),
        mismatches: z
          .array(
            z.object({ term: z.enum(mismatchTerms), reference: z.string(), result: z.string() }),
          )
          .readonly(),
      }),
    )
    .readonly(),
})

export const reportSchema = z.object({
  format: z.literal('benchtop-report'),
  /** 1 knew one process a point and one scenario. */
  version: z.literal(2),
  benchtop: z.string(),
  createdMs: z.number(),
  runs: z.array(reportRunSchema).min(1).readonly(),
  models: z.array(reportModelSchema).readonly(),
  /** Null where there is nothing to compare. */
  comparison: comparisonSchema.nullable(),
  references: z.array(drawnReferencesSchema).readonly(),
  /** How the figures come about, in formulas: see docs/measuring.md. */
  methods: z.record(z.string(), z.string()),
})
export type ReportDocument = z.infer<typeof reportSchema>

export const reportFormats = ['html', 'json', 'csv'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** Runs in one report: more can not be told apart on a chart. */
export const mostReportedRuns = 12
