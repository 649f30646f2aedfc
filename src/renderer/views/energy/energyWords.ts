// How an energy was measured, in the reader's language: no figure stands without it.

import type { TFunction } from 'i18next'
import type { EnergyMismatch } from '../../../shared/energy-ratio.ts'
import { coverageSaying, methodSaying, mismatchSaying } from '../../../shared/energy-sayings.ts'
import type { PooledEnergy } from '../../../shared/pooled-energy.ts'
import { said } from '../../i18n/sayings.ts'

/** `input rail, the whole board`. */
export const measuredBy = (
  t: TFunction,
  { method, coverage }: Pick<PooledEnergy, 'method' | 'coverage'>,
): string =>
  [said(t, methodSaying(method)), said(t, coverageSaying(coverage))].join(t('compare.comma'))

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
