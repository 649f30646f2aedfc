// The facts behind a result's verdict: what ended how, and everything questionable about it.
// Each becomes one clause in the reader's language; `caution` ones are said first among equals and marked.

import type { Fault } from '../../../shared/fault.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import { measuredPoints, type PointState, type RunView } from '../../../shared/run.ts'

export type VerdictFact =
  | { readonly kind: 'completed'; readonly count: number }
  | { readonly kind: 'partial'; readonly count: number; readonly total: number }
  | { readonly kind: 'cancelled'; readonly count: number; readonly total: number }
  | { readonly kind: 'lost'; readonly count: number; readonly total: number }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'precise'; readonly count: number; readonly widestPercent: number | null }
  | { readonly kind: 'capped'; readonly count: number; readonly widestPercent: number | null }
  | { readonly kind: 'sparse'; readonly count: number }
  | { readonly kind: 'unsteady'; readonly count: number }
  | { readonly kind: 'crowded'; readonly count: number; readonly cores: number }
  | { readonly kind: 'failedPoints'; readonly count: number }
  /** Every point that was not measured does not fit into the memory, which is an answer and no failure. */
  | { readonly kind: 'fits'; readonly count: number; readonly total: number }
  | { readonly kind: 'tooLarge'; readonly count: number }

export const cautions: ReadonlySet<VerdictFact['kind']> = new Set([
  'partial',
  'cancelled',
  'lost',
  'failed',
  'capped',
  'sparse',
  'unsteady',
  'crowded',
  'failedPoints',
])

/** What a verdict needs of the record: it knows of ends that the board never told. */
type Ended = Pick<RunRecord, 'status' | 'fault'>

type Measured = ReturnType<typeof measuredPoints>[number]

/** Half the interval of the median relative to it, in percent. */
function halfWidthPercent({ measurement }: Measured): number | null {
  const { medianIntervalNs: interval, percentilesNs } = measurement.latency
  if (interval === null || percentilesNs.p50 === null || percentilesNs.p50 === 0) return null
  return ((interval.high - interval.low) / 2 / percentilesNs.p50) * 100
}

function widest(points: readonly Measured[]): number | null {
  const widths = points.map(halfWidthPercent).filter((width) => width !== null)
  return widths.length === 0 ? null : Math.max(...widths)
}

/** Whether a point ended with the answer that it does not fit into the memory. */
export function isTooLarge(state: PointState): boolean {
  return state.kind === 'ended' && state.outcome.kind === 'does-not-fit'
}

function outcomeFact(
  { status, fault }: Ended,
  view: RunView,
  count: number,
  tooLarge: number,
): VerdictFact | null {
  const total = view.points.length
  switch (status) {
    case 'completed':
      if (count === total) return { kind: 'completed', count }
      return { kind: count + tooLarge === total ? 'fits' : 'partial', count, total }
    case 'cancelled':
    case 'lost':
      return { kind: status, count, total }
    case 'failed': {
      const own = view.outcome?.kind === 'failed' ? view.outcome.fault : fault
      return own === null ? { kind: 'partial', count, total } : { kind: 'failed', fault: own }
    }
    case 'preparing':
    case 'running':
      return null
  }
}

export function verdictOf(record: Ended, view: RunView): readonly VerdictFact[] {
  const measured = measuredPoints(view)
  const precise = measured.filter(({ measurement }) => measurement.stop === 'precision')
  const capped = measured.filter(({ measurement }) => measurement.stop !== 'precision')
  const unsteady = measured.filter(({ measurement }) => measurement.warmup.end !== 'steady')
  const sparse = measured.filter(
    ({ measurement }) => measurement.latency.percentilesNs.p50 === null,
  )
  const cores = view.facts?.cpu.availableCores ?? null
  const crowded = cores === null ? [] : measured.filter(({ point }) => point.threads > cores)
  const tooLarge = view.points.filter(({ state }) => isTooLarge(state)).length
  const failed = view.points.filter(
    ({ state }) => state.kind === 'ended' && state.outcome.kind === 'failed',
  )
  const outcome = outcomeFact(record, view, measured.length, tooLarge)
  return [
    ...(outcome === null ? [] : [outcome]),
    ...(precise.length === 0
      ? []
      : [{ kind: 'precise', count: precise.length, widestPercent: widest(precise) } as const]),
    ...(capped.length === 0
      ? []
      : [{ kind: 'capped', count: capped.length, widestPercent: widest(capped) } as const]),
    ...(tooLarge === 0 || outcome?.kind === 'fits'
      ? []
      : [{ kind: 'tooLarge', count: tooLarge } as const]),
    ...(failed.length === 0 ? [] : [{ kind: 'failedPoints', count: failed.length } as const]),
    ...(sparse.length === 0 ? [] : [{ kind: 'sparse', count: sparse.length } as const]),
    ...(unsteady.length === 0 ? [] : [{ kind: 'unsteady', count: unsteady.length } as const]),
    ...(cores === null || crowded.length === 0
      ? []
      : [{ kind: 'crowded', count: crowded.length, cores } as const]),
  ]
}
