// How many samples are taken: as many as a file or a folder holds that was just chosen, until a person says otherwise.

import { fileValues, type PlannedInputs } from '../../../shared/input.ts'
import type { ModelInfo } from '../../../shared/model.ts'
import type { Samples } from '../../../shared/variant.ts'

export const mostSamples = 1_024

/** `inputs` in the place of those of `before`. A sample is one batch of a model that fixes it. */
export function countOf(
  inputs: PlannedInputs,
  before: Pick<Samples, 'inputs' | 'count'>,
  batch: ModelInfo['batch'],
): number {
  const known = new Set(fileValues(before.inputs).map(({ sha256 }) => sha256))
  const rows = fileValues(inputs)
    .filter(({ sha256 }) => !known.has(sha256))
    .flatMap(({ dims: [first] }) => first ?? [])
  if (rows.length === 0) return before.count
  const each = typeof batch === 'number' ? Math.max(1, batch) : 1
  return Math.min(mostSamples, Math.max(1, Math.floor(Math.max(...rows) / each)))
}
