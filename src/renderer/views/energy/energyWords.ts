// How an energy was measured, in the reader's language: no figure stands without it.

import type { TFunction } from 'i18next'
import type { EnergyMismatch } from '../../../shared/energy-ratio.ts'
import {
  coverageSaying,
  energyMarkSaying,
  methodSaying,
  mismatchSaying,
} from '../../../shared/energy-sayings.ts'
import { flagsOf, type PooledEnergy } from '../../../shared/pooled-energy.ts'
import { said } from '../../i18n/sayings.ts'

/** What makes a figure weak, in a word or two each; empty: nothing. */
export const energyMarks = (t: TFunction, energy: Pick<PooledEnergy, 'flags'>): string =>
  flagsOf(energy)
    .map((flag) => said(t, energyMarkSaying(flag)))
    .join(t('compare.comma'))

/** `input rail, the whole board`. */
export const seenBy = (
  t: TFunction,
  { method, coverage }: Pick<PooledEnergy, 'method' | 'coverage'>,
): string =>
  [said(t, methodSaying(method)), said(t, coverageSaying(coverage))].join(t('compare.comma'))

/** How it was measured, and what makes its figure weak. */
export const measuredBy = (
  t: TFunction,
  energy: Pick<PooledEnergy, 'method' | 'coverage' | 'flags'>,
): string =>
  [seenBy(t, energy), energyMarks(t, energy)].filter((part) => part !== '').join(t('compare.comma'))

/** Each way of measuring of these energies, once. */
export const measuredByAll = (t: TFunction, energies: readonly PooledEnergy[]): string =>
  [...new Set(energies.map((energy) => measuredBy(t, energy)))].join(t('axis.and'))

/** What two energies differ in besides their value; empty: nothing. */
export const mismatchWords = (t: TFunction, mismatches: readonly EnergyMismatch[]): string =>
  mismatches
    .map((mismatch) =>
      said(
        t,
        mismatchSaying(mismatch, (saying) => said(t, saying)),
      ),
    )
    .join(t('compare.comma'))
