// The facts behind a result's verdict: what ended how, and everything questionable about it.
// Each becomes one clause in the reader's language; `caution` ones are said first among equals and marked.

import type { InvalidReason } from '../../../shared/environment.ts'
import type { Fault } from '../../../shared/fault.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import type { Measurement } from '../../../shared/measurement.ts'
import { headlineHalfWidth } from '../../../shared/result-sayings.ts'
import { measuredPoints, type RunView } from '../../../shared/run.ts'
import { type CellState, cellStateOf } from './cellState.ts'

export type VerdictFact =
  | { readonly kind: 'completed'; readonly count: number }
  | { readonly kind: 'partial'; readonly count: number; readonly total: number }
  | { readonly kind: 'cancelled'; readonly count: number; readonly total: number }
  | { readonly kind: 'lost'; readonly count: number; readonly total: number }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'precise'; readonly count: number; readonly widestPercent: number | null }
  /** Measuring on would not have made it narrower. */
  | { readonly kind: 'settled'; readonly count: number; readonly widestPercent: number | null }
  /** The scenario's own end. */
  | { readonly kind: 'whole'; readonly count: number }
  | { readonly kind: 'capped'; readonly count: number; readonly widestPercent: number | null }
  | {
      readonly kind: 'invalid'
      readonly count: number
      readonly because: readonly InvalidReason['kind'][]
    }
  /** Some of its nodes ran on another provider than the one that was asked for. */
  | { readonly kind: 'fallback'; readonly count: number }
  | { readonly kind: 'warned'; readonly count: number }
  | { readonly kind: 'skipped'; readonly count: number }
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
  'invalid',
  'fallback',
  'warned',
  'sparse',
  'unsteady',
  'crowded',
  'failedPoints',
])

/** What a verdict needs of the record: it knows of ends that the board never told. */
type Ended = Pick<RunRecord, 'status' | 'fault'>

type Measured = ReturnType<typeof measuredPoints>[number]

/** Half the widest interval of their headlines, in percent of it; null where none is known. */
function widest(points: readonly Measured[]): number | null {
  const widths = points
    .map(({ measurement }) => headlineHalfWidth(measurement))
    .filter((width) => width !== null)
  return widths.length === 0 ? null : Math.max(...widths) * 100
}

function outcomeFact(
  { status, fault }: Ended,
  view: RunView,
  count: number,
  /** Points that were not measured because of the memory: they or a smaller step did not fit. */
  answered: number,
): VerdictFact | null {
  const total = view.points.length
  switch (status) {
    case 'completed':
      if (count === total) return { kind: 'completed', count }
      return { kind: count + answered === total ? 'fits' : 'partial', count, total }
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

/** Each kind once, where there is something of it. */
function counted<
  K extends 'sparse' | 'unsteady' | 'failedPoints' | 'fallback' | 'warned' | 'whole',
>(kind: K, { length: count }: { readonly length: number }): readonly VerdictFact[] {
  return count === 0 ? [] : [{ kind, count }]
}

function stopped(
  kind: 'precise' | 'settled' | 'capped',
  points: readonly Measured[],
): readonly VerdictFact[] {
  return points.length === 0 ? [] : [{ kind, count: points.length, widestPercent: widest(points) }]
}

const stopsBy: Readonly<Record<Measurement['stop'], 'precise' | 'settled' | 'whole' | 'capped'>> = {
  precision: 'precise',
  'noise-settled': 'settled',
  complete: 'whole',
  'time-cap': 'capped',
  'sample-cap': 'capped',
}

/** What is told by its own clause, or too common to be told of a whole run. */
const quietWarnings: readonly Measurement['warnings'][number]['kind'][] = [
  'not-warm',
  'partial-fallback',
  'slow-first-run',
]

export function verdictOf(record: Ended, view: RunView): readonly VerdictFact[] {
  const measured = measuredPoints(view)
  const by = (stop: 'precise' | 'settled' | 'whole' | 'capped') =>
    measured.filter(({ measurement }) => stopsBy[measurement.stop] === stop)
  const invalid = measured.filter(({ invalid }) => invalid.length > 0)
  const because = new Set(invalid.flatMap(({ invalid }) => invalid.map(({ kind }) => kind)))
  const warnedOf = (kinds: (kind: string) => boolean) =>
    measured.filter(({ measurement }) => measurement.warnings.some(({ kind }) => kinds(kind)))
  const cores = view.facts?.cpu.availableCores ?? null
  const crowded = cores === null ? [] : measured.filter(({ point }) => point.threads > cores)
  const states = view.points.map(cellStateOf)
  const countOf = (state: CellState) => states.filter((own) => own === state).length
  const [tooLarge, skipped] = [countOf('tooLarge'), countOf('skipped')]
  const answered = tooLarge === 0 ? 0 : tooLarge + skipped
  const outcome = outcomeFact(record, view, measured.length, answered)
  const fits = outcome?.kind === 'fits'
  return [
    ...(outcome === null ? [] : [outcome]),
    ...(invalid.length === 0
      ? []
      : [{ kind: 'invalid', count: invalid.length, because: [...because] } as const]),
    ...stopped('precise', by('precise')),
    ...stopped('settled', by('settled')),
    ...counted('whole', by('whole')),
    ...stopped('capped', by('capped')),
    ...(tooLarge === 0 || fits ? [] : [{ kind: 'tooLarge', count: tooLarge } as const]),
    ...(skipped === 0 || fits ? [] : [{ kind: 'skipped', count: skipped } as const]),
    ...counted('failedPoints', { length: countOf('failed') }),
    ...counted(
      'sparse',
      measured.filter(({ measurement }) => measurement.latency.percentilesNs.p50 === null),
    ),
    ...counted(
      'unsteady',
      measured.filter(({ measurement }) => measurement.warmup.end !== 'steady'),
    ),
    ...counted(
      'fallback',
      warnedOf((kind) => kind === 'partial-fallback'),
    ),
    ...counted(
      'warned',
      warnedOf((kind) => !quietWarnings.some((quiet) => quiet === kind)),
    ),
    ...(cores === null || crowded.length === 0
      ? []
      : [{ kind: 'crowded', count: crowded.length, cores } as const]),
  ]
}
