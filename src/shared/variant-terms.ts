// What is taken where nobody says otherwise of a variant: its recipe, the samples that it is looked at with and how near
// it has to stay.

import { canonicalSamples } from './canonical-recipe.ts'
import { fileValues } from './input.ts'
import { int8Scheme, type Processor } from './int8-scheme.ts'
import type { ModelRecord } from './ipc.ts'
import { defaultSeed } from './plan.ts'
import type { Precision } from './precision.ts'
import { type Recipe, recipeSchema, type Samples, type Variant } from './variant.ts'

/**
 * The least cosine of an output. fp16 has 11 bits, which round a tensor by less than 0.001 of its size: whoever is
 * further away overflowed somewhere. int8 rounds to a 256th of the range and loses some tenths of a percent a layer,
 * which real networks hold at 0.98 and better; int4 rounds weights to a 16th. fp32 of a quantized model differs by what
 * the quantized one itself rounded.
 */
export const defaultThresholds: Readonly<Record<Precision, number>> = {
  fp32: 0.98,
  fp16: 0.999,
  'int8-dynamic': 0.98,
  'int8-static': 0.98,
  int4: 0.95,
}

/** How many samples are taken where nobody says how many. */
export const usualSampleCount = 8

/** A model's own sizes and inputs as they were chosen last, so many times over; what is random is seeded. */
export function usualSamples(
  { dims, inputs }: Pick<ModelRecord, 'dims' | 'inputs'>,
  count = usualSampleCount,
): Samples {
  return { dims: { ...dims }, inputs: { ...inputs }, count, seed: defaultSeed }
}

/** What a variant is compared on where nobody says: the user's own that it was calibrated on, else the usual ones. */
export function comparedSamples(
  { recipe }: Pick<Variant, 'recipe'>,
  original: Pick<ModelRecord, 'dims' | 'inputs'>,
): Samples {
  return recipe !== null && 'samples' in recipe && !areMadeUp(recipe.samples)
    ? recipe.samples
    : usualSamples(original)
}

/**
 * The recipe that a precision alone stands for: for the processor of a board where that is known, else one that is right on
 * every board.
 */
export function usualRecipe(
  precision: Precision,
  model: Pick<ModelRecord, 'dims' | 'inputs'>,
  processor: Processor | null = null,
): Recipe {
  return recipeSchema.parse(
    precision === 'int8-static'
      ? { precision, ...int8Scheme(processor), samples: usualSamples(model) }
      : { precision },
  )
}

/** None of the values is the user's: they say little of the accuracy of a task. */
export const areMadeUp = ({ inputs }: Samples): boolean => fileValues(inputs).length === 0

/** Such a model has to be brought back to fp32 before it can be had at another precision. */
export const isNarrow = (precision: Precision | null): boolean =>
  precision !== null && precision !== 'fp32'

/** Whether a variant was compared on samples that its ranges were set on: it was fitted to these. */
export function areCalibrated({ recipe, accuracy }: Pick<Variant, 'recipe' | 'accuracy'>): boolean {
  if (recipe === null || !('samples' in recipe) || accuracy === null) return false
  const [one, other] = [accuracy.samples, recipe.samples]
  const values = ({ dims, inputs }: Samples) =>
    canonicalSamples({ dims, inputs, count: 1, seed: 0 })
  // Of a tensor of the user's every set begins with the first rows; each made-up sample has a seed of its own.
  const areAlike = one.seed < other.seed + other.count && other.seed < one.seed + one.count
  return values(one) === values(other) && (areAlike || !areMadeUp(one))
}

/** What a variant was calibrated and compared with. */
export function samplesOf({ recipe, accuracy }: Variant): readonly Samples[] {
  const calibrated = recipe !== null && 'samples' in recipe ? [recipe.samples] : []
  return accuracy === null ? calibrated : [...calibrated, accuracy.samples]
}
