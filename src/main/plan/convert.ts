// Between a plan and the file that people keep: what the file leaves open is filled from the model and the board,
// and what a plan spells out is written the short way where one is known.

import { missingDims } from '../../shared/dims.ts'
import { fail } from '../../shared/fault.ts'
import type { InputValues, PlannedInputs } from '../../shared/input.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { type FindModel, plannedPrecision } from '../../shared/lineage.ts'
import { maxPoints, type Plan, type PlannedModel, planSchema } from '../../shared/plan.ts'
import type { PlanFile } from '../../shared/plan-file.ts'
import type { PlanFileInput } from '../../shared/plan-file-input.ts'
import { axesOfFile, fileAxesOf } from './axes.ts'
import { type Surroundings, savedModels } from './saved-models.ts'

/** What is said of a model; the rest is what was chosen for it last. */
interface Stated {
  readonly name?: string | undefined
  readonly dims?: Readonly<Record<string, number>> | undefined
  readonly inputs?: PlannedInputs | undefined
}

/** Throws where a size is still missing, and for a size or an input that the model does not have. */
export function plannedModel(stated: Stated, record: ModelRecord, find: FindModel): PlannedModel {
  const name = stated.name ?? record.name
  const { inputs: tensors, openDims } = record.info
  for (const dim of Object.keys(stated.dims ?? {}))
    if (!openDims.includes(dim)) fail('not-found', { what: `open dimension of ${name}`, id: dim })
  for (const input of Object.keys(stated.inputs ?? {}))
    if (!tensors.some((tensor) => tensor.name === input))
      fail('not-found', { what: `input of ${name}`, id: input })
  const inputs: PlannedInputs = { ...record.inputs, ...stated.inputs }
  const given = { ...record.dims, ...stated.dims }
  const dims = Object.fromEntries(
    openDims.flatMap((dim) => (given[dim] === undefined ? [] : [[dim, given[dim]]])),
  )
  const missing = missingDims(tensors, { dims, values: inputs })
  if (missing.length > 0) fail('input-dims-unknown', { name, dims: missing.join(', ') })
  return { sha256: record.sha256, name, dims, inputs, ...plannedPrecision(record, find) }
}

type InputInFile = Extract<PlanFileInput, { file: string }>

/** `read` takes a file of the user's in. */
export async function plannedInputs(
  inputs: Readonly<Record<string, PlanFileInput>>,
  read: (input: string, file: InputInFile) => Promise<InputValues>,
): Promise<PlannedInputs> {
  const planned: [string, InputValues][] = []
  for (const [input, values] of Object.entries(inputs)) {
    if (typeof values === 'string') planned.push([input, { kind: values }])
    else if ('file' in values) planned.push([input, await read(input, values)])
    else if ('number' in values) planned.push([input, { kind: 'number', value: values.number }])
    else planned.push([input, { kind: 'random', ...values.random }])
  }
  return Object.fromEntries(planned)
}

/** `cores` stands for `all`. Throws `plan-too-many-points`. */
export function planWith(file: PlanFile, models: PlannedModel[], cores: number): Plan {
  const parsed = planSchema.safeParse({ models, ...axesOfFile(file, cores) })
  if (parsed.success) return parsed.data
  const isTooLarge = parsed.error.issues.every(({ path: field }) => field.length === 0)
  if (isTooLarge) fail('plan-too-many-points', { most: maxPoints })
  throw parsed.error
}

export function planFileOf(plan: Plan, surroundings: Surroundings): PlanFile {
  return { benchtop: 1, models: savedModels(plan.models, surroundings), ...fileAxesOf(plan) }
}
