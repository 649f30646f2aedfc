// The precisions of a run by what each was compared with, and on which inputs: accuracy is nearness to an original, and that
// to another one, or on other samples, has no place beside it. A network whose root is quantized has two: the root, and the fp32 that is made of it.

import { leastCosine, worstOutput } from '../../../shared/accuracy.ts'
import { canonicalSamples } from '../../../shared/canonical-recipe.ts'
import { comparedPoint } from '../../../shared/compared-point.ts'
import { meterOf } from '../../../shared/one-meter.ts'
import type { Accuracy, Samples } from '../../../shared/variant.ts'
import { verdictOn } from '../models/verdict.ts'
import type { PrecisionRow } from './precisionRows.ts'

export const gains = ['cosine', 'sqnr'] as const
export type Gain = (typeof gains)[number]

/** What is paid for accuracy. */
export const costs = ['latency', 'energy'] as const
export type Cost = (typeof costs)[number]

/** Nanoseconds of the median, or joules per inference; null where it was not measured. */
export const costOf = ({ compared }: PrecisionRow, cost: Cost): number | null =>
  cost === 'latency' ? (compared?.medianNs ?? null) : (compared?.energy?.joulesPerInference ?? null)

/** Whether energies of all these were measured in one way: unlike ones have no common axis. */
export const areOfOneMeter = (rows: readonly PrecisionRow[]): boolean =>
  new Set(
    rows.flatMap(({ compared }) => (compared?.energy == null ? [] : [meterOf(compared.energy)])),
  ).size === 1

export interface PrecisionFront {
  /** The content of the original. */
  readonly original: string
  /** Those that all of them were compared on. */
  readonly samples: Samples
  /** Null where it was not in the run. */
  readonly originalRow: PrecisionRow | null
  /** The original first, then what was made of it, in the order of the rows. */
  readonly rows: readonly PrecisionRow[]
}

const originalOf = ({ model }: PrecisionRow) => model?.variant?.original ?? null
const accuracyOf = ({ model }: PrecisionRow): Accuracy | null => model?.variant?.accuracy ?? null

/** Whether what was compared among these was compared on the same samples. */
export const areAlike = (rows: readonly PrecisionRow[]): boolean =>
  new Set(rows.flatMap((row) => samplesKey(row) ?? [])).size < 2

function samplesKey(row: PrecisionRow): string | null {
  const accuracy = accuracyOf(row)
  return accuracy === null ? null : canonicalSamples(accuracy.samples)
}

/**
 * One for each original and the samples that something here was compared with it on; the one with most of it first. What was
 * not compared stands in each of its original's.
 */
export function frontsOf(rows: readonly PrecisionRow[]): readonly PrecisionFront[] {
  const groups = Map.groupBy(
    rows.filter((row) => accuracyOf(row) !== null),
    (row) => `${originalOf(row)} ${samplesKey(row)}`,
  )
  return [...groups.values()]
    .flatMap((compared): readonly PrecisionFront[] => {
      const [first] = compared
      const [original, accuracy] = first ? [originalOf(first), accuracyOf(first)] : [null, null]
      if (original === null || accuracy === null) return []
      const originalRow = rows.find(({ view }) => view.point.model.sha256 === original) ?? null
      const made = rows.filter(
        (row) =>
          originalOf(row) === original && (compared.includes(row) || accuracyOf(row) === null),
      )
      return [
        {
          original,
          samples: accuracy.samples,
          originalRow,
          rows: [...(originalRow === null ? [] : [originalRow]), ...made],
        },
      ]
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

/** Whether it is known of each two, and not only likely, which of them costs less, or that they cost as much. */
export function areToldApart(
  rows: readonly PrecisionRow[],
  countsInvalid: boolean,
  cost: Cost = 'latency',
): boolean {
  return rows.every(({ measured: own }, index) =>
    rows.slice(0, index).every(({ measured: base }) => {
      if (own === null || base === null) return false
      const treatment = countsInvalid ? 'counted' : 'left-out'
      const compared = comparedPoint(own, base, treatment)
      const ratio = cost === 'latency' ? compared.latencyRatio : compared.energyRatio
      const verdict = ratio?.verdict
      return verdict === 'better' || verdict === 'worse' || verdict === 'same'
    }),
  )
}
