// The figures that a chart can show of a measured point, each with its interval, its unit and its words.

import type { Interval } from '../../shared/measurement.ts'
import type { MeasuredPoint } from '../../shared/run.ts'
import { throughputOf } from '../../shared/throughput.ts'
import {
  byteScaleFor,
  formatBytes,
  formatJoules,
  formatMilliwatts,
  formatNs,
  formatRate,
  jouleScaleFor,
  milliwattScaleFor,
  type Scale,
  timeScaleFor,
} from '../../shared/units.ts'

/** `energy`: joules per inference. `efficiency`: samples per joule. `power`: its mean over the measured window. */
export const figureNames = [
  'headline',
  'p50',
  'p90',
  'p99',
  'throughput',
  'memory',
  'energy',
  'efficiency',
  'power',
] as const
export type FigureName = (typeof figureNames)[number]

export interface FigureValue {
  /** Null: too few samples, or no such figure. */
  readonly value: number | null
  readonly interval: Interval | null
}

const alone = (value: number | null): FigureValue => ({ value, interval: null })

/** `headline` is the latency that the scenario is about; null where it is about a throughput or a rate. */
export function figureOf(name: FigureName, measured: MeasuredPoint): FigureValue {
  const { latency, headline, memory } = measured.measurement
  const [energy] = measured.energy
  switch (name) {
    case 'headline':
      return headline?.kind === 'latency' ? headline : alone(null)
    case 'p50':
      return { value: latency.percentilesNs.p50, interval: latency.medianIntervalNs }
    case 'p90':
    case 'p99':
      return alone(latency.percentilesNs[name])
    case 'throughput':
      return throughputOf(measured)
    case 'memory':
      return alone(memory.peakBytes)
    case 'energy':
      return energy === undefined
        ? alone(null)
        : { value: energy.joulesPerInference, interval: energy.interval }
    case 'efficiency':
      return alone(energy?.samplesPerJoule ?? null)
    case 'power':
      return alone(energy?.meanMilliwatts ?? null)
  }
}

/** Whether less is better: of all but what is done in a second or with a joule. */
export const isLessBetter = (name: FigureName) => name !== 'throughput' && name !== 'efficiency'

/** Whether it is read with how power was measured. */
export const isOfEnergy = (name: FigureName) =>
  name === 'energy' || name === 'efficiency' || name === 'power'

/** Whether it tells how fast a point is. */
export const isOfSpeed = (name: FigureName) => name !== 'memory' && !isOfEnergy(name)

const bare: Scale = { unit: '', factor: 1 }

/** The unit in which the largest of several reads best. */
export function figureScale(name: FigureName, largest: number): Scale {
  switch (name) {
    case 'throughput':
    case 'efficiency':
      return bare
    case 'memory':
      return byteScaleFor(largest)
    case 'energy':
      return jouleScaleFor(largest)
    case 'power':
      return milliwattScaleFor(largest)
    default:
      return timeScaleFor(largest)
  }
}

export function formatFigure(name: FigureName, value: number | null): string {
  switch (name) {
    case 'throughput':
      return `${formatRate(value)}/s`
    case 'efficiency':
      return `${formatRate(value)}/J`
    case 'memory':
      return formatBytes(value)
    case 'energy':
      return formatJoules(value)
    case 'power':
      return formatMilliwatts(value)
    default:
      return formatNs(value)
  }
}
