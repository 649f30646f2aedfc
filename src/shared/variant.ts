// Variants of a model: the same network at another precision, made from it by a recipe, byte for byte the same each time,
// and how near its outputs stay to those of the original.

import { z } from 'zod'
import { sha256Schema } from './content.ts'
import { plannedInputsSchema } from './input.ts'
import { openDimsSchema } from './plan.ts'
import { type Precision, precisions } from './precision.ts'

/** Nodes that stay as they are: by name (a node without one goes by its first output), or all of an operator. */
const kept = {
  keepNodes: z.array(z.string().min(1).max(500)).max(100_000).default([]),
  keepOperators: z.array(z.string().min(1).max(200)).max(1_000).default([]),
}

/**
 * What a model is fed with when its values are looked at. Each sample is one inference at batch 1, or at the model's
 * own batch where that is fixed: of a tensor of the user's the next rows, beginning again at the end; what is random is
 * seeded with `seed` + the sample's place.
 */
export const samplesSchema = z.object({
  dims: openDimsSchema.default({}),
  inputs: plannedInputsSchema.default({}),
  count: z.int().min(1).max(1_024),
  seed: z.int().min(0).max(0xffff_0000),
})
export type Samples = z.infer<typeof samplesSchema>

/** How the range of a value is told from what was seen of it. */
export const calibrationMethodSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('min-max') }),
  /** So many percent of the values are within; the rest is clipped. */
  z.object({ kind: z.literal('percentile'), percent: z.number().min(90).max(100).default(99.999) }),
  /** The range whose 8-bit histogram is nearest to the one that was seen (least Kullback–Leibler divergence). */
  z.object({ kind: z.literal('entropy') }),
])
export type CalibrationMethod = z.infer<typeof calibrationMethodSchema>

export const recipeSchema = z.discriminatedUnion('precision', [
  /** Of a model that is quantized: its weights and activations in fp32 again. */
  z.object({ precision: z.literal('fp32') }),
  /** Weights and activations; inputs and outputs keep their type. */
  z.object({ precision: z.literal('fp16'), ...kept }),
  /** Ranges of activations are found anew at each inference. */
  z.object({
    precision: z.literal('int8-dynamic'),
    /** A scale for each column of weights, else one for all of them. */
    perChannel: z.boolean().default(true),
    /** As in int8-static. */
    reduceRange: z.boolean().default(true),
    ...kept,
  }),
  /** Ranges of activations are those seen while calibrating. */
  z.object({
    precision: z.literal('int8-static'),
    /** Activations and weights: `u8s8` is what x64 wants, `s8s8` arm64 and most accelerators. */
    scheme: z.enum(['u8s8', 's8s8']).default('u8s8'),
    perChannel: z.boolean().default(true),
    /**
     * Weights of 7 bits: on x64 without VNNI the sum of two products of u8 and s8 overflows 16 bits, and a variant is to
     * say the same on every board. Activations of s8 are no way out: there the runtime makes u8 of them first.
     */
    reduceRange: z.boolean().default(true),
    calibration: calibrationMethodSchema.prefault({ kind: 'min-max' }),
    samples: samplesSchema,
    ...kept,
  }),
  /** Weights of matrix products, in blocks along their rows. */
  z.object({
    precision: z.literal('int4'),
    blockSize: z.union([z.literal(16), z.literal(32), z.literal(64), z.literal(128)]).default(32),
    /** Blocks without a zero point of their own. */
    symmetric: z.boolean().default(true),
    ...kept,
  }),
])
export type Recipe = z.infer<typeof recipeSchema>
export type RecipeOf<P extends Precision> = Extract<Recipe, { precision: P }>

/** Why a node that could have been converted was not. */
export const keptReasons = [
  /** The recipe says so. */
  'recipe',
  /** No kernel, or no standard operator, computes it at this precision. */
  'operator',
  /** Its weights are not constant. */
  'not-constant',
  /** Its weights or sizes do not fit the scheme. */
  'shape',
  /** Calibration saw no values of it. */
  'not-seen',
  /** It computes what the precision does not hold: positions, weights put together at loading, a last probability. */
  'exact',
  /** What it computes with is no number, or so far apart that in steps of 8 bits the smaller would be lost. */
  'range',
] as const
export type KeptReason = (typeof keptReasons)[number]

