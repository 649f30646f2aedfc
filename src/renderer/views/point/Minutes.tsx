// A point that was measured for minutes, minute by minute: whether it holds what its first minute promised.

import { useTranslation } from 'react-i18next'
import type { Measurement } from '../../../shared/measurement.ts'
import { formatNs, formatRatio, timeScaleFor } from '../../../shared/units.ts'
import { csvText } from '../../charts/csv.ts'
import { PlotFigure } from '../../charts/PlotFigure.tsx'
import type { Plot } from '../../charts/plotChart.ts'
import { useInks } from '../../charts/useInks.ts'

interface MinutesProps {
  /** At least two. */
  readonly minutes: Measurement['minutes']
  readonly subtitle: string
}

export function Minutes({ minutes, subtitle }: MinutesProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const known = minutes.flatMap(({ medianNs }) => medianNs ?? [])
  const [first, last] = [minutes[0]?.medianNs ?? null, minutes.at(-1)?.medianNs ?? null]
  const { unit, factor } = timeScaleFor(Math.max(1, ...known))
  const plot: Plot = {
    inks,
    x: { title: t('point.minuteAxis'), min: 1, max: minutes.length },
    xWords: (value) => t('point.minute', { number: Math.round(value) }),
    lanes: [
      {
        title: t('chart.latencyAxis', { unit }),
        fromZero: true,
        marks: [],
        curves: [
          {
            label: '',
            ink: 0,
            form: 'line',
            points: minutes.map(({ medianNs }, index) => ({
              x: index + 1,
              y: medianNs === null ? null : medianNs / factor,
            })),
          },
        ],
        words: (value) => formatNs(value * factor),
      },
    ],
  }
  return (
    <PlotFigure
      title={
        first === null || last === null || first === 0
          ? t('point.minutes')
          : t('point.minutesTitle', { last: minutes.length, ratio: formatRatio(last / first) })
      }
      subtitle={subtitle}
      plot={plot}
      csv={() =>
        csvText([
          ['minute', 'latencies', 'median_ns', 'samples_per_second'],
          ...minutes.map(({ count, medianNs, samplesPerSecond }, index) => [
            index + 1,
            count,
            medianNs,
            samplesPerSecond,
          ]),
        ])
      }
    />
  )
}
