// The findings of the charts in words.

import type { TFunction } from 'i18next'
import type { Point } from '../../../shared/plan.ts'
import { formatRatio } from '../../../shared/units.ts'
import type { BatchFinding, LatencyFinding } from '../../charts/finding.ts'

/** Names the line that a finding is of, by one of its points. */
type SeriesName = (point: Point) => string

const byThreads =
  (t: TFunction): SeriesName =>
  ({ threads }) =>
    t('sweep.threadsRow', { count: threads })

export function latencyTitle(
  t: TFunction,
  finding: LatencyFinding | null,
  nameOf: SeriesName = byThreads(t),
): string {
  if (finding === null) return t('chart.latencyTitle')
  const { fromBatch: from, toBatch: to, namesSeries, point } = finding
  const ratio = formatRatio(finding.ratio)
  if (finding.ratio < 1) return t('chart.latencyShrinks', { from, to, ratio })
  return namesSeries
    ? t('chart.latencyGrowthOf', { from, to, ratio, series: nameOf(point) })
    : t('chart.latencyGrowth', { from, to, ratio })
}

export function throughputTitle(
  t: TFunction,
  finding: BatchFinding,
  nameOf: SeriesName = byThreads(t),
): string {
  if (finding.kind === 'none' || finding.kind === 'single') return t('chart.throughputTitle')
  const { kind, batch, fromBatch: from, namesSeries, point } = finding
  const series = nameOf(point)
  if (kind === 'flat')
    return namesSeries ? t('chart.flatOf', { batch, series }) : t('chart.flat', { batch })
  const throughput = formatRatio(finding.throughputRatio)
  if (finding.latencyRatio === null) return t('chart.gainNoLatency', { batch, from, throughput })
  const latency = formatRatio(finding.latencyRatio)
  return namesSeries
    ? t('chart.gainOf', { batch, from, throughput, latency, series })
    : t('chart.gain', { batch, from, throughput, latency })
}
