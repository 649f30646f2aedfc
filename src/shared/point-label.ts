// The conditions that every label of a result carries: the precision of its model where that is not fp32, its scenario,
// its engine and the settings that are not at their default. Two results with other conditions never look alike.

import type { Clock, EngineId, PlannedModel, PointModel, Scenario } from './plan.ts'
import type { Precision } from './precision.ts'
import { clockSayings, englishOf, type Saying, settingSayings } from './result-sayings.ts'
import type { SomeSettings } from './session-settings.ts'

/** Of a point, or what several have in common: null, or a setting that is not there, is what they differ in. */
export interface Conditions {
  readonly model: Pick<PlannedModel, 'precision'> | null
  /** Of models that differ in all but it; null where it is not known, or theirs is said by `model`. */
  readonly precision?: Precision | null
  /** Of such a precision, where several of one network have it. */
  readonly variantName?: string | null
  readonly scenario: Scenario | null
  readonly engine: EngineId | null
  /** Null too where a plan leaves the clocks as they are. */
  readonly clock: Clock | null
  readonly settings: SomeSettings
}

/** Of a point's model, with its name beside it where that tells it apart. `unknown` stands for a precision that is not known. */
export const precisionTitle = (
  { precision, variantName }: Pick<PointModel, 'precision' | 'variantName'>,
  unknown: string,
): string => [precision ?? unknown, variantName ?? []].flat().join(' · ')

/** By its own name, as engines are. */
export const precisionParts = ({
  precision = 'fp32',
}: Pick<PlannedModel, 'precision'>): readonly Precision[] =>
  precision === 'fp32' ? [] : [precision]

/** A model and its variants, told apart. */
export const modelTitle = (model: Pick<PlannedModel, 'name' | 'precision'>): string =>
  [model.name, ...precisionParts(model)].join(' ')

function precisionIn({ model, precision, variantName }: Conditions): readonly string[] {
  if (model !== null) return precisionParts(model)
  if (precision == null) return []
  return variantName == null
    ? precisionParts({ precision })
    : [precisionTitle({ precision, variantName }, precision)]
}

/** In the order in which a label has them; engines go by their own names. */
export function conditionParts(conditions: Conditions): readonly (Saying | string)[] {
  const { scenario, engine } = conditions
  return [
    ...precisionIn(conditions),
    ...(scenario === null ? [] : [{ key: `scenario.${scenario}.name`, params: {} }]),
    ...(engine === null ? [] : [engine]),
    ...clockSayings(conditions.clock),
    ...settingSayings(conditions),
  ]
}

/** Equal where the conditions are. */
export function conditionsKey(conditions: Conditions): string {
  const { scenario, engine, clock, settings } = conditions
  return JSON.stringify([precisionIn(conditions), scenario, engine, clock, settings])
}

/** In English. */
export function conditionWords(conditions: Conditions): string {
  return conditionParts(conditions)
    .map((part) => (typeof part === 'string' ? part : englishOf(part)))
    .join(' · ')
}
