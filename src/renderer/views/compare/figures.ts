// The figure of a compared point that a table shows, in words: its value, and how it stands to the baseline.

import type { ComparisonRow } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import type { EnergyMismatch } from '../../../shared/energy-ratio.ts'
import type { Ratio } from '../../../shared/ratio.ts'
import {
  formatBytes,
  formatJoulesWithInterval,
  formatNsWithInterval,
  formatRate,
} from '../../../shared/units.ts'

export const metrics = ['latency', 'throughput', 'memory', 'energy'] as const
export type Metric = (typeof metrics)[number]

interface MetricReading {
  readonly raw: (cell: ComparedPoint) => number | null
  readonly words: (cell: ComparedPoint) => { readonly value: string; readonly spread: string }
  readonly ratio: (cell: ComparedPoint) => Ratio | null
  /** What the ratio is over besides the figure itself. */
  readonly mismatches?: (cell: ComparedPoint) => readonly EnergyMismatch[]
}

/** Those that some point has: of power there is often none. */
export const metricsOf = (rows: readonly Pick<ComparisonRow, 'cells'>[]): readonly Metric[] =>
  metrics.filter(
    (metric) =>
      metric !== 'energy' ||
      rows.some(({ cells }) => cells.some((cell) => cell !== null && cell.energy !== null)),
  )

export const readings: Readonly<Record<Metric, MetricReading>> = {
  latency: {
    raw: ({ medianNs }) => medianNs,
    words: ({ medianNs, medianIntervalNs }) => formatNsWithInterval(medianNs, medianIntervalNs),
    ratio: ({ latencyRatio }) => latencyRatio,
  },
  throughput: {
    raw: ({ samplesPerSecond }) => samplesPerSecond,
    words: ({ samplesPerSecond, samplesPerSecondInterval: interval }) => ({
      value: `${formatRate(samplesPerSecond)}/s`,
      spread: interval === null ? '' : `${formatRate(interval.low)}–${formatRate(interval.high)}`,
    }),
    ratio: ({ throughputRatio }) => throughputRatio,
  },
  memory: {
    raw: ({ peakBytes }) => peakBytes,
    words: ({ peakBytes }) => ({ value: formatBytes(peakBytes), spread: '' }),
    ratio: ({ memoryRatio }) => memoryRatio,
  },
  energy: {
    raw: ({ energy }) => energy?.joulesPerInference ?? null,
    words: ({ energy }) =>
      formatJoulesWithInterval(energy?.joulesPerInference ?? null, energy?.interval ?? null),
    ratio: ({ energyRatio }) => energyRatio,
    mismatches: ({ energyMismatches }) => energyMismatches,
  },
}
