// Where the values of a model's inputs come from: made from a seed, one number, counted up, or a file of the user's.
// What a plan leaves out follows the conventions of exported transformers, so that masks mask nothing.

import { z } from 'zod'
import { sha256Schema } from './content.ts'
import type { ModelInfo } from './model.ts'

export const inputValuesSchema = z.discriminatedUnion('kind', [
  /** Seeded: integers from `low` to `high` inclusive (0 and 1 where not said), floats from `low` up to `high` (−1 and 1). */
  z
    .object({ kind: z.literal('random'), low: z.int().optional(), high: z.int().optional() })
    .refine(({ low, high }) => (low ?? high ?? 0) <= (high ?? low ?? 0), 'low is above high'),
  /** Every element is this number; booleans are 0 or 1. */
  z.object({ kind: z.literal('number'), value: z.number() }),
  /** 0, 1, 2, … along the last dimension, the same in every row: positions. */
  z.object({ kind: z.literal('counting') }),
  /**
   * A tensor that the user gave, kept as .npy by its content. Its first dimension holds samples where the model's is
   * the batch: a batch takes as many as it needs, beginning again at the end. Open dimensions take its sizes.
   */
  z.object({
    kind: z.literal('file'),
    sha256: sha256Schema,
    /** What people call it: the file's own name. Never a path. */
    name: z.string().min(1).max(200),
    /** ONNX element type in lower case. */
    type: z.string().max(40),
    dims: z.array(z.int().min(0)).max(32),
  }),
])
export type InputValues = z.infer<typeof inputValuesSchema>

/** By input name; an input that is not named follows `conventionFor`. */
export const plannedInputsSchema = z.record(z.string().max(500), inputValuesSchema)
export type PlannedInputs = z.infer<typeof plannedInputsSchema>

export type FileValues = Extract<InputValues, { kind: 'file' }>

/** Those of the inputs that take their values from a file. */
export function fileValues(inputs: PlannedInputs): readonly FileValues[] {
  return Object.values(inputs).filter((values) => values.kind === 'file')
}

/** How a picture becomes a tensor: resized, its values from 0 to 1, less `mean`, over `std`. One of each, or one a channel. */
export const pictureSettingsSchema = z.object({
  mean: z.array(z.number()).min(1).max(3),
  std: z.array(z.number().gt(0)).min(1).max(3),
  layout: z.enum(['nchw', 'nhwc']),
  channels: z.enum(['rgb', 'bgr', 'gray']),
  /** `cover` cuts what is beyond the model's sides off, `contain` fills with black, `stretch` changes the proportions. */
  fit: z.enum(['stretch', 'cover', 'contain']).default('stretch'),
})
export type PictureSettings = z.infer<typeof pictureSettingsSchema>

const conventions: readonly { readonly name: RegExp; readonly values: InputValues }[] = [
  { name: /attention_mask$/, values: { kind: 'number', value: 1 } },
  { name: /^(token_type|segment)_ids$/, values: { kind: 'number', value: 0 } },
  { name: /^position_ids$/, values: { kind: 'counting' } },
  { name: /^use_cache_branch$/, values: { kind: 'number', value: 0 } },
  { name: /^(sr|sample_rate|sampling_rate)$/, values: { kind: 'number', value: 16_000 } },
]

/** What an input gets where the plan says nothing: by its name as exporters write it, else random values. */
export function conventionFor(input: string): InputValues {
  return conventions.find(({ name }) => name.test(input))?.values ?? { kind: 'random' }
}

/** Where the values of `input` come from: what the plan says, else convention. */
export function valuesFor(input: string, planned: PlannedInputs): InputValues {
  return (Object.hasOwn(planned, input) ? planned[input] : undefined) ?? conventionFor(input)
}

/**
 * The first plan for a new model's inputs: what its name means by convention, else every row of a table that it picks
 * from. The rest is random, which a plan need not say.
 */
export function firstInputs({
  inputs,
  inputRanges,
}: Pick<ModelInfo, 'inputs' | 'inputRanges'>): PlannedInputs {
  const first = inputs.flatMap(({ name }): [string, InputValues][] => {
    const convention = conventionFor(name)
    const range = Object.hasOwn(inputRanges, name) ? inputRanges[name] : undefined
    if (convention.kind !== 'random') return [[name, convention]]
    return range === undefined ? [] : [[name, { kind: 'random', ...range }]]
  })
  return Object.fromEntries(first)
}
