// Under what conditions each measured point came about: its warm-up, its cold start, its window and its memory.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { conditionsKey } from '../../shared/point-label.ts'
import { measuredPoints } from '../../shared/run.ts'
import { formatBytes, formatNs } from '../../shared/units.ts'
import { leftHead, NumberTable } from '../table/NumberTable.tsx'
import { conditionWords } from '../views/compare/rowWords.ts'
import type { ShownRun } from './reportedRun.ts'

export function PointConditions({ shown }: { readonly shown: ShownRun }) {
  const { t } = useTranslation()
  const points = measuredPoints(shown.snapshot.view)
  const several = shown.run.plan.models.length > 1
  const severalConditions = new Set(points.map(({ point }) => conditionsKey(point))).size > 1
  const head = [
    t('table.batch'),
    t('table.threads'),
    t('report.warmupRuns'),
    t('report.warmupTime'),
    t('report.warmupEnd'),
    t('report.session'),
    t('report.first'),
    t('report.wall'),
    t('table.samples'),
    t('table.stop'),
    t('report.floor'),
    t('report.peak'),
  ]
  const title = `${t('report.conditions')}: ${shown.name}`
  if (points.length === 0) return null
  return (
    <div className="surface">
      <Title order={3} mb={8}>
        {title}
      </Title>
      <NumberTable
        label={title}
        heads={[
          ...(several ? [leftHead(t('table.model'))] : []),
          ...(severalConditions ? [leftHead(t('compare.difference.conditions'))] : []),
          ...head.map((words) => ({ words })),
        ]}
      >
        {points.map(({ point, measurement }) => (
          <tr key={point.index}>
            {several && <td className="left">{point.model.name}</td>}
            {severalConditions && <td className="left">{conditionWords(t, point)}</td>}
            <td>{point.batch}</td>
            <td>{point.threads}</td>
            <td>{measurement.warmup.iterations}</td>
            <td>{formatNs(measurement.warmup.wallNs)}</td>
            <td>{t(`report.warmupEnds.${measurement.warmup.end}`)}</td>
            <td>{formatNs(measurement.coldStart.sessionNs)}</td>
            <td>{formatNs(measurement.coldStart.firstInferenceNs)}</td>
            <td>{formatNs(measurement.wallNs)}</td>
            <td>{measurement.latency.count}</td>
            <td>{t(`table.stopReason.${measurement.stop}`)}</td>
            <td>{formatBytes(measurement.memory.floorBytes)}</td>
            <td>{formatBytes(measurement.memory.peakBytes)}</td>
          </tr>
        ))}
      </NumberTable>
    </div>
  )
}
