// The search of the server scenario: each rate that was tried, its p99 latency, and the bound that it had to hold.

import { useTranslation } from 'react-i18next'
import type { Measurement } from '../../../shared/measurement.ts'
import { formatNs, formatRate, timeScaleFor } from '../../../shared/units.ts'
import { csvText } from '../../charts/csv.ts'
import { PlotFigure } from '../../charts/PlotFigure.tsx'
import type { Plot } from '../../charts/plotChart.ts'
import { useInks } from '../../charts/useInks.ts'

interface ServerTrialsProps {
  readonly server: NonNullable<Measurement['server']>
  /** Of the point: in the search a rate can hold that broke down when it was measured for longer. */
  readonly headline: Measurement['headline']
  readonly subtitle: string
}

export function ServerTrials({
  server: { boundNs, trials },
  headline,
  subtitle,
}: ServerTrialsProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const rate = headline?.value ?? 0
  // A rate that broke down took many times the bound, and would flatten all the others.
  const most = Math.min(4 * boundNs, Math.max(boundNs, ...trials.map(({ p99Ns }) => p99Ns)))
  const { unit, factor } = timeScaleFor(most)
  const curve = (holds: boolean) => ({
    label: t(holds ? 'point.holds' : 'point.holdsNot'),
    ink: holds ? 2 : 1,
    form: holds ? ('dots' as const) : ('crosses' as const),
    points: trials
      .filter((trial) => trial.holds === holds)
      .map(({ perSecond, p99Ns, queries }) => ({
        x: perSecond,
        y: Math.min(most, p99Ns) / factor,
        words: t('point.trial', { p99: formatNs(p99Ns), count: queries }),
      })),
  })
  const plot: Plot = {
    inks,
    x: { title: t('point.rateAxis'), min: 0 },
    xWords: (value) => `${formatRate(value)} ${t('run.queriesPerSecond')}`,
    lanes: [
      {
        title: t('point.p99Axis', { unit }),
        fromZero: true,
        marks: [
          {
            axis: 'y',
            value: boundNs / factor,
            label: t('point.serverBound', { bound: formatNs(boundNs) }),
          },
        ],
        curves: [curve(true), curve(false)].filter(({ points }) => points.length > 0),
        words: (value) => formatNs(value * factor),
      },
    ],
  }
  return (
    <PlotFigure
      title={
        rate === 0
          ? t('point.serverNone', { bound: formatNs(boundNs) })
          : t('point.serverTitle', {
              rate: formatRate(rate),
              bound: formatNs(boundNs),
            })
      }
      subtitle={subtitle}
      plot={plot}
      csv={() =>
        csvText([
          ['per_second', 'p99_ns', 'queries', 'holds'],
          ...trials.map(({ perSecond, p99Ns, queries, holds }) => [
            perSecond,
            p99Ns,
            queries,
            String(holds),
          ]),
        ])
      }
    />
  )
}
