// What one run measured: its verdict and headline, every point, and how the latencies of its headline are spread.

import { Title } from '@mantine/core'
import { Bar } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import { headlinePoint } from '../../shared/headline.ts'
import { modelKey } from '../../shared/plan.ts'
import type { ReportModel } from '../../shared/report.ts'
import type { MeasuredPoint } from '../../shared/run.ts'
import { formatNs } from '../../shared/units.ts'
import { histogramChart } from '../charts/histogramChart.ts'
import { useInks } from '../charts/useInks.ts'
import { faultWords } from '../i18n/index.ts'
import { Headline, NothingMeasured } from '../views/run/Headline.tsx'
import { PointTable } from '../views/run/PointTable.tsx'
import { usePointWords } from '../views/run/runWords.ts'
import { Verdict } from '../views/run/Verdict.tsx'
import { PointInFull } from './PointInFull.tsx'
import { PrecisionTable } from './PrecisionTable.tsx'
import type { ReportPoint, ShownRun } from './reportedRun.ts'

interface SpreadProps {
  readonly found: MeasuredPoint
  readonly outcome: Extract<ReportPoint['outcome'], { kind: 'measured' }>
  readonly severalModels: boolean
}

function Spread({ found, outcome, severalModels }: SpreadProps) {
  const { t } = useTranslation()
  const words = usePointWords(severalModels)
  const { latency } = found.measurement
  const title = t('report.spread', { count: latency.count, point: words(found.point) })
  const { data, options } = histogramChart({
    histogram: outcome.histogram,
    latency,
    inks: useInks(),
    xTitle: (unit) => t('chart.timeAxis', { unit }),
    yTitle: t('chart.countAxis'),
  })
  const { beyondCount } = outcome.histogram
  return (
    <figure className="surface figure">
      <figcaption>
        <Title order={3}>{title}</Title>
      </figcaption>
      <div className="figure-canvas" style={{ height: '14rem' }}>
        <Bar data={data} options={options} role="img" aria-label={t('chart.summary', { title })} />
      </div>
      {beyondCount > 0 && (
        <small>
          {t('chart.histogramBeyond', { count: beyondCount, longest: formatNs(latency.maxNs) })}
        </small>
      )}
    </figure>
  )
}

/** The points that stand for a run: one for each of its models. */
function headlinesOf({ snapshot }: ShownRun): readonly MeasuredPoint[] {
  const models = Map.groupBy(snapshot.view.points, ({ point }) => modelKey(point.model))
  return [...models.values()].flatMap((points) => headlinePoint({ points }) ?? [])
}

export function RunResult({
  shown,
  models,
}: {
  readonly shown: ShownRun
  readonly models: readonly ReportModel[]
}) {
  const { t } = useTranslation()
  const { run, snapshot, name } = shown
  const severalModels = run.plan.models.length > 1
  const headlines = headlinesOf(shown)
  const spreads = headlines.flatMap((found) => {
    const outcome = run.points.find(({ point }) => point.index === found.point.index)?.outcome
    return outcome?.kind === 'measured' ? [{ found, outcome }] : []
  })
  return (
    <section aria-label={name}>
      <Title order={2} className="section-title">
        {name}
      </Title>
      {run.note !== '' && (
        <p className="note">
          <b>{t('history.note')}:</b> {run.note}
        </p>
      )}
      {run.fault !== null && run.status !== 'failed' && <p>{faultWords(t, run.fault).message}</p>}
      <Verdict snapshot={snapshot} />
      {headlines.length === 0 && <NothingMeasured />}
      {headlines.map((found) => (
        <Headline key={found.point.index} found={found} severalModels={severalModels} of={name} />
      ))}
      <PrecisionTable shown={shown} models={models} />
      <PointTable view={snapshot.view} of={name} />
      <div className="report-charts">
        {spreads.map(({ found, outcome }) => (
          <Spread
            key={found.point.index}
            found={found}
            outcome={outcome}
            severalModels={severalModels}
          />
        ))}
      </div>
      {snapshot.view.points.map((view) => (
        <PointInFull
          key={view.point.index}
          view={view}
          planned={run.plan.repetitions}
          severalModels={severalModels}
          sources={snapshot.view.powerSources}
          isOpen={headlines.some(({ point }) => point.index === view.point.index)}
        />
      ))}
    </section>
  )
}
