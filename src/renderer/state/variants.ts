// Variants while they are made: one after another for each original, seen from wherever the original is shown, and kept
// going while other views are looked at.

import { create } from 'zustand'
import { FaultError } from '../../shared/fault.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { Precision } from '../../shared/precision.ts'
import type { Recipe } from '../../shared/variant.ts'
import { call } from '../api.ts'
import { notifyFault } from '../faults/notifyFault.ts'
import { keepModel } from './models.ts'

interface Failure {
  readonly recipe: Recipe
  readonly error: Error
}

interface Making {
  /** The first is being made; none: it is over. */
  readonly recipes: readonly Recipe[]
  /** Of the last batch. */
  readonly failures: readonly Failure[]
}

const idle: Making = { recipes: [], failures: [] }

interface MakingState {
  readonly byOriginal: Readonly<Record<string, Making>>
}

const useMakings = create<MakingState>(() => ({ byOriginal: {} }))

function change(original: string, next: (making: Making) => Making): void {
  useMakings.setState(({ byOriginal }) => ({
    byOriginal: { ...byOriginal, [original]: next(byOriginal[original] ?? idle) },
  }))
}

const of =
  (original: string) =>
  ({ byOriginal }: MakingState): Making =>
    byOriginal[original] ?? idle

export const useMaking = (original: string): Making => useMakings(of(original))

/** As it is now, for what is no component. */
export const makingOf = (original: string): Making => of(original)(useMakings.getState())

const isCancelled = (error: unknown) =>
  error instanceof FaultError && error.fault.code === 'cancelled'

/** What was called off while it was made: main may have made it before it heard of that. */
const calledOff = new WeakSet<Recipe>()

/** What is made is compared with its original at once, so that its speed never stands without its accuracy. */
async function make(original: string, recipe: Recipe, onMade: (model: ModelRecord) => void) {
  const model = await call('models.makeVariant', { original, recipe })
  keepModel(model)
  if (calledOff.has(recipe)) return
  onMade(model)
  if (model.variant?.accuracy === null)
    keepModel(await call('models.compareVariant', { sha256: model.sha256 }))
}

/** After those that are being made already. What is called off makes none of the rest, and is no failure. */
export async function makeVariants(
  original: string,
  recipes: readonly Recipe[],
  onMade: (model: ModelRecord) => void = () => {},
): Promise<void> {
  const isUnderWay = makingOf(original).recipes.length > 0
  // Each request is one of its own, though one object was asked for twice.
  const wanted = recipes.map((recipe) => ({ ...recipe }))
  change(original, (making) => ({
    recipes: [...making.recipes, ...wanted],
    failures: isUnderWay ? making.failures : [],
  }))
  for (const recipe of wanted) {
    await turnOf(original, recipe)
    if (!makingOf(original).recipes.includes(recipe)) continue
    try {
      await make(original, recipe, onMade)
    } catch (thrown) {
      if (!isCancelled(thrown)) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown))
        change(original, (making) => ({
          ...making,
          failures: [...making.failures, { recipe, error }],
        }))
      }
    }
    change(original, (making) => ({
      ...making,
      recipes: making.recipes.filter((one) => one !== recipe),
    }))
  }
}

/** Until this recipe is the first, or is wanted no more. */
function turnOf(original: string, recipe: Recipe): Promise<void> {
  return new Promise((resolve) => {
    const isDue = () => {
      const { recipes } = makingOf(original)
      return recipes[0] === recipe || !recipes.includes(recipe)
    }
    if (isDue()) {
      resolve()
      return
    }
    const stop = useMakings.subscribe(() => {
      if (!isDue()) return
      stop()
      resolve()
    })
  })
}

/** Ends what was asked for until now; what is asked for from now on is made. */
export function cancelVariants(original: string): void {
  for (const recipe of makingOf(original).recipes) calledOff.add(recipe)
  change(original, (making) => ({ ...making, recipes: making.recipes.slice(0, 1) }))
  call('models.cancelVariant', { original }).catch(notifyFault)
}

/** The failures were read. */
export const forgetFailures = (original: string) =>
  change(original, (making) => ({ ...making, failures: [] }))

/** Which precisions are on their way. */
export const precisionsOf = ({ recipes }: Making): readonly Precision[] =>
  recipes.map(({ precision }) => precision)
