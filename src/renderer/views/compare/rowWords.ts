// What a row of a comparison is called, and which columns its table needs for that: what all rows have in common has none.

import type { TFunction } from 'i18next'
import type { Comparison, ComparisonRow } from '../../../shared/compare.ts'
import { modelsOf } from '../../../shared/comparison-finding.ts'
import { type Conditions, conditionParts, conditionsKey } from '../../../shared/point-label.ts'
import { said } from '../../i18n/sayings.ts'

export interface RowColumns {
  readonly model: boolean
  readonly conditions: boolean
  readonly batch: boolean
  readonly threads: boolean
  /** Each side has its own thread count, and is not called by it. */
  readonly ownThreads: boolean
}

export function rowColumns({ rows, by }: Comparison): RowColumns {
  const sameThreads = rows.every(({ threads }) => threads !== null)
  return {
    model: modelsOf(rows).length > 1,
    conditions: new Set(rows.map(conditionsKey)).size > 1,
    batch: by !== 'batch',
    threads: sameThreads,
    ownThreads: !sameThreads && by !== 'threads',
  }
}

/** Scenario, engine and named settings, as every label has them. */
export function conditionWords(t: TFunction, conditions: Conditions): string {
  return conditionParts(conditions)
    .map((part) => (typeof part === 'string' ? part : said(t, part)))
    .join(' · ')
}

/** Batch and threads, as far as the sides have them in common. */
export function placeWords(t: TFunction, { batch, threads }: ComparisonRow): string {
  const ofThreads = threads === null ? '' : t('sweep.threadsRow', { count: threads })
  if (batch === null) return ofThreads
  return threads === null
    ? t('boards.atBatch', { batch })
    : t('run.point', { batch, threads: ofThreads })
}

/** Place and conditions. */
export function pointWords(t: TFunction, row: ComparisonRow): string {
  return [placeWords(t, row), conditionWords(t, row)]
    .filter((part) => part !== '')
    .join(t('axis.and'))
}

/** As short as tells the row from the others. */
export function rowWords(t: TFunction, row: ComparisonRow, columns: RowColumns): string {
  const point = columns.conditions ? pointWords(t, row) : placeWords(t, row)
  if (!columns.model || row.model === null) return point
  return t('run.headlineOf', { model: row.model.name, point })
}
