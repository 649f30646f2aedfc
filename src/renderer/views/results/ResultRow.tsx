// One run in the history: what, where, how it ended, its headline, when.

import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../../shared/ipc.ts'
import { formatNs, formatRate, unknown } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { headlinePoint } from '../../charts/series.ts'
import { formatWhen } from '../../i18n/index.ts'
import { isUnderWay } from '../../state/topics.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { statusTone, useModelWords, useRunBoard } from '../run/runWords.ts'

function Quantile({ ns }: { readonly ns: number | null }) {
  const { t } = useTranslation()
  return ns === null ? <span title={t('common.tooFewSamples')}>{unknown}</span> : formatNs(ns)
}

function HeadlineCell({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation()
  const wanted = !isUnderWay(run) && run.measuredPoints > 0
  const { data } = useCall('runs.get', { run: run.id }, { enabled: wanted })
  const found = data === undefined || !wanted ? null : headlinePoint(data.view)
  if (found === null) return <td title={t('run.nothingMeasured')}>{unknown}</td>
  const { latency, samplesPerSecond } = found.measurement
  return (
    <td>
      <Quantile ns={latency.percentilesNs.p50} /> · <Quantile ns={latency.percentilesNs.p90} /> ·{' '}
      {formatRate(samplesPerSecond)}{' '}
      <span className="spread">{t('boards.atBatch', { batch: found.point.batch })}</span>
    </td>
  )
}

export function ResultRow({ run }: { readonly run: RunRecord }) {
  const { t, i18n } = useTranslation()
  const modelsOf = useModelWords()
  const boardOf = useRunBoard()
  return (
    <tr>
      <td className="left">
        <Anchor href={`#/runs/${run.id}`} inherit>
          {modelsOf(run.plan)}
        </Anchor>
      </td>
      <td className="left">{boardOf(run)}</td>
      <td className="left">
        <StateWord tone={statusTone[run.status]} word={t(`run.status.${run.status}`)} />
      </td>
      <HeadlineCell run={run} />
      <td>{t('results.measured', { done: run.measuredPoints, total: run.totalPoints })}</td>
      <td>{formatWhen(run.createdMs, i18n.language)}</td>
    </tr>
  )
}
