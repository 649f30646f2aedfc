// One point of a run held against the same point of a baseline: its figures, how many processes they are of, and the
// ratios that follow. Ratios are above 1 where the point is better.

import { compareEnergy, type EnergyComparison } from './energy-ratio.ts'
import type { InvalidReason } from './environment.ts'
import type { Interval, Measurement } from './measurement.ts'
import type { Point, Scenario } from './plan.ts'
import type { PooledEnergy } from './pooled-energy.ts'
import { type Figure, type Ratio, ratioOf } from './ratio.ts'
import type { MeasuredPoint } from './run.ts'
import { invocationInterval } from './stats/invocations.ts'
import { throughputOf } from './throughput.ts'

/** `left-out`: invalid points have no ratio. `counted`: they are compared like any other. */
export const invalidTreatments = ['left-out', 'counted'] as const
export type InvalidTreatment = (typeof invalidTreatments)[number]

export interface ComparedPoint {
  readonly point: Point
  /** How many invocations its figures are of. */
  readonly invocations: number
  /** Why it does not count; empty: it does. */
  readonly invalid: readonly InvalidReason[]
  readonly medianNs: number | null
  readonly medianIntervalNs: Interval | null
  /** See `throughputOf`. */
  readonly samplesPerSecond: number | null
  readonly samplesPerSecondInterval: Interval | null
  readonly peakBytes: number
  /** Null: not measured. Where it is compared, what was taken of the point for that. */
  readonly energy: PooledEnergy | null
  /** By every source. */
  readonly energies: readonly PooledEnergy[]
  /** Against the baseline's point of the same row; null for the baseline itself and where it has none. */
  readonly latencyRatio: Ratio | null
  readonly throughputRatio: Ratio | null
  readonly memoryRatio: Ratio | null
  /** Per sample; above 1 takes less. */
  readonly energyRatio: Ratio | null
  /** What that ratio is over besides the energy itself; empty: like with like. */
  readonly energyMismatches: EnergyComparison['mismatches']
  /** What it is over where that is not what stands for the baseline's point: its figure by another source. */
  readonly energyBase: PooledEnergy | null
}

/** Whether a scenario is about how much is done, not about how long one takes. */
export const speaksByThroughput = (scenario: Scenario): boolean =>
  scenario === 'offline' || scenario === 'server'

const median = ({ latency, spread }: Measurement) => ({
  value: latency.percentilesNs.p50,
  interval: latency.medianIntervalNs,
  invocations: spread?.mediansNs ?? [],
})

const memory = ({ memory, spread }: Measurement) => {
  const invocations = spread?.peakBytes ?? []
  return { value: memory.peakBytes, interval: invocationInterval(invocations), invocations }
}

/** Latency in stream scenarios, else throughput: the higher the better. */
export function speedOf({ point, measurement }: MeasuredPoint): number {
  const { latency } = measurement
  return speaksByThroughput(point.scenario)
    ? (throughputOf({ point, measurement }).value ?? 0)
    : -(latency.percentilesNs.p50 ?? latency.meanNs)
}

const noRatios = {
  latencyRatio: null,
  throughputRatio: null,
  memoryRatio: null,
  energyRatio: null,
  energyMismatches: [],
  energyBase: null,
} as const

/** `base` is the baseline's point of the same row. */
export function comparedPoint(
  own: MeasuredPoint,
  base: MeasuredPoint | undefined,
  treatment: InvalidTreatment,
): ComparedPoint {
  const rate = throughputOf(own)
  const figures = {
    point: own.point,
    invocations: own.measurement.spread?.repetitions ?? 1,
    invalid: own.invalid,
    medianNs: own.measurement.latency.percentilesNs.p50,
    medianIntervalNs: own.measurement.latency.medianIntervalNs,
    samplesPerSecond: rate.value,
    samplesPerSecondInterval: rate.interval,
    peakBytes: own.measurement.memory.peakBytes,
    energy: own.energy[0] ?? null,
    energies: own.energy,
  }
  const counts = treatment === 'counted' || (own.invalid.length === 0 && base?.invalid.length === 0)
  if (base === undefined || base === own || !counts) return { ...figures, ...noRatios }
  const less = (of: (measurement: Measurement) => Figure) =>
    ratioOf(of(base.measurement), of(own.measurement))
  const energy = compareEnergy(own, base)
  return {
    ...figures,
    latencyRatio: less(median),
    throughputRatio: ratioOf(rate, throughputOf(base)),
    memoryRatio: less(memory),
    energy: energy?.own ?? figures.energy,
    energyRatio: energy?.ratio ?? null,
    energyMismatches: energy?.mismatches ?? [],
    energyBase: energy === null || energy.base === base.energy[0] ? null : energy.base,
  }
}
