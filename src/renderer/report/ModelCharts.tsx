// The charts of one model over its batch sizes: latency, throughput, memory and, where it was measured, energy of every
// run, beside references.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { referredResult } from '../../shared/compared-result.ts'
import { modelKey } from '../../shared/plan.ts'
import { modelTitle } from '../../shared/point-label.ts'
import type { ReportDocument } from '../../shared/report.ts'
import { measuredPoints } from '../../shared/run.ts'
import { pointsCsv } from '../charts/csv.ts'
import { batchFinding, latencyFinding } from '../charts/finding.ts'
import { LineFigure } from '../charts/LineFigure.tsx'
import { seriesOf } from '../charts/series.ts'
import { useInks } from '../charts/useInks.ts'
import { measuredByAll } from '../views/energy/energyWords.ts'
import { latencyTitle, throughputTitle } from '../views/run/chartTitles.ts'
import { DrawnReferences } from './DrawnReferences.tsx'
import { type ChartMetric, metricChart, metricsOf, reportSeries } from './metricChart.ts'
import type { ShownRun } from './reportedRun.ts'

interface ModelChartsProps {
  readonly model: ReportDocument['runs'][number]['plan']['models'][number]
  readonly shown: readonly ShownRun[]
  readonly references: ReportDocument['references']
}

const referenceMetric = {
  latency: 'latencyP90',
  throughput: 'throughput',
  memory: null,
  energy: null,
} as const

export function ModelCharts({ model, shown, references }: ModelChartsProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const [logs, setLogs] = useState<Partial<Record<ChartMetric, boolean>>>({})
  const key = modelKey(model)
  const series = reportSeries(t, shown, key)
  const ofModel = shown.map(({ snapshot: { record, view } }) => ({
    record,
    view: { ...view, points: view.points.filter(({ point }) => modelKey(point.model) === key) },
  }))
  const own = ofModel.map(({ view }) => seriesOf(view))
  const measured = ofModel.flatMap(({ view }) => measuredPoints(view))
  const [only, ...others] = own
  const single = others.length === 0 ? only : undefined
  const titles: Readonly<Record<ChartMetric, string>> = {
    latency: latencyTitle(t, single === undefined ? null : latencyFinding(single)),
    throughput:
      single === undefined ? t('chart.throughputTitle') : throughputTitle(t, batchFinding(single)),
    memory: t('report.memoryTitle'),
    energy: t('report.energyTitle'),
  }
  if (series.length === 0) return null
  return (
    <div className="report-charts">
      {metricsOf(measured).map((metric) => {
        const referred = referenceMetric[metric]
        const drawn = references.find(
          (found) => found.model === model.sha256 && found.metric === referred,
        )
        const lines = drawn?.lines ?? []
        return (
          <LineFigure
            key={metric}
            title={titles[metric]}
            subtitle={`${modelTitle(model)} · ${shown.map(({ name }) => name).join(' / ')}`}
            chart={metricChart(t, {
              metric,
              series,
              references: lines,
              inks,
              withP90: shown.length === 1,
              log: logs[metric] ?? null,
            })}
            onLog={(log) => setLogs({ ...logs, [metric]: log })}
            csv={() => pointsCsv(ofModel)}
          >
            {metric === 'energy' && (
              <p>
                {t('energyUi.chartBy', {
                  by: measuredByAll(
                    t,
                    series.flatMap(({ points }) =>
                      points.flatMap(({ energy }) => energy.slice(0, 1)),
                    ),
                  ),
                })}
              </p>
            )}
            {referred !== null && (
              <DrawnReferences lines={lines} own={referredResult(referred, measured).value} />
            )}
          </LineFigure>
        )
      })}
    </div>
  )
}
