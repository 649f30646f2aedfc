// Whether an input's type can hold the values that are planned for it, as far as its type alone says.

import { fail } from './fault.ts'
import { type PlannedInputs, valuesFor } from './input.ts'
import type { TensorInfo } from './model.ts'
import { elementTypeOf } from './tensor.ts'

/** Throws the fault that names the first input and value that do not fit. */
export function checkPlannedInputs(
  name: string,
  inputs: readonly TensorInfo[],
  planned: PlannedInputs,
): void {
  for (const { name: input, type } of inputs) {
    const values = valuesFor(input, planned)
    if (values.kind === 'file' && values.type !== type)
      fail('input-type-mismatch', {
        name,
        input,
        file: values.name,
        given: values.type,
        expected: type,
      })
    const numbers =
      values.kind === 'number'
        ? [values.value]
        : values.kind === 'random'
          ? [values.low ?? 0, values.high ?? 0]
          : []
    for (const value of numbers)
      if (elementTypeOf(type)?.encode(value) === null)
        fail('input-value-unfit', { name, input, type, value })
  }
}
