// Sizes and sources of a model's inputs as a form holds them: what is still asked, what follows, what can not be.

import { evaluateDim } from '../../../shared/dim-expression.ts'
import { dimAt, knownSizes, missingDims, shapesFor, suggestedSize } from '../../../shared/dims.ts'
import { type Fault, toFault } from '../../../shared/fault.ts'
import type { PlannedInputs } from '../../../shared/input.ts'
import type { ModelInfo } from '../../../shared/model.ts'

export interface ModelInputs {
  /** By the name of the open dimension. */
  readonly dims: Readonly<Record<string, number>>
  readonly inputs: PlannedInputs
}

const typical: readonly (readonly [RegExp, readonly number[]])[] = [
  [/past/i, [0]],
  [/^(h|w)$|height|width|\[[23]\]$/i, [224, 320, 640]],
  [/seq|token|length|context/i, [128, 384, 512]],
  [/sample|audio|time|frame/i, [16_000]],
  [/channel/i, [3, 1]],
]

/** Numbers that are common for a dimension of this name, the likeliest first; to be agreed to, never taken silently. */
export function typicalSizes(name: string): readonly number[] {
  const suggested = suggestedSize(name)
  const common = typical.find(([pattern]) => pattern.test(name))?.[1] ?? [1]
  return suggested === null ? common : [suggested, ...common.filter((size) => size !== suggested)]
}

export const missingOf = ({ inputs }: ModelInfo, { dims, inputs: values }: ModelInputs) =>
  missingDims(inputs, { dims, values })

/** The missing sizes filled in with the likeliest. */
export function withSuggestions(info: ModelInfo, value: ModelInputs): ModelInputs {
  const filled = missingOf(info, value).map((name) => [name, typicalSizes(name)[0] ?? 1] as const)
  return { ...value, dims: { ...value.dims, ...Object.fromEntries(filled) } }
}

/** Each input's sizes at this batch; null where one is not known yet. */
export function shownShapes(
  { inputs }: ModelInfo,
  { dims, inputs: values }: ModelInputs,
  batch: number,
): ReadonlyMap<string, readonly (number | null)[]> {
  const known = knownSizes(inputs, { batch, dims, values })
  return new Map(
    inputs.map((input) => [
      input.name,
      input.dims.map((_, axis) => evaluateDim(dimAt(input, axis), (name) => known.get(name))),
    ]),
  )
}

/** Why these sizes can not be; null where they can, or where it is only that some are missing. */
export function sizesFault(
  { info, name }: { readonly info: ModelInfo; readonly name: string },
  value: ModelInputs,
): Fault | null {
  const { dims, inputs: values } = value
  if (missingOf(info, value).length > 0) return null
  const batch = info.batch === 'dynamic' ? 1 : Math.max(1, info.batch)
  try {
    shapesFor(info.inputs, { batch, dims, values, modelName: name })
    return null
  } catch (thrown) {
    return toFault(thrown)
  }
}
