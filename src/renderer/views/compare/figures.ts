// The figure of a compared point that a table shows, in words: its value, and how it stands to the baseline.

import type { ComparedPoint } from '../../../shared/compared-point.ts'
import type { Ratio } from '../../../shared/ratio.ts'
import { formatBytes, formatNsWithInterval, formatRate } from '../../../shared/units.ts'

export const metrics = ['latency', 'throughput', 'memory'] as const
export type Metric = (typeof metrics)[number]

interface MetricReading {
  readonly raw: (cell: ComparedPoint) => number | null
  readonly words: (cell: ComparedPoint) => { readonly value: string; readonly spread: string }
  readonly ratio: (cell: ComparedPoint) => Ratio | null
}

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
}
