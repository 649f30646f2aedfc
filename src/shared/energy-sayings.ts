// What an energy says of itself as keys of `resultWords`: a figure is never said without how it was measured.

import type { EnergyMismatch } from './energy-ratio.ts'
import type { EnergyFlag, PowerMethod, PowerSource } from './power.ts'
import { type AdviceSaying, englishOf, type Saying } from './result-sayings.ts'

export const methodSaying = (method: PowerMethod): Saying => ({
  key: `energy.method.${method}`,
  params: {},
})

export const coverageSaying = (coverage: PowerSource['coverage']): Saying => ({
  key: `energy.coverage.${coverage}`,
  params: {},
})

export const notMeasuredSaying: Saying = { key: 'energy.notMeasured', params: {} }

/** A word or two that stand beside a figure. */
export const energyMarkSaying = (flag: EnergyFlag): Saying => ({
  key: `energy.flag.${flag}.mark`,
  params: {},
})

export const energyFlagSaying = (flag: EnergyFlag): AdviceSaying => ({
  says: { key: `energy.flag.${flag}.says`, params: {} },
  hint: { key: `energy.flag.${flag}.hint`, params: {} },
})

/** `wordsOf` says a part in the language of the whole. */
export const mismatchSaying = (
  { term, own, base }: EnergyMismatch,
  wordsOf: (saying: Saying) => string = englishOf,
): Saying => {
  const place = (value: string) =>
    term === 'source' ? value : wordsOf({ key: `energy.${term}.${value}`, params: {} })
  return { key: `energy.mismatch.${term}`, params: { own: place(own), base: place(base) } }
}
