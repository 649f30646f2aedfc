// Models and their variants as the window shows them: which belong together, what a model computes in, which precisions
// it can be had at, and what is said of one that was compared with its original.

import type { ModelRecord } from '../../../shared/ipc.ts'
import { descends, type FindModel, lineage, plannedPrecision } from '../../../shared/lineage.ts'
import { handsOn } from '../../../shared/moving-operators.ts'
import { type Precision, precisions } from '../../../shared/precision.ts'
import type { LayerAccuracy, Recipe, Variant } from '../../../shared/variant.ts'

export interface VariantRecord extends ModelRecord {
  readonly variant: Variant
}

export const isVariant = (model: ModelRecord): model is VariantRecord => model.variant !== null

/** The variants of a model: by precision, of one precision the older first. */
export function variantsOf(
  models: readonly ModelRecord[],
  original: string,
): readonly VariantRecord[] {
  return byPrecision(
    models.filter(isVariant).filter(({ variant }) => variant.original === original),
  )
}

function byPrecision(variants: readonly VariantRecord[]): readonly VariantRecord[] {
  const place = ({ variant }: VariantRecord) => precisions.indexOf(variant.precision)
  return variants.toSorted((a, b) => place(a) - place(b) || a.addedMs - b.addedMs)
}

/** The model that it is a variant of, where that is known here. */
export function originalOf(
  models: readonly ModelRecord[],
  { variant }: ModelRecord,
): ModelRecord | null {
  return models.find(({ sha256 }) => sha256 === variant?.original) ?? null
}

const finderIn =
  (models: readonly ModelRecord[]): FindModel =>
  (sha256) =>
    models.find((model) => model.sha256 === sha256) ?? null

/** The model at the beginning of its line; itself where it is a variant of none that is known. */
export const rootOf = (models: readonly ModelRecord[], model: ModelRecord): ModelRecord =>
  lineage(model.sha256, finderIn(models)).at(-1) ?? model

/** A model before everything that is made of it, by precision. */
export function familyOf(
  models: readonly ModelRecord[],
  root: ModelRecord,
): readonly ModelRecord[] {
  const find = finderIn(models)
  const others = models
    .filter(isVariant)
    .filter(({ sha256 }) => sha256 !== root.sha256 && descends(sha256, root.sha256, find))
  return [root, ...byPrecision(others)]
}

/** What a plan says of a model's precision and origin. */
export const precisionInPlan = (models: readonly ModelRecord[], model: ModelRecord) =>
  plannedPrecision(model, finderIn(models))

export interface ListedModel {
  readonly model: ModelRecord
  /** How many originals stand above it. */
  readonly depth: number
}

/** Each model with its variants under it. One whose original is not known stands by itself. */
export function modelTree(models: readonly ModelRecord[]): readonly ListedModel[] {
  const listed = new Set<string>()
  const below = (model: ModelRecord, depth: number): readonly ListedModel[] => {
    // Two files that name each other as their original would go round for ever.
    if (listed.has(model.sha256)) return []
    listed.add(model.sha256)
    const variants = variantsOf(models, model.sha256)
    return [{ model, depth }, ...variants.flatMap((variant) => below(variant, depth + 1))]
  }
  const roots = models.filter((model) => originalOf(models, model) === null)
  const tree = roots.flatMap((model) => below(model, 0))
  return [...tree, ...models.flatMap((model) => below(model, 0))]
}

/** What a variant of this model can be made at: from fp32 everything else; from anything else fp32. */
export function makeablePrecisions(own: Precision | null): readonly Precision[] {
  return own === null || own === 'fp32'
    ? precisions.filter((precision) => precision !== 'fp32')
    : ['fp32']
}

/** The same recipe, and one more node left as it is; null where that would change nothing. */
export function recipeWithout(
  { recipe, made }: Pick<Variant, 'recipe' | 'made'>,
  { node, operator }: Pick<LayerAccuracy, 'node' | 'operator'>,
): Recipe | null {
  if (recipe === null || made === null || !('keepNodes' in recipe)) return null
  const isKept = recipe.keepNodes.includes(node) || made.kept.some((kept) => kept.node === node)
  const isConverted = Object.hasOwn(made.converted, operator)
  const isHandedOn = recipe.precision === 'int8-static' && handsOn(operator)
  return isKept || !(isConverted || isHandedOn)
    ? null
    : { ...recipe, keepNodes: [...recipe.keepNodes, node] }
}

/** The largest of its kind over all outputs; null where none is known. */
export function worstError(variant: Variant): number | null {
  const errors = variant.accuracy?.outputs.flatMap(({ maxAbsError }) => maxAbsError ?? []) ?? []
  return errors.length === 0 ? null : Math.max(...errors)
}
