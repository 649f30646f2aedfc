// What is taken where nobody says otherwise of a variant: its recipe, the samples that it is looked at with and how near
// it has to stay; and whether it does.

import { fileValues } from './input.ts'
import type { ModelRecord } from './ipc.ts'
import { defaultSeed } from './plan.ts'
import type { Precision } from './precision.ts'
import { type Accuracy, type Recipe, recipeSchema, type Samples, type Variant } from './variant.ts'

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

/** The recipe that a precision alone stands for. */
export function usualRecipe(
  precision: Precision,
  model: Pick<ModelRecord, 'dims' | 'inputs'>,
): Recipe {
  return recipeSchema.parse(
    precision === 'int8-static' ? { precision, samples: usualSamples(model) } : { precision },
  )
}

/** None of the values is the user's: they say little of the accuracy of a task. */
export const areMadeUp = ({ inputs }: Samples): boolean => fileValues(inputs).length === 0

/** Such a model has to be brought back to fp32 before it can be had at another precision. */
export const isQuantized = (precision: Precision | null): boolean =>
  precision?.startsWith('int') === true

/** What a variant was calibrated and compared with. */
export function samplesOf({ recipe, accuracy }: Variant): readonly Samples[] {
  const calibrated = recipe !== null && 'samples' in recipe ? [recipe.samples] : []
  return accuracy === null ? calibrated : [...calibrated, accuracy.samples]
}

/** Null where an output has none: it, or the original's, is all zeros or holds what is no number. */
export function leastCosine({ outputs }: Accuracy): number | null {
  const cosines = outputs.map(({ cosine }) => cosine)
  return cosines.some((cosine) => cosine === null)
    ? null
    : Math.min(...cosines.map((cosine) => cosine ?? 0))
}

export type Verdict = 'passed' | 'failed' | 'not-compared'

/** Only what was shown to be near passes. An output that is the same in every element does, be it all zeros. */
export function verdictOf({ accuracy, thresholdCosine }: Variant): Verdict {
  if (accuracy === null) return 'not-compared'
  const passes = accuracy.outputs.every(
    ({ cosine, maxAbsError, notFinite }) =>
      notFinite === 0 && (cosine === null ? maxAbsError === 0 : cosine >= thresholdCosine),
  )
  return passes ? 'passed' : 'failed'
}
