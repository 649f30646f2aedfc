// The models of a draft, each with its sizes, its inputs and the precisions at which it is to be measured, and what is
// known of them here.

import type { ModelRecord } from '../../../shared/ipc.ts'
import { isKnownAs } from '../../../shared/lineage.ts'
import type { PlannedModel } from '../../../shared/plan.ts'
import { automaticInputs } from '../inputs/automatic.ts'
import type { ModelInputs } from '../inputs/sizes.ts'
import { familyOf, precisionInPlan, rootOf } from '../models/variants.ts'

export interface DraftModel extends ModelInputs {
  /** The same model may stand twice, with different sizes. */
  readonly key: number
  readonly sha256: string
  /** What is measured: itself, variants of it, or both. At least one. */
  readonly measured: readonly string[]
  /** What a plan file calls them, by content; the others go by the names that they have here. */
  readonly names: Readonly<Record<string, string>>
}

/** A model that the draft measures, with what is known of it. */
export interface ChosenModel {
  readonly draft: DraftModel
  readonly model: ModelRecord
  /** What the plan says of its precision. */
  readonly precision: ReturnType<typeof precisionInPlan>
}

let lastKey = 0

/** A model as it is first put into a sweep: with the sizes and sources that were chosen for it last. */
export function draftModel({
  sha256,
  dims,
  inputs,
  measured = [sha256],
  names = {},
}: ModelInputs & {
  readonly sha256: string
  readonly measured?: readonly string[]
  readonly names?: Readonly<Record<string, string>>
}): DraftModel {
  lastKey += 1
  return { key: lastKey, sha256, dims, inputs, measured, names }
}

/** A variant stands with the model that it comes from, where that is known here. */
export function draftOfRecord(model: ModelRecord, models: readonly ModelRecord[]): DraftModel {
  const { sha256, dims, inputs } = model
  return draftModel({ sha256: rootOf(models, model).sha256, dims, inputs, measured: [sha256] })
}

/** A name that a person gave; the form itself puts sizes behind the name that a model has here. */
const isGiven = (name: string, model: ModelRecord) =>
  name !== model.name && !name.startsWith(`${model.name.slice(0, mostOfName)} (`)

/**
 * The models of a plan that are known here: what is measured of one original at the same sizes is one of them.
 * `keepsNames`: they are called as the plan calls them, which is a file of somebody's.
 */
export function draftsOfPlan(
  planned: readonly PlannedModel[],
  models: readonly ModelRecord[],
  keepsNames = false,
): readonly DraftModel[] {
  const known = planned.flatMap((one) => {
    const model =
      models.find(({ sha256 }) => sha256 === one.sha256) ??
      models.find((known) => isKnownAs(known, one.sha256))
    const { dims, inputs } = one
    if (model === undefined) return []
    const draft = draftOfRecord({ ...model, dims, inputs }, models)
    return keepsNames && isGiven(one.name, model)
      ? [{ ...draft, names: { [model.sha256]: one.name } }]
      : [draft]
  })
  const place = ({ sha256, dims, inputs }: DraftModel) => JSON.stringify([sha256, dims, inputs])
  const drafts: DraftModel[] = []
  for (const next of known) {
    const at = drafts.findIndex(
      (one) =>
        place(one) === place(next) &&
        !next.measured.some((sha256) => one.measured.includes(sha256)),
    )
    const found = drafts[at]
    if (found === undefined) drafts.push(next)
    else
      drafts[at] = {
        ...found,
        measured: [...found.measured, ...next.measured],
        names: { ...found.names, ...next.names },
      }
  }
  return drafts
}

/** A row of the form: a model of the draft with what is known of it. */
export interface DraftRow {
  readonly draft: DraftModel
  readonly model: ModelRecord
}

/** The draft's models that are (still) known here, in order. */
export function rowsOf(
  draft: { readonly models: readonly DraftModel[] },
  models: readonly ModelRecord[],
): readonly DraftRow[] {
  return draft.models.flatMap((one) => {
    const model = models.find(({ sha256 }) => sha256 === one.sha256)
    return model === undefined ? [] : [{ draft: one, model }]
  })
}

/** Of a row, the original before its variants, these by precision; itself where what was chosen is gone. */
export function measuredOf(
  { draft, model }: DraftRow,
  models: readonly ModelRecord[],
): readonly ModelRecord[] {
  const chosen = familyOf(models, model).filter((one) =>
    draft.measured.some((sha256) => isKnownAs(one, sha256)),
  )
  return chosen.length === 0 ? [model] : chosen
}

/** Every row at each precision that there is of it; null where none has more than one. */
export function atAllPrecisions(
  draft: { readonly models: readonly DraftModel[] },
  models: readonly ModelRecord[],
): readonly DraftModel[] | null {
  const rows = rowsOf(draft, models).map((row) => ({
    ...row.draft,
    measured: familyOf(models, row.model).map(({ sha256 }) => sha256),
  }))
  return rows.some(({ measured }) => measured.length > 1) ? rows : null
}

/** What is measured of all rows. */
export function chosenModels(
  draft: { readonly models: readonly DraftModel[] },
  models: readonly ModelRecord[],
): readonly ChosenModel[] {
  return rowsOf(draft, models).flatMap((row) =>
    measuredOf(row, models).map((model) => ({
      draft: row.draft,
      model,
      precision: precisionInPlan(models, model),
    })),
  )
}

/** The one batch that all models fix; null where the sweep can choose. */
export function fixedBatch(chosen: readonly ChosenModel[]): number | null {
  const batches = new Set(chosen.map(({ model }) => model.info.batch))
  const [only] = batches
  return batches.size === 1 && typeof only === 'number' ? Math.max(1, only) : null
}

/** So that there is room for sizes behind it. */
const mostOfName = 120

/** What a model is called in a draft. */
export const nameIn = ({ names }: DraftModel, { sha256, name }: ModelRecord): string =>
  names[sha256] ?? name

/** Names the sizes where one model stands several times, so that its results can be told apart. */
export function plannedModel(
  { draft, model, precision }: ChosenModel,
  all: readonly ChosenModel[],
): PlannedModel {
  const { info } = model
  const dims = Object.fromEntries(
    info.openDims.flatMap((name) => {
      const size = draft.dims[name]
      return size === undefined ? [] : [[name, size] as const]
    }),
  )
  const twins = all.filter(({ model: other }) => other.sha256 === model.sha256)
  const differing = Object.entries(dims).filter(([name, size]) =>
    twins.some((twin) => twin.draft.dims[name] !== size),
  )
  const sizes = differing.map(([name, size]) => `${name} ${size}`).join(', ')
  const called = nameIn(draft, model)
  const name = sizes === '' ? called : `${called.slice(0, mostOfName)} (${sizes.slice(0, 70)})`
  return {
    sha256: model.sha256,
    name,
    dims,
    inputs: automaticInputs(info, draft.inputs),
    ...precision,
  }
}
