// The models of a draft, each with its sizes and inputs, and what is known of them here.

import type { ModelRecord } from '../../../shared/ipc.ts'
import type { PlannedModel } from '../../../shared/plan.ts'
import { automaticInputs } from '../inputs/automatic.ts'
import type { ModelInputs } from '../inputs/sizes.ts'

export interface DraftModel extends ModelInputs {
  /** The same model may stand twice, with different sizes. */
  readonly key: number
  readonly sha256: string
}

/** A model of the draft with what is known of it. */
export interface ChosenModel {
  readonly draft: DraftModel
  readonly model: ModelRecord
}

let lastKey = 0

/** A model as it is first put into a sweep: with the sizes and sources that were chosen for it last. */
export function draftModel({
  sha256,
  dims,
  inputs,
}: ModelInputs & { readonly sha256: string }): DraftModel {
  lastKey += 1
  return { key: lastKey, sha256, dims, inputs }
}

/** The draft's models that are (still) known here, in order. */
export function chosenModels(
  draft: { readonly models: readonly DraftModel[] },
  models: readonly ModelRecord[],
): readonly ChosenModel[] {
  return draft.models.flatMap((one) => {
    const model = models.find(({ sha256 }) => sha256 === one.sha256)
    return model === undefined ? [] : [{ draft: one, model }]
  })
}

/** The one batch that all models fix; null where the sweep can choose. */
export function fixedBatch(chosen: readonly ChosenModel[]): number | null {
  const batches = new Set(chosen.map(({ model }) => model.info.batch))
  const [only] = batches
  return batches.size === 1 && typeof only === 'number' ? Math.max(1, only) : null
}

/** Names the sizes where one model stands several times, so that its results can be told apart. */
export function plannedModel(
  { draft, model }: ChosenModel,
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
  const name = sizes === '' ? model.name : `${model.name.slice(0, 120)} (${sizes.slice(0, 70)})`
  return { sha256: model.sha256, name, dims, inputs: automaticInputs(info, draft.inputs) }
}
