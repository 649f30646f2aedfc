// The findings of the charts in words.

import type { TFunction } from 'i18next'
import { formatRatio } from '../../../shared/units.ts'
import type { BatchFinding, LatencyFinding } from '../../charts/finding.ts'

export function latencyTitle(t: TFunction, finding: LatencyFinding | null): string {
  if (finding === null) return t('chart.latencyTitle')
  const { fromBatch: from, toBatch: to, namesThreads } = finding
  const ratio = formatRatio(finding.ratio)
  const threads = t('sweep.threadsRow', { count: finding.threads })
  if (finding.ratio < 1) return t('chart.latencyShrinks', { from, to, ratio })
  return namesThreads
    ? t('chart.latencyGrowthThreads', { from, to, ratio, threads })
    : t('chart.latencyGrowth', { from, to, ratio })
}

export function throughputTitle(t: TFunction, finding: BatchFinding): string {
  const { kind, batch, fromBatch: from, namesThreads } = finding
  const threads = t('sweep.threadsRow', { count: finding.threads })
  switch (kind) {
    case 'none':
    case 'single':
      return t('chart.throughputTitle')
    case 'flat':
      return namesThreads ? t('chart.flatThreads', { batch, threads }) : t('chart.flat', { batch })
    case 'gain': {
      const throughput = formatRatio(finding.throughputRatio)
      if (finding.latencyRatio === null)
        return t('chart.gainNoLatency', { batch, from, throughput })
      const latency = formatRatio(finding.latencyRatio)
      return namesThreads
        ? t('chart.gainThreads', { batch, from, throughput, latency, threads })
        : t('chart.gain', { batch, from, throughput, latency })
    }
  }
}
