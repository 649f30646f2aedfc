// How the latencies of one repetition are spread, with its percentiles marked.

import { Text } from '@mantine/core'
import type { Chart as ChartJs } from 'chart.js'
import { useRef } from 'react'
import { Bar } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import { histogramBins } from '../../../shared/stats.ts'
import { formatNs } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { ChartFrame } from '../../charts/ChartFrame.tsx'
import { csvText } from '../../charts/csv.ts'
import { histogramChart } from '../../charts/histogramChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import type { MeasuredRepetition } from './usePoint.ts'

interface HistogramProps {
  readonly run: RunId
  readonly point: number
  readonly shown: MeasuredRepetition
  readonly subtitle: string
}

export function Histogram({ run, point, shown, subtitle }: HistogramProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const chart = useRef<ChartJs<'bar', { x: number; y: number }[]>>(null)
  const { repetition, measurement } = shown
  const { latency } = measurement
  const bins = histogramBins(latency.count)
  const { data, error, refetch } = useCall('runs.histogram', { run, point, repetition, bins })
  if (data === undefined) return <CallFault error={error} onRetry={() => void refetch()} />
  const title = t('chart.histogramTitle', { count: latency.count })
  const drawn = histogramChart({
    histogram: data,
    latency,
    inks,
    xTitle: (unit) => t('chart.timeAxis', { unit }),
    yTitle: t('chart.countAxis'),
  })
  const csv = () =>
    csvText([
      ['start_ns', 'end_ns', 'latencies'],
      ...data.counts.map((count, bin) => [
        data.startNs + bin * data.binWidthNs,
        data.startNs + (bin + 1) * data.binWidthNs,
        count,
      ]),
    ])
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      yTitle={t('chart.countAxis')}
      inks={inks}
      chart={() => chart.current as ChartJs | null}
      csv={csv}
      canvas={
        <Bar
          ref={chart}
          data={drawn.data}
          options={drawn.options}
          role="img"
          aria-label={t('chart.picture', { title })}
        />
      }
    >
      {data.beyondCount > 0 && (
        <Text size="xs" c="dimmed">
          {t('chart.histogramBeyond', {
            count: data.beyondCount,
            longest: formatNs(latency.maxNs),
          })}
        </Text>
      )}
    </ChartFrame>
  )
}
