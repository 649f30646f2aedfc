// Samples that are asked for, held against the model before anything is done with it: whatever is missing or does not fit
// is a fault that names it.

import { missingDims } from '../../shared/dims.ts'
import { fail } from '../../shared/fault.ts'
import { checkPlannedInputs } from '../../shared/input-fit.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { Samples } from '../../shared/variant.ts'

export function checkSamples(
  { name, info }: Pick<ModelRecord, 'name' | 'info'>,
  { dims, inputs }: Pick<Samples, 'dims' | 'inputs'>,
): void {
  const known = info.inputs.map((input) => input.name)
  const unknown = Object.keys(inputs).find((input) => !known.includes(input))
  if (unknown !== undefined) fail('not-found', { what: `input of ${name}`, id: unknown })
  checkPlannedInputs(name, info.inputs, inputs)
  const missing = missingDims(info.inputs, { dims, values: inputs })
  if (missing.length > 0) fail('input-dims-unknown', { name, dims: missing.join(', ') })
}
