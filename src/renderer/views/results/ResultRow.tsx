// One run in the history: what, where, how it ended, its headline, when.

import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../../shared/ipc.ts'
import { formatNs, formatRate, unknown } from '../../../shared/units.ts'
import { formatWhen } from '../../i18n/index.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { statusTone, useModelWords, useRunBoard } from '../run/runWords.ts'

function Quantile({ ns }: { readonly ns: number | null }) {
  const { t } = useTranslation()
  return ns === null ? <span title={t('common.tooFewSamples')}>{unknown}</span> : formatNs(ns)
}

function HeadlineCell({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation()
  if (run.headline === null) return <td title={t('run.nothingMeasured')}>{unknown}</td>
  const { point, medianNs, p90Ns, samplesPerSecond } = run.headline
  return (
    <td>
      <Quantile ns={medianNs} /> · <Quantile ns={p90Ns} /> · {formatRate(samplesPerSecond)}{' '}
      <span className="spread">{t('boards.atBatch', { batch: point.batch })}</span>
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
