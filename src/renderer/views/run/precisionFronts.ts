// The precisions of a run by what each was compared with: accuracy is nearness to an original, and that to another one
// has no place beside it. A network whose root is quantized has two: the root, and the fp32 that is made of it.

import { leastCosine, worstOutput } from '../../../shared/accuracy.ts'
import { comparedPoint } from '../../../shared/compared-point.ts'
import { verdictOn } from '../models/verdict.ts'
import type { PrecisionRow } from './precisionRows.ts'

export const gains = ['cosine', 'sqnr'] as const
export type Gain = (typeof gains)[number]

export interface PrecisionFront {
  /** The content of the original. */
  readonly original: string
  /** Null where it was not in the run. */
  readonly originalRow: PrecisionRow | null
  /** The original first, then what was made of it, in the order of the rows. */
  readonly rows: readonly PrecisionRow[]
}

const originalOf = ({ model }: PrecisionRow) => model?.variant?.original ?? null
const isCompared = ({ model }: PrecisionRow) => (model?.variant?.accuracy ?? null) !== null

/** One for each original of which something that was compared with it is here; the one with most of it first. */
export function frontsOf(rows: readonly PrecisionRow[]): readonly PrecisionFront[] {
  const originals = new Set(rows.filter(isCompared).flatMap((row) => originalOf(row) ?? []))
  return [...originals]
    .map((original): PrecisionFront => {
      const originalRow = rows.find(({ view }) => view.point.model.sha256 === original) ?? null
      const made = rows.filter((row) => originalOf(row) === original)
      return {
        original,
        originalRow,
        rows: [...(originalRow === null ? [] : [originalRow]), ...made],
      }
    })
    .toSorted((one, other) => other.rows.length - one.rows.length)
}

/** The original is as near to itself as can be: its cosine is 1, and it has no noise to have a ratio to. */
export function gainOf(
  row: PrecisionRow,
  { originalRow }: PrecisionFront,
  gain: Gain,
): number | null {
  if (row === originalRow) return gain === 'cosine' ? 1 : null
  const accuracy = row.model?.variant?.accuracy ?? null
  if (accuracy === null) return null
  return gain === 'cosine' ? leastCosine(accuracy) : (worstOutput(accuracy)?.sqnrDb ?? null)
}

/** Whether a row may be called better than another: it is valid, and did not fail its own threshold. */
export const isInRunning = (row: PrecisionRow, front: PrecisionFront, countsInvalid: boolean) =>
  row.measured !== null &&
  (countsInvalid || row.measured.invalid.length === 0) &&
  !hasFailed(row, front)

export const hasFailed = (row: PrecisionRow, { originalRow }: PrecisionFront): boolean =>
  row !== originalRow && row.model?.variant != null && verdictOn(row.model.variant) === 'failed'

/** Whether the figure of each says something of it: the original's own does. */
export const areTold = (rows: readonly PrecisionRow[], { originalRow }: PrecisionFront): boolean =>
  rows.every(
    (row) =>
      row === originalRow ||
      (row.model?.variant != null && verdictOn(row.model.variant) === 'passed'),
  )

/** Whether it is known of each two, and not only likely, which of them is faster, or that they are as fast. */
export function areToldApart(rows: readonly PrecisionRow[], countsInvalid: boolean): boolean {
  return rows.every(({ measured: own }, index) =>
    rows.slice(0, index).every(({ measured: base }) => {
      if (own === null || base === null) return false
      const treatment = countsInvalid ? 'counted' : 'left-out'
      const verdict = comparedPoint(own, base, treatment).latencyRatio?.verdict
      return verdict === 'better' || verdict === 'worse' || verdict === 'same'
    }),
  )
}
