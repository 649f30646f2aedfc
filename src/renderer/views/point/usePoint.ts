// A point of a run as its page shows it: what its repetitions make together, and which of them is looked at.

import { useSearchParams } from 'wouter'
import type { InvalidReason } from '../../../shared/environment.ts'
import type { Measurement } from '../../../shared/measurement.ts'
import { pooled } from '../../../shared/pool.ts'
import type { PooledEnergy } from '../../../shared/pooled-energy.ts'
import { measuredPoint, type PointView, type RepetitionResult } from '../../../shared/run.ts'

export interface MeasuredRepetition extends RepetitionResult {
  readonly measurement: Measurement
}

export function measuredRepetitions({
  repetitions,
}: Pick<PointView, 'repetitions'>): readonly MeasuredRepetition[] {
  return repetitions
    .flatMap((result) =>
      result.outcome.kind === 'measured'
        ? [{ ...result, measurement: result.outcome.measurement }]
        : [],
    )
    .toSorted((a, b) => a.repetition - b.repetition)
}

export interface PointResult {
  readonly measurement: Measurement
  readonly invalid: readonly InvalidReason[]
  /** By source, that which stands for the point first; empty: not measured. */
  readonly energy: readonly PooledEnergy[]
}

/** What is known so far, also while repetitions are still to come. Null where nothing was measured. */
export function resultOf(view: PointView): PointResult | null {
  const ended = measuredPoint(view)
  if (ended !== null) return ended
  if (view.state.kind === 'ended' || measuredRepetitions(view).length === 0) return null
  const { outcome, invalid, energy } = pooled(view.repetitions)
  return outcome.kind === 'measured' ? { measurement: outcome.measurement, invalid, energy } : null
}

/** The repetition that is looked at, in the address; the first that counts unless another was chosen. */
export function useRepetition(
  measured: readonly MeasuredRepetition[],
): readonly [MeasuredRepetition | null, (repetition: number) => void] {
  const [search, setSearch] = useSearchParams()
  const wanted = Number(search.get('repetition') ?? '')
  const found =
    (search.has('repetition') ? measured.find(({ repetition }) => repetition === wanted) : null) ??
    measured.find(({ invalid }) => invalid.length === 0) ??
    measured[0] ??
    null
  return [
    found,
    (repetition) =>
      setSearch(
        { ...Object.fromEntries(search), repetition: String(repetition) },
        { replace: true },
      ),
  ]
}
