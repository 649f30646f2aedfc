// How the latencies of one point are spread: a histogram with its percentiles marked.

import { NativeSelect, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Bar } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { MeasuredPoint } from '../../../shared/run.ts'
import { histogramBins } from '../../../shared/stats.ts'
import { formatNs } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { histogramChart } from '../../charts/histogramChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { usePointWords } from './runWords.ts'

interface DistributionProps {
  readonly run: RunId
  readonly points: readonly MeasuredPoint[]
  readonly first: MeasuredPoint
  readonly severalModels: boolean
}

export function Distribution({ run, points, first, severalModels }: DistributionProps) {
  const { t } = useTranslation()
  const words = usePointWords(severalModels)
  const inks = useInks()
  const [index, setIndex] = useState(first.point.index)
  const found = points.find(({ point }) => point.index === index) ?? first
  const { latency } = found.measurement
  const bins = histogramBins(latency.count)
  const histogram = useCall('runs.histogram', { run, point: found.point.index, bins })
  const title = t('chart.histogramTitle', { count: latency.count })
  const chart =
    histogram.data === undefined
      ? null
      : histogramChart({
          histogram: histogram.data,
          latency,
          inks,
          xTitle: (unit) => t('chart.timeAxis', { unit }),
          yTitle: t('chart.countAxis'),
        })
  return (
    <figure className="surface figure">
      <figcaption>
        <Title order={2}>{title}</Title>
      </figcaption>
      <NativeSelect
        aria-label={t('chart.histogramPoint')}
        value={found.point.index}
        onChange={(event) => setIndex(Number(event.currentTarget.value))}
        data={points.map(({ point }) => ({ value: String(point.index), label: words(point) }))}
        w="fit-content"
        size="xs"
      />
      {histogram.data !== undefined && histogram.data.beyondCount > 0 && (
        <Text size="xs" c="dimmed">
          {t('chart.histogramBeyond', {
            count: histogram.data.beyondCount,
            longest: formatNs(latency.maxNs),
          })}
        </Text>
      )}
      <CallFault error={histogram.error} onRetry={() => void histogram.refetch()} />
      <div className="figure-canvas" style={{ height: '14rem' }}>
        {chart !== null && (
          <Bar
            data={chart.data}
            options={chart.options}
            role="img"
            aria-label={t('chart.summary', { title })}
          />
        )}
      </div>
    </figure>
  )
}
