// A sweep as the form holds it, and the plan that it stands for. A draft may be unfinished; a plan never is:
// what is missing is listed, and only a draft that lacks nothing becomes a plan.

import type { ModelRecord } from '../../../shared/ipc.ts'
import { type Limits, type Mode, modeLimits, modeOf } from '../../../shared/limits.ts'
import { defaultSeed, type Plan, type PlannedModel, planSchema } from '../../../shared/plan.ts'
import { automaticInputs } from '../inputs/automatic.ts'
import { type ModelInputs, missingOf } from '../inputs/sizes.ts'

export interface DraftModel extends ModelInputs {
  /** The same model may stand twice, with different sizes. */
  readonly key: number
  readonly sha256: string
}

export interface SweepDraft {
  readonly boardId: string | null
  readonly models: readonly DraftModel[]
  readonly batches: readonly number[]
  /** Empty: every core of the board. */
  readonly threads: readonly number[]
  /** A mode, or limits that a plan brought with it. */
  readonly limits: Mode | Limits
  /** Of the input values; a plan that was opened brings its own. */
  readonly seed: number
}

export type Lack = 'board' | 'models' | 'sizes' | 'batches' | 'threads'

export const largest = { batch: 65_536, threads: 1_024, values: 64, models: 64 } as const

/** What a person typed as a list of numbers: whole, within bounds, each once, ascending. */
export function axisValues(typed: readonly string[], max: number): readonly number[] {
  const numbers = typed
    .map((text) => text.trim())
    .filter((text) => /^\d{1,9}$/.test(text))
    .map(Number)
    .filter((value) => value >= 1 && value <= max)
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, largest.values)
}

/** A model of the draft with what is known of it. */
export interface ChosenModel {
  readonly draft: DraftModel
  readonly model: ModelRecord
}

/** The draft's models that are (still) known here, in order. */
export function chosenModels(
  draft: SweepDraft,
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

export function batchesOf(draft: SweepDraft, chosen: readonly ChosenModel[]): readonly number[] {
  const fixed = fixedBatch(chosen)
  return fixed === null ? draft.batches : [fixed]
}

export function lacksOf(draft: SweepDraft, models: readonly ModelRecord[]): readonly Lack[] {
  const chosen = chosenModels(draft, models)
  const missesSize = chosen.some(
    ({ draft: inputs, model }) => missingOf(model.info, inputs).length > 0,
  )
  return [
    ...(draft.boardId === null ? ['board' as const] : []),
    ...(chosen.length === 0 ? ['models' as const] : []),
    ...(missesSize ? ['sizes' as const] : []),
    ...(batchesOf(draft, chosen).length === 0 ? ['batches' as const] : []),
    ...(draft.threads.length === 0 ? ['threads' as const] : []),
  ]
}

export const limitsOf = ({ limits }: SweepDraft): Limits =>
  typeof limits === 'string' ? modeLimits[limits] : limits

/** Names the sizes where one model stands several times, so that its results can be told apart. */
function plannedModel({ draft, model }: ChosenModel, all: readonly ChosenModel[]): PlannedModel {
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

/** Null while something is missing. */
export function planOf(draft: SweepDraft, models: readonly ModelRecord[]): Plan | null {
  if (lacksOf({ ...draft, boardId: draft.boardId ?? '' }, models).length > 0) return null
  const chosen = chosenModels(draft, models)
  const plan = planSchema.safeParse({
    models: chosen.map((one) => plannedModel(one, chosen)),
    batches: batchesOf(draft, chosen),
    threads: draft.threads,
    limits: limitsOf(draft),
    seed: draft.seed,
  })
  return plan.success ? plan.data : null
}

/** The mode whose limits a plan has, else the plan's own limits. */
export function limitsIn({ limits }: Plan): Mode | Limits {
  return modeOf(limits) ?? limits
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

/** The form as a plan fills it: its models that are known here. */
export function draftOfPlan(
  plan: Plan,
  boardId: string | null,
  models: readonly ModelRecord[],
): SweepDraft {
  return {
    boardId,
    models: plan.models
      .filter(({ sha256 }) => models.some((model) => model.sha256 === sha256))
      .map(draftModel),
    batches: plan.batches,
    threads: plan.threads,
    limits: limitsIn(plan),
    seed: plan.seed,
  }
}

/** The form as the last plan left it, with the newest model where its own are gone. */
export function draftOf(
  plan: Plan | undefined,
  boardId: string | null,
  models: readonly ModelRecord[],
): SweepDraft {
  const draft =
    plan === undefined
      ? {
          boardId,
          models: [],
          batches: [1, 2, 4, 8],
          threads: [],
          limits: 'quick' as const,
          seed: defaultSeed,
        }
      : draftOfPlan(plan, boardId, models)
  const newest = models[0]
  return draft.models.length > 0 || newest === undefined
    ? draft
    : { ...draft, models: [draftModel(newest)] }
}
