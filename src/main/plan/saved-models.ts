// The models of a plan as its file names them: by place, and those that are one network at several precisions as one of
// them with its precisions, in the order of the plan.

import { dirname, isAbsolute, relative, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { FileValues, InputValues } from '../../shared/input.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { type FindModel, lineage } from '../../shared/lineage.ts'
import { type ZooId, zooIds } from '../../shared/model.ts'
import type { PlannedModel } from '../../shared/plan.ts'
import type { PlanFileModel } from '../../shared/plan-file.ts'
import type { PlanFileInput } from '../../shared/plan-file-input.ts'
import { mostPrecisions, type PrecisionInFile } from '../../shared/plan-file-precisions.ts'
import { precisionOf } from '../../shared/precision-of.ts'
import { isNarrow, usualRecipe } from '../../shared/variant-terms.ts'
import { freeName } from '../model/free-name.ts'
import { recipeInFile } from './recipes.ts'

/** What a plan file is written beside, and from. */
export interface Surroundings {
  /** Where the file will stand; models below its folder are named from there. Null: models are named by their content. */
  readonly path: string | null
  readonly recordOf: FindModel
  /** Where the values of an input lie, as the file names them. */
  readonly placeOf: (values: FileValues) => string
}

/** Models that stand together: one by its place, the others by what they are made of it. */
interface Group {
  /** The content that has a place. */
  readonly sha256: string
  readonly first: PlannedModel
  /** The first among them. */
  readonly members: readonly PlannedModel[]
  readonly precisions: readonly PrecisionInFile[]
}

export function savedModels(
  models: readonly PlannedModel[],
  surroundings: Surroundings,
): PlanFileModel[] {
  const groups: Group[] = []
  for (const model of models) {
    const last = groups.at(-1)
    const group = groupOf(model, last, surroundings)
    if (last !== undefined && group.first === last.first) groups.pop()
    groups.push(group)
  }
  return groups.map((group) => fileModel(group, surroundings))
}

/** The last group with the model in it, or a new one. */
function groupOf(model: PlannedModel, last: Group | undefined, surroundings: Surroundings): Group {
  const { recordOf } = surroundings
  const line = lineage(model.sha256, recordOf)
  const root = line.at(-1)
  const isLike =
    last !== undefined &&
    last.sha256 === root?.sha256 &&
    // What an entry names twice is planned once.
    !last.members.some(({ sha256 }) => sha256 === model.sha256) &&
    isDeepStrictEqual([last.first.dims, last.first.inputs], [model.dims, model.inputs])
  const before = isLike ? last.members : []
  const precision = precisionIn(model, before, line, surroundings)
  if (precision === null || root === undefined) return alone(model, model.sha256, [])
  const ahead = isLike ? precisionsAhead(last, root) : []
  if (ahead === null || !canFollow(precision, ahead)) {
    const own = precisionIn(model, [], line, surroundings)
    return alone(model, root.sha256, own === null ? [] : [own])
  }
  if (line.length === 1 && ahead.length === 0) return alone(model, root.sha256, [])
  const members = [...before, model]
  const first = before[0] ?? model
  return { sha256: root.sha256, first, members, precisions: [...ahead, precision] }
}

const alone = (
  model: PlannedModel,
  sha256: string,
  precisions: readonly PrecisionInFile[],
): Group => ({ sha256, first: model, members: [model], precisions })

const canFollow = (precision: PrecisionInFile, ahead: readonly PrecisionInFile[]) =>
  ahead.length < mostPrecisions && !ahead.some((one) => isDeepStrictEqual(one, precision))

/** What stands in the group already. Null where nothing can follow: a model that can not be named by a precision. */
function precisionsAhead(last: Group, root: ModelRecord): readonly PrecisionInFile[] | null {
  if (last.precisions.length > 0) return last.precisions
  const own = precisionOf(root)
  return own === null ? null : [own]
}

/**
 * How a model is named within a group, after those that stand in it `before`; null where only its own place names it.
 * `line`: itself, and what it comes from.
 */
function precisionIn(
  model: PlannedModel,
  before: readonly PlannedModel[],
  line: readonly ModelRecord[],
  { path, recordOf, placeOf }: Surroundings,
): PrecisionInFile | null {
  const [record, parent] = line
  const root = line.at(-1)
  const own = root === undefined ? null : precisionOf(root)
  if (record === undefined || root === undefined) return null
  const first = before[0] ?? model
  if (record === root) return model.name === first.name ? own : null
  const taken = before.filter(({ precision }) => precision === model.precision)
  const usualName = freeName(
    first.name,
    taken.map(({ name }) => name),
  )
  const name = model.name === usualName ? null : model.name
  const { variant } = record
  if (variant === null || parent === undefined) return null
  if (variant.recipe === null)
    return parent === root && path !== null
      ? {
          precision: variant.precision,
          ...modelFile(record, path),
          ...(name === null ? {} : { name }),
        }
      : null
  if (parent !== root && !isUsualWay(parent, root, recordOf)) return null
  const options = { name, mayBeName: variant.precision !== own }
  return recipeInFile(variant.recipe, first, options, (values) => inputInFile(values, placeOf))
}

/** Of a model that is not in fp32 everything is made by way of its fp32. */
function isUsualWay(parent: ModelRecord, root: ModelRecord, find: FindModel): boolean {
  const { variant } = parent
  return (
    isNarrow(precisionOf(root)) &&
    variant !== null &&
    find(variant.original)?.sha256 === root.sha256 &&
    isDeepStrictEqual(variant.recipe, usualRecipe('fp32', root))
  )
}

function fileModel(
  { sha256, first: { name, dims, inputs }, precisions }: Group,
  { path, recordOf, placeOf }: Surroundings,
): PlanFileModel {
  return {
    ...modelPlace(sha256, recordOf(sha256), path),
    name,
    ...(Object.keys(dims).length === 0 ? {} : { dims }),
    ...(Object.keys(inputs).length === 0
      ? {}
      : {
          inputs: Object.fromEntries(
            Object.entries(inputs).map(([input, values]) => [input, inputInFile(values, placeOf)]),
          ),
        }),
    ...(precisions.length === 0 ? {} : { precisions: [...precisions] }),
  }
}

type ModelPlace = { path: string; sha256: string } | { zoo: ZooId } | { sha256: string }

function modelPlace(sha256: string, record: ModelRecord | null, plan: string | null): ModelPlace {
  if (record === null) return { sha256 }
  // A zoo model is built anew where it is missing: a newer Benchtop may build other bytes of the same network.
  const zoo = zooIds.find((known) => record.source === 'zoo' && known === record.architecture)
  if (zoo !== undefined) return { zoo }
  return plan === null ? { sha256 } : modelFile(record, plan)
}

/** `plan`: the file that names it. */
function modelFile({ path, sha256 }: ModelRecord, plan: string) {
  const below = relative(dirname(plan), path)
  const isBelow = below !== '' && !below.startsWith('..') && !isAbsolute(below)
  return { path: isBelow ? below.split(sep).join('/') : path, sha256 }
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
