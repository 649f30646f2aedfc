// Between a recipe and what a plan file says of it: the file leaves out what stands at its default.

import { isDeepStrictEqual } from 'node:util'
import type { InputValues, PlannedInputs } from '../../shared/input.ts'
import { defaultSeed, type PlannedModel } from '../../shared/plan.ts'
import type { PlanFileInput } from '../../shared/plan-file-input.ts'
import {
  type CalibrationInFile,
  type PrecisionInFile,
  precisionsInFileSchema,
  type RecipeInFile,
  type SamplesInFile,
} from '../../shared/plan-file-precisions.ts'
import {
  type CalibrationMethod,
  calibrationMethodSchema,
  type Recipe,
  recipeSchema,
  type Samples,
} from '../../shared/variant.ts'
import { usualRecipe, usualSampleCount, usualSamples } from '../../shared/variant-terms.ts'

/** The sizes and inputs of a model's entry, which samples have where they say nothing else. */
type Chosen = Pick<PlannedModel, 'dims' | 'inputs'>

export type MadeInFile = Exclude<RecipeInFile, { path: string }>

/** `inputs` takes the user's files in. */
export async function recipeIn(
  wanted: MadeInFile,
  chosen: Chosen,
  inputs: (given: Readonly<Record<string, PlanFileInput>>) => Promise<PlannedInputs>,
): Promise<Recipe> {
  const { name: _, ...options } = wanted
  if (options.precision !== 'int8-static') return recipeSchema.parse(options)
  const { calibration, samples, ...rest } = options
  return recipeSchema.parse({
    ...rest,
    ...(calibration === undefined ? {} : { calibration: calibrationIn(calibration) }),
    samples: await samplesIn(samples, chosen, inputs),
  })
}

function calibrationIn(given: CalibrationInFile) {
  return typeof given === 'string'
    ? { kind: given }
    : { kind: 'percentile', percent: given.percentile }
}

async function samplesIn(
  given: SamplesInFile | undefined,
  chosen: Chosen,
  inputs: (given: Readonly<Record<string, PlanFileInput>>) => Promise<PlannedInputs>,
): Promise<Samples> {
  if (given === undefined || typeof given === 'number') return usualSamples(chosen, given)
  return {
    dims: given.dims ?? { ...chosen.dims },
    inputs: given.inputs === undefined ? { ...chosen.inputs } : await inputs(given.inputs),
    count: given.count ?? usualSampleCount,
    seed: given.seed ?? defaultSeed,
  }
}

/** A name alone where that says it all, and where `mayBeName`. */
export function recipeInFile(
  recipe: Recipe,
  chosen: Chosen,
  { name, mayBeName }: { readonly name: string | null; readonly mayBeName: boolean },
  inputInFile: (values: InputValues) => PlanFileInput,
): PrecisionInFile {
  const { precision } = recipe
  const usual: Readonly<Record<string, unknown>> = usualRecipe(precision, chosen)
  const own = Object.entries(recipe).filter(([key, value]) => !isDeepStrictEqual(value, usual[key]))
  if (own.length === 0 && name === null && mayBeName) return precision
  const options = Object.fromEntries(own)
  return precisionsInFileSchema.element.parse({
    precision,
    ...options,
    ...('calibration' in options && recipe.precision === 'int8-static'
      ? { calibration: calibrationInFile(recipe.calibration) }
      : {}),
    ...('samples' in options && recipe.precision === 'int8-static'
      ? { samples: samplesInFile(recipe.samples, chosen, inputInFile) }
      : {}),
    ...(name === null ? {} : { name }),
  })
}

function calibrationInFile(method: CalibrationMethod): CalibrationInFile {
  if (method.kind !== 'percentile') return method.kind
  const usual = calibrationMethodSchema.parse({ kind: method.kind })
  return isDeepStrictEqual(method, usual) ? method.kind : { percentile: method.percent }
}

function samplesInFile(
  samples: Samples,
  chosen: Chosen,
  inputInFile: (values: InputValues) => PlanFileInput,
): SamplesInFile {
  const { count, seed, dims, inputs } = samples
  if (isDeepStrictEqual(samples, usualSamples(chosen, count))) return count
  const entries = Object.entries(inputs)
  return {
    count,
    ...(seed === defaultSeed ? {} : { seed }),
    ...(isDeepStrictEqual(dims, chosen.dims) ? {} : { dims }),
    ...(isDeepStrictEqual(inputs, chosen.inputs)
      ? {}
      : {
          inputs: Object.fromEntries(
            entries.map(([input, values]) => [input, inputInFile(values)]),
          ),
        }),
  }
}
