// One repetition over time: its latencies, and on the same axis what the board did meanwhile.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { mostForeignLoad } from '../../../shared/environment.ts'
import type { RunId } from '../../../shared/event.ts'
import type { PowerSeries } from '../../../shared/power-series.ts'
import { formatMilliwatts, formatNs, threeDigits, timeScaleFor } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { csvText } from '../../charts/csv.ts'
import { PlotFigure } from '../../charts/PlotFigure.tsx'
import type { Plot, PlotLane } from '../../charts/plotChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { seenBy } from '../energy/energyWords.ts'
import {
  latencyCapNs,
  latencyCurves,
  powerCurves,
  type Span,
  spanOf,
  stripCurves,
  strips,
  windowOf,
} from './overTime.ts'

const nothingAround = { atNs: [], series: [] }
const noPower: readonly PowerSeries[] = []

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

/** One lane for each source, its total the strongest line; `firstInk`: of the inks that are left. */
function usePowerLanes(
  power: readonly PowerSeries[],
  span: Span,
  window: ReturnType<typeof windowOf>,
  firstInk: number,
): readonly PlotLane[] {
  const { t } = useTranslation()
  const lanes = power.map((source) => ({ source, curves: powerCurves(source, span) }))
  return lanes.flatMap(({ source, curves }, lane): readonly PlotLane[] => {
    const before = lanes.slice(0, lane).reduce((sum, { curves: { length } }) => sum + length, 0)
    if (curves.length === 0) return []
    return [
      {
        title: t('point.powerLane'),
        fromZero: true,
        weight: 1.5,
        marks:
          window === null
            ? []
            : [
                { axis: 'x', value: window.from, label: t('point.windowBegins') },
                { axis: 'x', value: window.to, label: t('point.windowEnds') },
              ],
        curves: curves.map(({ rail, inTotal, points }, index) => ({
          label:
            rail === null
              ? t('point.powerTotal', { by: seenBy(t, source) })
              : t(inTotal ? 'point.powerRail' : 'point.powerRailBeside', { rail }),
          ink: firstInk + before + index,
          form: 'line',
          stroke: rail === null ? 'strong' : 'faint',
          points,
        })),
        words: (value) => formatMilliwatts(value * 1_000),
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
  const power = useCall('runs.power', of)
  const around = environment.data ?? nothingAround
  const powers = power.data ?? noPower
  const latencies = series.data
  const isOnClock = latencies?.onClock === true
  const span = latencies === undefined ? null : spanOf(latencies, around, ...powers)
  const shownSpan = span ?? { startNs: 0, endNs: 0 }
  const stripLanes = useStrips(isOnClock ? around : nothingAround, shownSpan)
  const stripInks = stripLanes.reduce((sum, { curves }) => sum + curves.length, 0)
  const powerLanes = usePowerLanes(
    isOnClock ? powers : noPower,
    shownSpan,
    latencies === undefined ? null : windowOf(latencies, shownSpan),
    2 + stripInks,
  )
  const lanes = [...powerLanes, ...stripLanes]
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
      <CallFault error={power.error} onRetry={() => void power.refetch()} />
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
