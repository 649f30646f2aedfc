// Between a plan and the file that people keep: what the file leaves open is filled from the model and the board,
// and what a plan spells out is written the short way where one is known.

import { dirname, isAbsolute, relative, sep } from 'node:path'
import { missingDims } from '../../shared/dims.ts'
import { fail } from '../../shared/fault.ts'
import type { InputValues, PlannedInputs } from '../../shared/input.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { type Limits, modeLimits, modes, type Plan, type PlannedModel } from '../../shared/plan.ts'
import type { PlanFile, PlanFileInput, PlanFileModel } from '../../shared/plan-file.ts'

/** Fills what the entry leaves open with what was chosen for this model last. Throws where a size is still missing. */
export function plannedModel(entry: PlanFileModel, record: ModelRecord): PlannedModel {
  const name = entry.name ?? record.name
  const { inputs: tensors, openDims } = record.info
  const stated = { dims: entry.dims ?? {}, inputs: entry.inputs ?? {} }
  for (const dim of Object.keys(stated.dims))
    if (!openDims.includes(dim)) fail('not-found', { what: `open dimension of ${name}`, id: dim })
  for (const input of Object.keys(stated.inputs))
    if (!tensors.some((tensor) => tensor.name === input))
      fail('not-found', { what: `input of ${name}`, id: input })
  const inputs: PlannedInputs = {
    ...record.inputs,
    ...Object.fromEntries(
      Object.entries(stated.inputs).map(([input, values]) => [input, plannedValues(values)]),
    ),
  }
  const given = { ...record.dims, ...stated.dims }
  const dims = Object.fromEntries(
    openDims.flatMap((dim) => (given[dim] === undefined ? [] : [[dim, given[dim]]])),
  )
  const missing = missingDims(tensors, { dims, values: inputs })
  if (missing.length > 0) fail('input-dims-unknown', { name, dims: missing.join(', ') })
  return { sha256: record.sha256, name, dims, inputs }
}

function plannedValues(values: PlanFileInput): InputValues {
  if (typeof values === 'string') return { kind: values }
  return 'number' in values
    ? { kind: 'number', value: values.number }
    : { kind: 'random', ...values.random }
}

/** The other fields of a plan; `cores` stands for `all`. */
export function planWith(file: PlanFile, models: PlannedModel[], cores: number): Plan {
  return {
    models,
    batches: file.batches,
    threads: file.threads === 'all' ? [cores] : file.threads,
    engines: file.engines ?? ['onnxruntime-node'],
    limits: file.limits ?? modeLimits[file.mode ?? 'quick'],
    seed: file.seed,
  }
}

/** `path`: where the file will stand; models below its folder are named from there. */
export function planFileOf(
  plan: Plan,
  path: string,
  recordOf: (sha256: string) => ModelRecord | null,
): PlanFile {
  const { batches, threads, engines, limits, seed } = plan
  return {
    benchtop: 1,
    models: plan.models.map((model) => fileModel(model, recordOf(model.sha256), dirname(path))),
    batches,
    threads,
    engines,
    ...limitsInFile(limits),
    seed,
  }
}

function limitsInFile(limits: Limits): Pick<PlanFile, 'mode' | 'limits'> {
  const mode = modes.find((known) =>
    Object.entries(modeLimits[known]).every(
      ([name, value]) => limits[name as keyof Limits] === value,
    ),
  )
  return mode === undefined ? { limits } : { mode }
}

function fileModel(
  { sha256, name, dims, inputs }: PlannedModel,
  record: ModelRecord | null,
  folder: string,
): PlanFileModel {
  return {
    ...placeOf(record, folder),
    // A zoo model is built anew where it is missing: a newer Benchtop may build other bytes of the same network.
    ...(record?.source === 'zoo' ? {} : { sha256 }),
    name,
    ...(Object.keys(dims).length === 0 ? {} : { dims }),
    ...(Object.keys(inputs).length === 0
      ? {}
      : {
          inputs: Object.fromEntries(
            Object.entries(inputs).map(([input, values]) => [input, fileValues(values)]),
          ),
        }),
  }
}

function placeOf(record: ModelRecord | null, folder: string): Pick<PlanFileModel, 'path' | 'zoo'> {
  if (record === null) return {}
  if (record.source === 'zoo' && record.architecture !== null)
    return { zoo: record.architecture as NonNullable<PlanFileModel['zoo']> }
  const below = relative(folder, record.path)
  const isBelow = below !== '' && !below.startsWith('..') && !isAbsolute(below)
  return { path: isBelow ? below.split(sep).join('/') : record.path }
}

function fileValues(values: InputValues): PlanFileInput {
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
      return fail('bad-request', {
        reason: `a plan file can not hold the values of ${values.name}`,
      })
  }
}
