// Precisions, recipes and accuracy in words and numbers.

import type { TFunction } from 'i18next'
import type { PlannedModel, PointModel } from '../../../shared/plan.ts'
import { precisionTitle } from '../../../shared/point-label.ts'
import type { Precision } from '../../../shared/precision.ts'
import { threeDigits, unknown } from '../../../shared/units.ts'
import type { Recipe, RecipeOf, Samples } from '../../../shared/variant.ts'

/** Precisions go by their own names in every language, as in plans and files. */
export const precisionWords = (t: TFunction, precision: Precision | null | undefined): string =>
  precision ?? t('precision.unknown')

/** The same of a point's model, with its name where the plan has several at this precision. */
export const pointPrecisionWords = (
  t: TFunction,
  model: Pick<PointModel, 'precision' | 'variantName'>,
): string => precisionTitle(model, t('precision.unknown'))

type NamedModel = Pick<PlannedModel, 'sha256' | 'name' | 'precision' | 'original'>

/**
 * A planned model by its name, and by its precision where it is a variant, which goes by its original's name, or where
 * one of `beside` is a variant of it.
 */
export function modelWords(
  t: TFunction,
  { sha256, name, precision, original }: NamedModel,
  beside: readonly NamedModel[] = [],
): string {
  const isSwept = original !== undefined || beside.some((model) => model.original === sha256)
  return isSwept ? `${name} · ${precisionWords(t, precision)}` : name
}

export const formatDecibels = (decibels: number | null) =>
  decibels === null ? unknown : `${decibels.toFixed(1)} dB`

export const formatError = (error: number | null) =>
  error === null
    ? unknown
    : error !== 0 && Math.abs(error) < 1e-4
      ? error.toExponential(1)
      : threeDigits(error)

/** “Conv ×53, MatMul ×12”: the most frequent first. */
export function countWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([one, few], [other, many]) => many - few || one.localeCompare(other))
    .map(([operator, count]) => `${operator} ×${count}`)
    .join(', ')
}

export const countAll = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** What the inputs were: the user's own or random ones, how many, and the seed. */
export function samplesWords(t: TFunction, { inputs, count, seed }: Samples): string {
  const own = Object.values(inputs).flatMap((values) =>
    values.kind === 'file' ? [values.name] : [],
  )
  return own.length === 0
    ? t('variants.samplesSeeded', { count, seed })
    : t('variants.samplesOwn', { count, files: own.join(', ') })
}

const weightWords = (
  t: TFunction,
  { perChannel, reduceRange }: Pick<RecipeOf<'int8-dynamic'>, 'perChannel' | 'reduceRange'>,
): readonly string[] => [
  t(perChannel ? 'variants.perChannelOn' : 'variants.perChannelOff'),
  t(reduceRange ? 'variants.reduceRangeOn' : 'variants.reduceRangeOff'),
]

/** Its choices in the order of the recipe; what it keeps stands elsewhere. */
export function recipeWords(t: TFunction, recipe: Recipe): readonly string[] {
  switch (recipe.precision) {
    case 'fp32':
    case 'fp16':
      return []
    case 'int8-dynamic':
      return weightWords(t, recipe)
    case 'int8-static': {
      const { scheme, calibration, samples } = recipe
      return [
        t(`variants.schemeIs.${scheme}`),
        ...weightWords(t, recipe),
        calibration.kind === 'percentile'
          ? t('variants.calibrationPercentile', { percent: calibration.percent })
          : t(`variants.calibrationIs.${calibration.kind}`),
        samplesWords(t, samples),
      ]
    }
    case 'int4':
      return [
        t('variants.blocksOf', { size: recipe.blockSize }),
        t(recipe.symmetric ? 'variants.symmetricOn' : 'variants.symmetricOff'),
      ]
  }
}
