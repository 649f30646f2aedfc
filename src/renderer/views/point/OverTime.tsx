// One repetition over time: its latencies, and on the same axis what the board did meanwhile.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { mostForeignLoad } from '../../../shared/environment.ts'
import type { RunId } from '../../../shared/event.ts'
import { formatNs, threeDigits, timeScaleFor } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { csvText } from '../../charts/csv.ts'
import { PlotFigure } from '../../charts/PlotFigure.tsx'
import type { Plot, PlotLane } from '../../charts/plotChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { latencyCapNs, latencyCurves, type Span, spanOf, stripCurves, strips } from './overTime.ts'

const nothingAround = { atNs: [], series: [] }

interface OverTimeProps {
  readonly run: RunId
  readonly point: number
  readonly repetition: number
  readonly subtitle: string
}

function useStrips(
  environment: Parameters<typeof stripCurves>[0],
  span: Span,
): readonly PlotLane[] {
  const { t } = useTranslation()
  const lanes = strips.map((kinds) => ({ kinds, curves: stripCurves(environment, kinds, span) }))
  return lanes.flatMap(({ kinds, curves }, lane): readonly PlotLane[] => {
    const [first] = kinds
    const before = lanes.slice(0, lane).reduce((sum, { curves: { length } }) => sum + length, 0)
    if (curves.length === 0) return []
    const isLoad = first === 'foreign-load'
    return [
      {
        title: t(`point.strip.${first}`),
        fromZero: isLoad,
        marks: isLoad
          ? [{ axis: 'y', value: mostForeignLoad * 100, label: t('point.loadLimit') }]
          : [],
        curves: curves.map(({ kind, name, points }, index) => ({
          label: name === '' ? t(`point.around.${kind}`) : name,
          // The first two are the latencies'.
          ink: 2 + before + index,
          form: 'line',
          points,
        })),
        words: (value) => `${threeDigits(value)} ${t(`point.unit.${first}`)}`,
      },
    ]
  })
}

export function OverTime({ run, point, repetition, subtitle }: OverTimeProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const of = { run, point, repetition }
  const series = useCall('runs.series', of)
  const environment = useCall('runs.environment', of)
  const around = environment.data ?? nothingAround
  const latencies = series.data
  const span = latencies === undefined ? null : spanOf(latencies, around)
  const lanes = useStrips(
    latencies?.onClock === true ? around : nothingAround,
    span ?? { startNs: 0, endNs: 0 },
  )
  if (latencies === undefined || span === null)
    return <CallFault error={series.error} onRetry={() => void series.refetch()} />
  const capNs = latencyCapNs(latencies)
  const largest = capNs ?? Math.max(...latencies.bins.map(({ maxNs }) => maxNs))
  const { unit, factor } = timeScaleFor(largest)
  const beyond = capNs === null ? 0 : latencies.bins.filter(({ maxNs }) => maxNs > capNs).length
  const plot: Plot = {
    inks,
    x: { title: t('point.seconds'), min: 0, max: (span.endNs - span.startNs) / 1e9 },
    xWords: (value) => t('point.atSecond', { seconds: threeDigits(value) }),
    lanes: [
      {
        title: t('chart.timeAxis', { unit }),
        weight: 3,
        marks: [],
        ...(capNs === null ? {} : { max: capNs / factor }),
        curves: latencyCurves(latencies, span, factor, {
          single: t('point.latency'),
          median: t('point.binMedian'),
          range: t('point.binRange'),
          outliers: t('point.severe'),
        }),
        words: (value) => formatNs(value * factor),
      },
      ...lanes,
    ],
  }
  const csv = () =>
    csvText([
      ['start_s', 'end_s', 'latencies', 'min_ns', 'median_ns', 'max_ns'],
      ...latencies.bins.map(({ startNs, endNs, count, minNs, medianNs, maxNs }) => [
        (startNs - span.startNs) / 1e9,
        (endNs - span.startNs) / 1e9,
        count,
        minNs,
        medianNs,
        maxNs,
      ]),
    ])
  return (
    <PlotFigure
      title={t('point.overTime', { number: repetition + 1 })}
      subtitle={subtitle}
      plot={plot}
      csv={csv}
      height={`${18 + 7 * lanes.length}rem`}
    >
      <CallFault error={environment.error} onRetry={() => void environment.refetch()} />
      {beyond > 0 && (
        <Text size="xs" c="dimmed">
          {t('point.beyond', { count: beyond })}
        </Text>
      )}
      {lanes.length === 0 && environment.error === null && (
        <Text size="xs" c="dimmed">
          {t(latencies.onClock ? 'point.nothingAround' : 'point.notOnClock')}
        </Text>
      )}
    </PlotFigure>
  )
}
