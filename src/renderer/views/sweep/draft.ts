// A sweep as the form holds it, and the plan that it stands for. A draft may be unfinished; a plan never is:
// what is missing is listed, and only a draft that lacks nothing becomes a plan.

import type { ModelRecord } from '../../../shared/ipc.ts'
import {
  type EnergyLimits,
  type Limits,
  type Mode,
  modeLimits,
  modeOf,
  ownEnergy,
} from '../../../shared/limits.ts'
import {
  defaultBoundMs,
  defaultSeed,
  maxPoints,
  type Plan,
  planSchema,
  pointCount,
} from '../../../shared/plan.ts'
import { sessionAxesSchema } from '../../../shared/session-settings.ts'
import { missingOf } from '../inputs/sizes.ts'
import {
  type ChosenModel,
  chosenModels,
  type DraftModel,
  draftOfRecord,
  draftsOfPlan,
  fixedBatch,
  plannedModel,
} from './chosen.ts'

/** What a draft says as its plan does. */
type Terms = Pick<
  Plan,
  | 'scenarios'
  | 'governors'
  | 'frequenciesKhz'
  | 'engines'
  | 'settings'
  | 'repetitions'
  | 'ladder'
  | 'server'
  | 'coolDown'
  /** Of inputs and order; a plan that was opened brings its own. */
  | 'seed'
>

export interface SweepDraft extends Terms {
  readonly boardId: string | null
  readonly models: readonly DraftModel[]
  readonly batches: readonly number[]
  /** Empty: every core of the board. */
  readonly threads: readonly number[]
  /** A mode, or limits that a plan brought with it. */
  readonly limits: Mode | Limits
  readonly energy: EnergyDraft
}

/** What is wanted of energy; null is as the limits have it. */
export type EnergyDraft = { readonly [K in keyof EnergyLimits]: number | null }
const usualEnergy: EnergyDraft = { minEnergyMs: null, idleMs: null }

export type Lack =
  | 'board'
  | 'models'
  | 'sizes'
  | 'batches'
  | 'threads'
  | 'fewerModels'
  | 'fewerPoints'

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

export function batchesOf(draft: SweepDraft, chosen: readonly ChosenModel[]): readonly number[] {
  const fixed = fixedBatch(chosen)
  return fixed === null ? draft.batches : [fixed]
}

export function lacksOf(draft: SweepDraft, models: readonly ModelRecord[]): readonly Lack[] {
  const chosen = chosenModels(draft, models)
  const missesSize = chosen.some(
    ({ draft: inputs, model }) => missingOf(model.info, inputs).length > 0,
  )
  const batches = batchesOf(draft, chosen)
  return [
    ...(draft.boardId === null ? ['board' as const] : []),
    ...(chosen.length === 0 ? ['models' as const] : []),
    ...(missesSize ? ['sizes' as const] : []),
    ...(batches.length === 0 ? ['batches' as const] : []),
    ...(draft.threads.length === 0 ? ['threads' as const] : []),
    ...(chosen.length > largest.models ? ['fewerModels' as const] : []),
    ...(pointCount({ ...draft, models: chosen, batches }) > maxPoints
      ? ['fewerPoints' as const]
      : []),
  ]
}

/** What the mode does, or the limits that a plan brought with it. */
export const chosenLimits = ({ limits }: Pick<SweepDraft, 'limits'>): Limits =>
  typeof limits === 'string' ? modeLimits[limits] : limits

function limitsOf(draft: SweepDraft): Limits {
  const limits = chosenLimits(draft)
  return {
    ...limits,
    minEnergyMs: draft.energy.minEnergyMs ?? limits.minEnergyMs,
    idleMs: draft.energy.idleMs ?? limits.idleMs,
  }
}

function termsOf(plan: Terms): Terms {
  const { scenarios, governors, frequenciesKhz, engines, settings } = plan
  const { repetitions, ladder, server, coolDown, seed } = plan
  return {
    scenarios,
    governors,
    frequenciesKhz,
    engines,
    settings,
    repetitions,
    ladder,
    server,
    coolDown,
    seed,
  }
}

/** Null while something is missing. */
export function planOf(draft: SweepDraft, models: readonly ModelRecord[]): Plan | null {
  if (lacksOf({ ...draft, boardId: draft.boardId ?? '' }, models).length > 0) return null
  const chosen = chosenModels(draft, models)
  const plan = planSchema.safeParse({
    ...termsOf(draft),
    models: chosen.map((one) => plannedModel(one, chosen)),
    batches: batchesOf(draft, chosen),
    ladder: fixedBatch(chosen) === null ? draft.ladder : null,
    threads: draft.threads,
    limits: limitsOf(draft),
  })
  return plan.success ? plan.data : null
}

/** The mode whose limits a plan has, else the plan's own limits. */
export function limitsIn({ limits }: Plan): Mode | Limits {
  return modeOf(limits) ?? limits
}

/** The form as a plan fills it: its models that are known here. `keepsNames`: see `draftsOfPlan`. */
export function draftOfPlan(
  plan: Plan,
  boardId: string | null,
  models: readonly ModelRecord[],
  keepsNames = false,
): SweepDraft {
  const limits = limitsIn(plan)
  return {
    ...termsOf(plan),
    boardId,
    models: draftsOfPlan(plan.models, models, keepsNames),
    batches: plan.batches,
    threads: plan.threads,
    limits,
    energy: typeof limits === 'string' ? ownEnergy(plan.limits, modeLimits[limits]) : usualEnergy,
  }
}

/** A form that nobody has filled yet. */
function firstDraft(boardId: string | null): SweepDraft {
  return {
    boardId,
    models: [],
    scenarios: ['single-stream'],
    governors: [null],
    frequenciesKhz: [null],
    engines: ['ort-c'],
    settings: sessionAxesSchema.parse({}),
    batches: [1, 2, 4, 8],
    threads: [],
    repetitions: 1,
    ladder: null,
    server: { boundMs: defaultBoundMs },
    coolDown: { kind: 'none' },
    limits: 'quick',
    energy: usualEnergy,
    seed: defaultSeed,
  }
}

/** The form as the last plan left it, with the newest model where its own are gone. */
export function draftOf(
  plan: Plan | undefined,
  boardId: string | null,
  models: readonly ModelRecord[],
): SweepDraft {
  const draft = plan === undefined ? firstDraft(boardId) : draftOfPlan(plan, boardId, models)
  const newest = models.find(({ variant }) => variant === null) ?? models[0]
  return draft.models.length > 0 || newest === undefined
    ? draft
    : { ...draft, models: [draftOfRecord(newest, models)] }
}
