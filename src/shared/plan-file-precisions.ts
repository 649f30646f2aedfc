// How a plan file asks for a model at several precisions: by their names, or with the options of a recipe in place of a
// name. What an option does is said in `variant.ts`.

import { z } from 'zod'
import { sha256Schema } from './content.ts'
import { openDimsSchema } from './plan.ts'
import { maxPath, planFileInputSchema } from './plan-file-input.ts'
import { precisions } from './precision.ts'
import { recipeSchema, samplesSchema } from './variant.ts'

const nodes = z.array(z.string().min(1).max(500)).max(100_000)
const operators = z.array(z.string().min(1).max(200)).max(1_000)

const shared = {
  name: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'What results call it; else as the model.' }),
}
const kept = {
  keepNodes: nodes.optional().meta({
    description: 'Nodes that stay as they are, by name, or by their first output without one.',
  }),
  keepOperators: operators.optional().meta({ description: 'Operators that stay as they are.' }),
}
const perChannel = z
  .boolean()
  .optional()
  .meta({ description: 'A scale for each column of weights; else one for all of them.' })

const samplesInFileSchema = z.union(
  [
    samplesSchema.shape.count.meta({ description: 'So many, of the inputs of the model.' }),
    z.strictObject({
      count: samplesSchema.shape.count.optional(),
      seed: samplesSchema.shape.seed.optional(),
      dims: openDimsSchema.optional(),
      inputs: z.record(z.string().max(500), planFileInputSchema).optional(),
    }),
  ],
  { error: 'expected how many, or {count: …, inputs: …}' },
)
export type SamplesInFile = z.infer<typeof samplesInFileSchema>

const calibrationInFileSchema = z.union(
  [
    z.enum(['min-max', 'percentile', 'entropy']),
    z.strictObject({ percentile: z.number().min(90).max(100) }),
  ],
  { error: 'expected min-max, percentile, {percentile: 99.99} or entropy' },
)
export type CalibrationInFile = z.infer<typeof calibrationInFileSchema>

const reduceRange = z.boolean().optional().meta({
  description: 'Weights of 7 bits, for x64 without VNNI; true where nothing is said.',
})
const [fp32, fp16, int8Dynamic, int8Static, int4] = recipeSchema.options

const recipeInFileSchema = z.union(
  [
    z.strictObject({
      precision: z.enum(precisions),
      path: z.string().min(1).max(maxPath).meta({
        description: 'A file of your own at this precision; a relative path begins here.',
      }),
      sha256: sha256Schema.optional(),
      ...shared,
    }),
    z.strictObject({ precision: fp32.shape.precision, ...shared }),
    z.strictObject({ precision: fp16.shape.precision, ...shared, ...kept }),
    z.strictObject({
      precision: int8Dynamic.shape.precision,
      perChannel,
      reduceRange,
      ...shared,
      ...kept,
    }),
    z.strictObject({
      precision: int8Static.shape.precision,
      scheme: int8Static.shape.scheme.unwrap().optional().meta({
        description: 'Activations and weights: u8s8 is what x64 wants, s8s8 arm64.',
      }),
      perChannel,
      reduceRange,
      calibration: calibrationInFileSchema.optional(),
      samples: samplesInFileSchema.optional().meta({ description: 'What ranges are read from.' }),
      ...shared,
      ...kept,
    }),
    z.strictObject({
      precision: int4.shape.precision,
      blockSize: int4.shape.blockSize.unwrap().optional(),
      symmetric: z.boolean().optional(),
      ...shared,
      ...kept,
    }),
  ],
  { error: `expected one of ${precisions.join(', ')}, or {precision: …} with its options` },
)
export type RecipeInFile = z.infer<typeof recipeInFileSchema>

/** Of one model in a file. */
export const mostPrecisions = 32

export const precisionsInFileSchema = z
  .array(
    z.union([z.enum(precisions), recipeInFileSchema], {
      error: `expected one of ${precisions.join(', ')}, or {precision: …} with its options`,
    }),
  )
  .min(1)
  .max(mostPrecisions)
  .refine(
    (wanted) => new Set(wanted.map((one) => JSON.stringify(one))).size === wanted.length,
    'a precision stands twice',
  )
  .meta({
    id: 'precisions',
    title: 'Precisions',
    description:
      'The model at these: itself, where it computes so, else a variant that is made when the plan is opened.',
    examples: [['fp32', 'fp16', 'int8-dynamic']],
  })
export type PrecisionInFile = z.infer<typeof precisionsInFileSchema>[number]
