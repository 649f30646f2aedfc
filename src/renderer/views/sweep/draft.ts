// A sweep as the form holds it, and the plan that it stands for. A draft may be unfinished; a plan never is:
// what is missing is listed, and only a draft that lacks nothing becomes a plan.

import type { ModelRecord } from '../../../shared/ipc.ts'
import { type Mode, modeLimits, type Plan, planSchema } from '../../../shared/plan.ts'

export interface SweepDraft {
  readonly boardId: string | null
  readonly sha256: string | null
  readonly dims: Readonly<Record<string, number>>
  readonly batches: readonly number[]
  readonly threads: readonly number[]
  readonly mode: Mode
}

export type Lack = 'board' | 'model' | 'dims' | 'batches' | 'threads'

export const largest = { batch: 65_536, threads: 1_024, values: 64, dim: 1_000_000 } as const

/** What a person typed as a list of numbers: whole, within bounds, each once, ascending. */
export function axisValues(typed: readonly string[], max: number): readonly number[] {
  const numbers = typed
    .map((text) => text.trim())
    .filter((text) => /^\d{1,9}$/.test(text))
    .map(Number)
    .filter((value) => value >= 1 && value <= max)
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, largest.values)
}

/** The batches that a model allows: a fixed one leaves no choice. */
export function allowedBatches(model: ModelRecord | null, chosen: readonly number[]) {
  return model === null || model.info.batch === 'dynamic' ? chosen : [Math.max(1, model.info.batch)]
}

export function lacksOf(draft: SweepDraft, model: ModelRecord | null): readonly Lack[] {
  const openDims = model?.info.openDims ?? []
  return [
    ...(draft.boardId === null ? ['board' as const] : []),
    ...(model === null ? ['model' as const] : []),
    ...(openDims.some((name) => draft.dims[name] === undefined) ? ['dims' as const] : []),
    ...(allowedBatches(model, draft.batches).length === 0 ? ['batches' as const] : []),
    ...(draft.threads.length === 0 ? ['threads' as const] : []),
  ]
}

/** Null while something is missing. */
export function planOf(draft: SweepDraft, model: ModelRecord | null, seed: number): Plan | null {
  if (model === null || lacksOf({ ...draft, boardId: draft.boardId ?? '' }, model).length > 0)
    return null
  const dims = Object.fromEntries(
    model.info.openDims.map((name) => [name, draft.dims[name] ?? 1] as const),
  )
  const plan = planSchema.safeParse({
    models: [{ sha256: model.sha256, name: model.name, dims }],
    batches: allowedBatches(model, draft.batches),
    threads: draft.threads,
    limits: modeLimits[draft.mode],
    seed,
  })
  return plan.success ? plan.data : null
}

/** The mode whose limits a plan has; quick where it has its own. */
export function modeOf(plan: Plan): Mode {
  return plan.limits.maxMs === modeLimits.normal.maxMs ? 'normal' : 'quick'
}

/** The form as the last plan left it, with the first model where its own is gone. */
export function draftOf(
  plan: Plan | undefined,
  boardId: string | null,
  models: readonly ModelRecord[],
): SweepDraft {
  const planned = plan?.models.find(({ sha256 }) => models.some((model) => model.sha256 === sha256))
  return {
    boardId,
    sha256: planned?.sha256 ?? models[0]?.sha256 ?? null,
    dims: planned?.dims ?? {},
    batches: plan?.batches ?? [1, 2, 4, 8],
    threads: plan?.threads ?? [],
    mode: plan === undefined ? 'quick' : modeOf(plan),
  }
}

/** A seed for input values, from the page's own source of randomness. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}
