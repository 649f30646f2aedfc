// How many samples are taken: as many as the files hold that were chosen, until a person says otherwise.

import { batchOf, sampleAxis } from '../../../shared/dims.ts'
import { type PlannedInputs, valuesFor } from '../../../shared/input.ts'
import type { TensorInfo } from '../../../shared/model.ts'
import type { Samples } from '../../../shared/variant.ts'
import { usualSampleCount } from '../../../shared/variant-terms.ts'

export const mostSamples = 1_024

/** Of the file with most of them; null where none holds any. A sample is one batch of a model that fixes it. */
function heldBy(values: PlannedInputs, inputs: readonly TensorInfo[]): number | null {
  const batch = batchOf(inputs)
  const rows = inputs.flatMap((input) => {
    const given = valuesFor(input.name, values)
    const axis = sampleAxis(inputs, input)
    return given.kind !== 'file' || axis === null ? [] : (given.dims[axis] ?? [])
  })
  if (rows.length === 0) return null
  const each = batch.kind === 'fixed' ? Math.max(1, batch.size) : 1
  return Math.min(mostSamples, Math.max(1, Math.floor(Math.max(...rows) / each)))
}

/** `values` in the place of those of `before`, for a model with these inputs. What somebody typed is kept. */
export function countOf(
  values: PlannedInputs,
  before: Pick<Samples, 'inputs' | 'count'>,
  inputs: readonly TensorInfo[],
): number {
  const isTyped = before.count !== (heldBy(before.inputs, inputs) ?? usualSampleCount)
  return isTyped ? before.count : (heldBy(values, inputs) ?? before.count)
}