const count = z.int().min(0)

/** What making a variant did. */
export const madeSchema = z.object({
  sha256: sha256Schema,
  bytes: count,
  /** Operator → how many of its nodes compute at the new precision. */
  converted: z.record(z.string().max(200), count),
  /** The first of those that do not, and why. */
  kept: z
    .array(
      z.object({
        node: z.string().max(500),
        operator: z.string().max(200),
        reason: z.enum(keptReasons),
      }),
    )
    .max(1_000),
  keptCount: count,
  /** Operator → how many nodes were put in: casts, quantizers, dequantizers. */
  inserted: z.record(z.string().max(200), count),
  /** Weights beyond the precision's range that were brought to its edge. */
  clampedValues: count,
  /** Weights too small for the precision that were brought to its least number, or to zero. */
  lostValues: count,
})
export type Made = z.infer<typeof madeSchema>

const figure = z.number().nullable()

/**
 * How near a tensor of the variant is to the original's, over all samples and over the elements that are a number in the
 * original. Null where it can not be said: the variant's are not all numbers, or its sizes are others.
 */
const closeness = {
  /** Of the two as vectors. Null also where one of them is all zeros. */
  cosine: figure,
  /** Power of the original's values over that of the difference, in dB; null where there is no difference. */
  sqnrDb: figure,
  maxAbsError: figure,
  /** Elements that are a number in the original and none in the variant. */
  notFinite: count,
}

export const outputAccuracySchema = z.object({
  output: z.string().max(500),
  ...closeness,
  /** Share of rows along the last dimension whose largest element is the same; null for one of a single element. */
  top1Agreement: figure,
  /**
   * The same cosine of the original's outputs with its own for another sample, the one before: where it is as high as
   * `cosine`, the network hardly depends on its input, and `cosine` says nothing. Null where no two samples differ.
   */
  floorCosine: figure,
  /** The variant's has other sizes than the original's, so that no element has one to be compared with. */
  hasOtherSizes: z.boolean().optional(),
})
export type OutputAccuracy = z.infer<typeof outputAccuracySchema>

export const layerAccuracySchema = z.object({
  /** As in `keepNodes`. */
  node: z.string().max(500),
  operator: z.string().max(200),
  tensor: z.string().max(500),
  ...closeness,
})
export type LayerAccuracy = z.infer<typeof layerAccuracySchema>

export const accuracySchema = z.object({
  samples: samplesSchema,
  outputs: z.array(outputAccuracySchema).min(1).max(1_000),
  /**
   * Where `outputs` are what processors make of it whose sums do not overflow 16 bits, and the one that compared is none of
   * these: the least cosine of its own outputs.
   */
  overflowCosine: figure.optional(),
  /**
   * In the order of the graph; empty where they were not asked for. Of more than a reply carries, those that are least
   * near.
   */
  layers: z.array(layerAccuracySchema).max(20_000),
})
export type Accuracy = z.infer<typeof accuracySchema>

/** Where a variant comes from. `recipe` and `made` are null for a file of the user's own. */
export const variantSchema = z.object({
  /** The model that it is a variant of. */
  original: sha256Schema,
  precision: z.enum(precisions),
  recipe: recipeSchema.nullable(),
  made: madeSchema.nullable(),
  accuracy: accuracySchema.nullable(),
  /** The least cosine of an output at which it still passes. */
  thresholdCosine: z.number().min(0).max(1),
  /** Other recipes that give the same bytes, by their keys (see `variantKey`). */
  alsoMadeBy: z.array(sha256Schema).max(256).optional(),
  /** What its recipe gave before, where a newer Benchtop makes other bytes: plans may name it so. */
  formerly: z.array(sha256Schema).max(256).optional(),
})
export type Variant = z.infer<typeof variantSchema>
