// Between a plan and the file that people keep: what the file leaves open is filled from the model and the board,
// and what a plan spells out is written the short way where one is known.

import { dirname, isAbsolute, relative, sep } from 'node:path'
import { missingDims } from '../../shared/dims.ts'
import { fail } from '../../shared/fault.ts'
import type { FileValues, InputValues, PlannedInputs } from '../../shared/input.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { type ZooId, zooIds } from '../../shared/model.ts'
import { type Plan, type PlannedModel, planSchema } from '../../shared/plan.ts'
import type { PlanFile, PlanFileInput, PlanFileModel } from '../../shared/plan-file.ts'
import { axesOfFile, fileAxesOf } from './axes.ts'

/** What is said of a model; the rest is what was chosen for it last. */
interface Stated {
  readonly name?: string | undefined
  readonly dims?: Readonly<Record<string, number>> | undefined
  readonly inputs?: PlannedInputs | undefined
}

/** Throws where a size is still missing, and for a size or an input that the model does not have. */
export function plannedModel(stated: Stated, record: ModelRecord): PlannedModel {
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
  return { sha256: record.sha256, name, dims, inputs }
}

type InputInFile = Extract<PlanFileInput, { file: string }>

/** `read` takes a file of the user's in. */
export async function plannedInputs(
  inputs: NonNullable<PlanFileModel['inputs']>,
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

/** `cores` stands for `all`. */
export function planWith(file: PlanFile, models: PlannedModel[], cores: number): Plan {
  return planSchema.parse({ models, ...axesOfFile(file, cores) })
}

/** What a plan file is written beside, and from. */
export interface Surroundings {
  /** Where the file will stand; models below its folder are named from there. */
  readonly path: string
  readonly recordOf: (sha256: string) => ModelRecord | null
  /** Where the values of an input lie, as the file names them. */
  readonly placeOf: (values: FileValues) => string
}

export function planFileOf(plan: Plan, surroundings: Surroundings): PlanFile {
  return {
    benchtop: 1,
    models: plan.models.map((model) => fileModel(model, surroundings)),
    ...fileAxesOf(plan),
  }
}

function fileModel(
  { sha256, name, dims, inputs }: PlannedModel,
  { path, recordOf, placeOf }: Surroundings,
): PlanFileModel {
  return {
    ...modelPlace(sha256, recordOf(sha256), dirname(path)),
    name,
    ...(Object.keys(dims).length === 0 ? {} : { dims }),
    ...(Object.keys(inputs).length === 0
      ? {}
      : {
          inputs: Object.fromEntries(
            Object.entries(inputs).map(([input, values]) => [input, inputInFile(values, placeOf)]),
          ),
        }),
  }
}

type ModelPlace = { path: string; sha256: string } | { zoo: ZooId } | { sha256: string }

function modelPlace(sha256: string, record: ModelRecord | null, folder: string): ModelPlace {
  if (record === null) return { sha256 }
  // A zoo model is built anew where it is missing: a newer Benchtop may build other bytes of the same network.
  const zoo = zooIds.find((known) => record.source === 'zoo' && known === record.architecture)
  if (zoo !== undefined) return { zoo }
  const below = relative(folder, record.path)
  const isBelow = below !== '' && !below.startsWith('..') && !isAbsolute(below)
  return { path: isBelow ? below.split(sep).join('/') : record.path, sha256 }
}

function inputInFile(values: InputValues, placeOf: Surroundings['placeOf']): PlanFileInput {
  switch (values.kind) {
    case 'counting':
      return 'counting'
    case 'number':
      return { number: values.value }
    case 'random': {
      const { low, high } = values
      return low === undefined && high === undefined ? 'random' : { random: { low, high } }
    }
    case 'file':
      return { file: placeOf(values) }
  }
}
