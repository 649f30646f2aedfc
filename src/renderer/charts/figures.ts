// The figures that a chart can show of a measured point, each with its interval, its unit and its words.

import type { Interval } from '../../shared/measurement.ts'
import type { MeasuredPoint } from '../../shared/run.ts'
import { throughputOf } from '../../shared/throughput.ts'
import {
  byteScaleFor,
  formatBytes,
  formatNs,
  formatRate,
  type Scale,
  timeScaleFor,
} from '../../shared/units.ts'

export const figureNames = ['headline', 'p50', 'p90', 'p99', 'throughput', 'memory'] as const
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
  }
}

/** Whether less is better: of all but the throughput. */
export const isLessBetter = (name: FigureName) => name !== 'throughput'

/** The unit in which the largest of several reads best. */
export function figureScale(name: FigureName, largest: number): Scale {
  if (name === 'throughput') return { unit: '', factor: 1 }
  return name === 'memory' ? byteScaleFor(largest) : timeScaleFor(largest)
}

export function formatFigure(name: FigureName, value: number | null): string {
  if (name === 'throughput') return `${formatRate(value)}/s`
  return name === 'memory' ? formatBytes(value) : formatNs(value)
}
