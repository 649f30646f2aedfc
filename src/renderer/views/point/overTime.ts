// What one repetition did over time: its latencies as a median with its smallest and largest, and below them what went
// on around it, all on one axis of seconds since the first of either.

import type { EnvironmentKind, EnvironmentRecord } from '../../../shared/environment.ts'
import type { LatencySeries } from '../../../shared/ipc.ts'
import type { PowerSeries } from '../../../shared/power-series.ts'
import { formatNs } from '../../../shared/units.ts'
import type { PlotCurve, PlotPoint } from '../../charts/plotChart.ts'

export interface Span {
  readonly startNs: number
  readonly endNs: number
}

/** From the first to the last of what is drawn; null where there is nothing. `beside`: moments on the same clock. */
export function spanOf(
  { onClock, bins }: LatencySeries,
  ...beside: readonly { readonly atNs: readonly number[] }[]
): Span | null {
  const around = onClock ? beside.map(({ atNs }) => atNs) : []
  const starts = [
    ...around.flatMap((atNs) => atNs.slice(0, 1)),
    ...bins.slice(0, 1).map(({ startNs }) => startNs),
  ]
  const ends = [
    ...around.flatMap((atNs) => atNs.slice(-1)),
    ...bins.slice(-1).map(({ endNs }) => endNs),
  ]
  if (starts.length === 0) return null
  return { startNs: Math.min(...starts), endNs: Math.max(...ends) }
}

const secondsSince = (startNs: number, ns: number) => (ns - startNs) / 1e9

/** An axis ends at this many times the fence of severe outliers: beyond it one of them would flatten all others. */
const roomBeyondFence = 1.5

/** Where the axis of the latencies ends; null: at the largest. */
export function latencyCapNs({ bins, severeNs }: LatencySeries): number | null {
  const largest = bins.reduce((most, { maxNs }) => Math.max(most, maxNs), 0)
  if (severeNs === null || severeNs <= 0) return null
  return largest > severeNs * roomBeyondFence ? severeNs * roomBeyondFence : null
}

export interface LatencyWords {
  /** Where every bin is one latency. */
  readonly single: string
  readonly median: string
  readonly range: string
  readonly outliers: string
}

/** A band from the smallest to the largest, the median in it, and every bin with a severe outlier marked at it. */
export function latencyCurves(
  series: LatencySeries,
  { startNs }: Span,
  factor: number,
  words: LatencyWords,
): readonly PlotCurve[] {
  const { bins, severeNs } = series
  const most = latencyCapNs(series) ?? Number.POSITIVE_INFINITY
  const at = (of: (bin: (typeof bins)[number]) => number): readonly PlotPoint[] =>
    bins.map((bin) => ({
      x: secondsSince(startNs, (bin.startNs + bin.endNs) / 2),
      y: Math.min(most, of(bin)) / factor,
    }))
  const outliers = bins
    .filter(({ maxNs }) => severeNs !== null && maxNs > severeNs)
    .map(({ startNs: from, endNs, maxNs }) => ({
      x: secondsSince(startNs, (from + endNs) / 2),
      y: Math.min(most, maxNs) / factor,
      words: formatNs(maxNs),
    }))
  const isBinned = bins.some(({ count }) => count > 1)
  const band: readonly PlotCurve[] = [
    { label: words.range, ink: 0, form: 'low', points: at(({ minNs }) => minNs) },
    { label: words.range, ink: 0, form: 'high', points: at(({ maxNs }) => maxNs) },
  ]
  return [
    ...(isBinned ? band : []),
    {
      label: isBinned ? words.median : words.single,
      ink: 0,
      form: 'line',
      points: at(({ medianNs }) => medianNs),
    },
    ...(outliers.length === 0
      ? []
      : [{ label: words.outliers, ink: 1, form: 'crosses' as const, points: outliers }]),
  ]
}

export interface PowerCurve {
  /** Null: the total of the source. */
  readonly rail: string | null
  /** Whether the total holds it. */
  readonly inTotal: boolean
  readonly points: readonly PlotPoint[]
}

/** In watts; the total last, so that it is drawn over its rails. Where one rail makes it, that is not drawn twice. */
export function powerCurves(
  { atNs, rails, total }: PowerSeries,
  { startNs }: Span,
): readonly PowerCurve[] {
  const points = (milliwatts: readonly (number | null)[]) =>
    atNs.map((ns, index) => {
      const value = milliwatts[index] ?? null
      return { x: secondsSince(startNs, ns), y: value === null ? null : value / 1_000 }
    })
  const hasReading = (values: readonly (number | null)[]) => values.some((value) => value !== null)
  const parts = rails.filter(({ inTotal }) => inTotal)
  return [
    ...rails
      .filter((rail) => parts.length > 1 || !parts.includes(rail))
      .filter(({ milliwatts }) => hasReading(milliwatts))
      .map(({ name, inTotal, milliwatts }) => ({
        rail: name,
        inTotal,
        points: points(milliwatts),
      })),
    ...(hasReading(total) ? [{ rail: null, inTotal: true, points: points(total) }] : []),
  ]
}

/** Where the measured window begins and ends on the axis; null where it is not known. */
export function windowOf({ onClock, bins }: LatencySeries, { startNs }: Span) {
  const [first, last] = [bins[0], bins.at(-1)]
  if (!onClock || first === undefined || last === undefined) return null
  return { from: secondsSince(startNs, first.startNs), to: secondsSince(startNs, last.endNs) }
}

/** Base units of the journal in one unit of the chart. */
export const stripFactor: Readonly<Record<EnvironmentKind, number>> = {
  frequency: 1e6,
  temperature: 1e3,
  'foreign-load': 0.01,
  'instrument-load': 0.01,
  'power-load': 0.01,
  steal: 0.01,
  throttle: 1,
}

/** Which series stand in one lane; a lane without any is left out. */
export const strips = [
  ['frequency'],
  ['temperature'],
  ['foreign-load', 'instrument-load', 'power-load', 'steal'],
  ['throttle'],
] as const satisfies readonly (readonly EnvironmentKind[])[]

export interface StripCurve {
  readonly kind: EnvironmentKind
  readonly name: string
  readonly points: readonly PlotPoint[]
}

/** The series of these kinds in which anything was read. */
export function stripCurves(
  { atNs, series }: EnvironmentRecord,
  kinds: readonly EnvironmentKind[],
  { startNs }: Span,
): readonly StripCurve[] {
  return series
    .filter(({ kind, values }) => kinds.includes(kind) && values.some((value) => value !== null))
    .map(({ kind, name, values }) => ({
      kind,
      name,
      points: atNs.map((ns, index) => {
        const value = values[index] ?? null
        return {
          x: secondsSince(startNs, ns),
          y: value === null ? null : value / stripFactor[kind],
        }
      }),
    }))
}
