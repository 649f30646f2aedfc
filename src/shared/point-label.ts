// The conditions that every label of a result carries: its scenario, its engine and the settings that are not at their
// default. Two results with other conditions never look alike.

import type { Point } from './plan.ts'
import { englishOf, type Saying, settingSayings } from './result-sayings.ts'

export type Conditions = Pick<Point, 'scenario' | 'engine' | 'settings'>

/** In the order in which a label has them; engines go by their own names. */
export function conditionParts(conditions: Conditions): readonly (Saying | string)[] {
  return [
    { key: `scenario.${conditions.scenario}.name`, params: {} },
    conditions.engine,
    ...settingSayings(conditions),
  ]
}

/** Equal where the conditions are. */
export function conditionsKey({ scenario, engine, settings }: Conditions): string {
  return JSON.stringify([scenario, engine, settings])
}

/** In English. */
export function conditionWords(conditions: Conditions): string {
  return conditionParts(conditions)
    .map((part) => (typeof part === 'string' ? part : englishOf(part)))
    .join(' · ')
}
