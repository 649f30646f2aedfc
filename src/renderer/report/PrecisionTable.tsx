// One network at several precisions: what each takes, how near it stays to the original and how fast it is, at the one
// point that stands for the run.

import { Text, Title } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { headlinePoint } from '../../shared/headline.ts'
import { modelKey, type Point, type PointModel } from '../../shared/plan.ts'
import { conditionsKey, precisionTitle } from '../../shared/point-label.ts'
import type { ReportModel } from '../../shared/report.ts'
import { type MeasuredPoint, measuredPoints } from '../../shared/run.ts'
import { networkKey, toldApart } from '../../shared/told-apart.ts'
import {
  formatBytes,
  formatCosine,
  formatJoules,
  formatNs,
  formatRate,
  unknown,
} from '../../shared/units.ts'
import { Scroll } from '../table/Scroll.tsx'
import { measuredBy } from '../views/energy/energyWords.ts'
import { usePointWords } from '../views/run/runWords.ts'
import type { ShownRun } from './reportedRun.ts'

/** The models of a plan that are one network at one size, where there are several. */
function networksOf(models: readonly PointModel[]): readonly (readonly PointModel[])[] {
  const groups = Map.groupBy(models, networkKey)
  return [...groups.values()].filter((group) => group.length > 1)
}

/** All but the model. */
const conditionsOf = (point: Point) =>
  JSON.stringify([conditionsKey({ ...point, model: null }), point.batch, point.threads])

type ReportAccuracy = NonNullable<NonNullable<ReportModel['known']>['accuracy']>

/** What is said of a model's accuracy in a cell. */
function verdictWords(t: TFunction, known: ReportModel['known']): string {
  if (known === null) return unknown
  const { original, accuracy } = known
  if (original === null) return t('report.precisions.original')
  if (accuracy === null) return t('report.precisions.notCompared')
  const { verdict, thresholdCosine, saysNothing } = accuracy
  return verdict === 'says-nothing'
    ? t(`report.precisions.saysNothing.${saysNothing ?? 'inputs'}`)
    : t(`report.precisions.verdict.${verdict}`, { least: thresholdCosine })
}

/** What a model was compared on. */
function samplesWords(t: TFunction, accuracy: ReportAccuracy): string {
  const { samples: count, seed, files, madeUp, calibrated, overflowCosine } = accuracy
  const words = madeUp
    ? t('report.precisions.seeded', { count, seed: seed ?? unknown })
    : t('report.precisions.ofFiles', { count, files: files.join(', ') || unknown })
  return [
    words,
    ...(calibrated ? [t('report.precisions.calibrated')] : []),
    ...(overflowCosine === null
      ? []
      : [t('report.precisions.overflows', { cosine: formatCosine(overflowCosine) })]),
  ].join(' · ')
}

interface RowProps {
  readonly model: PointModel
  readonly known: ReportModel['known']
  readonly found: MeasuredPoint | undefined
  readonly withEnergy: boolean
}

function Row({ model, known, found, withEnergy }: RowProps) {
  const { t } = useTranslation()
  const energy = found?.energy[0]
  const accuracy = known?.accuracy ?? null
  return (
    <tr data-state={found !== undefined && found.invalid.length > 0 ? 'invalid' : undefined}>
      <th scope="row" className="left">
        {precisionTitle(model, known?.precision ?? unknown)}
      </th>
      <td>{formatBytes(known?.bytes ?? null)}</td>
      <td>{formatCosine(accuracy?.leastCosine ?? null)}</td>
      <td>{formatCosine(accuracy?.floorCosine ?? null)}</td>
      <td className="left">
        {verdictWords(t, known)}
        {accuracy !== null && <div className="spread">{samplesWords(t, accuracy)}</div>}
      </td>
      <td>{formatNs(found?.measurement.latency.percentilesNs.p50 ?? null)}</td>
      <td>{formatRate(found?.measurement.samplesPerSecond ?? null)}</td>
      <td>{formatBytes(found?.measurement.memory.peakBytes ?? null)}</td>
      {withEnergy && (
        <td>
          {energy === undefined ? t('energy.notMeasured') : formatJoules(energy.joulesPerInference)}
          {energy !== undefined && <div className="spread">{measuredBy(t, energy)}</div>}
        </td>
      )}
    </tr>
  )
}

interface NetworkProps {
  readonly network: readonly PointModel[]
  readonly shown: ShownRun
  readonly models: readonly ReportModel[]
}

function Network({ network, shown, models }: NetworkProps) {
  const { t } = useTranslation()
  const words = usePointWords(false)
  const { view } = shown.snapshot
  const keys = network.map(modelKey)
  const points = view.points.filter(({ point }) => keys.includes(modelKey(point.model)))
  const first = headlinePoint({ points })
  if (first === null) return null
  const measured = measuredPoints({ points }).filter(
    ({ point }) => conditionsOf(point) === conditionsOf(first.point),
  )
  const withEnergy = measured.some(({ energy }) => energy.length > 0)
  const isMadeUp = models.some(({ known }) => known?.accuracy?.madeUp === true)
  const [{ name, originalName = name } = first.point.model] = network
  const title = t('report.precisions.title', { model: originalName })
  return (
    <section className="surface">
      <Title order={3} mb={8}>
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {words({ ...first.point, model: { ...first.point.model, precision: undefined } })}
        {isMadeUp && ` · ${t('report.precisions.madeUp')}`}
      </Text>
      <Scroll label={title}>
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col" className="left">
                {t('report.precision')}
              </th>
              <th scope="col">{t('report.size')}</th>
              <th scope="col">{t('report.precisions.cosine')}</th>
              <th scope="col">{t('report.precisions.floor')}</th>
              <th scope="col" className="left">
                {t('report.precisions.accuracy')}
              </th>
              <th scope="col">{t('table.p50')}</th>
              <th scope="col">{t('table.rate')}</th>
              <th scope="col">{t('report.peak')}</th>
              {withEnergy && <th scope="col">{t('energyUi.head.perInference')}</th>}
            </tr>
          </thead>
          <tbody>
            {network.map((model) => (
              <Row
                key={modelKey(model)}
                model={model}
                withEnergy={withEnergy}
                known={models.find(({ sha256 }) => sha256 === model.sha256)?.known ?? null}
                found={measured.find(({ point }) => modelKey(point.model) === modelKey(model))}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

export function PrecisionTable({
  shown,
  models,
}: {
  readonly shown: ShownRun
  readonly models: readonly ReportModel[]
}) {
  return networksOf(toldApart(shown.run.plan.models)).map((network) => (
    <Network
      key={network.map(modelKey).join()}
      network={network}
      shown={shown}
      models={models.filter(({ sha256 }) => network.some((model) => model.sha256 === sha256))}
    />
  ))
}
