// What stands in a plan for the inputs that nobody chose values for: nothing where convention is enough, the range
// that the model can take where it says one. So a plan means the same wherever it is run.

import { conventionFor, type InputValues, type PlannedInputs } from '../../../shared/input.ts'
import type { ModelInfo } from '../../../shared/model.ts'

type Range = ModelInfo['inputRanges'][string]

/** What convention makes of an input, within the range that the model can take. */
export function automaticValues(input: string, range: Range | null): InputValues {
  const values = conventionFor(input)
  return values.kind === 'random' && range !== null
    ? { ...values, low: range.low, high: range.high }
    : values
}

export function automaticInputs(info: ModelInfo, chosen: PlannedInputs): PlannedInputs {
  const ranged = Object.entries(info.inputRanges)
    .map(([input, range]) => [input, automaticValues(input, range)] as const)
    .filter(([, { kind }]) => kind === 'random')
  return { ...Object.fromEntries(ranged), ...chosen }
}
