// One run in the history: what, where, how it ended, its headline, when; and whether it is chosen.

import { Anchor, Checkbox } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import { scenarios } from '../../../shared/plan.ts'
import { invalidSaying } from '../../../shared/result-sayings.ts'
import {
  formatJoules,
  formatNs,
  formatNsWithInterval,
  formatRate,
  unknown,
} from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { measuredBy } from '../energy/energyWords.ts'
import { headlineWords } from '../run/headlineWords.ts'
import { statusTone } from '../run/runWords.ts'
import type { RunWords } from './filter.ts'

interface ResultRowProps {
  readonly run: RunRecord
  readonly words: RunWords
  readonly chosen: boolean
  readonly onChoose: (run: RunId, chosen: boolean) => void
}

function HeadlineCells({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation()
  if (run.headline === null)
    return (
      <>
        <td title={t('run.nothingMeasured')}>{unknown}</td>
        <td>{unknown}</td>
        <td>{unknown}</td>
      </>
    )
  const { point, figure, invalid, medianNs, medianIntervalNs, p90Ns, samplesPerSecond, energy } =
    run.headline
  const own = point.scenario === scenarios[0] ? null : headlineWords(t, figure)
  const median = formatNsWithInterval(medianNs, medianIntervalNs)
  const few = t('common.tooFewSamples')
  const place = t('run.point', {
    batch: point.batch,
    threads: t('sweep.threadsRow', { count: point.threads }),
  })
  const at = [place, ...invalid.map((reason) => said(t, invalidSaying(reason).says))].join(' · ')
  return (
    <>
      <td title={medianNs === null ? few : at}>
        {median.value} <span className="spread">{median.spread}</span>
        {own !== null && (
          <div className="spread">
            {t(`scenario.${point.scenario}.headline`)}: {own.value} {own.spread}
          </div>
        )}
      </td>
      <td title={p90Ns === null ? few : at}>{p90Ns === null ? unknown : formatNs(p90Ns)}</td>
      <td title={at}>
        {formatRate(samplesPerSecond)}
        {energy !== null && (
          <div className="spread" title={measuredBy(t, energy)}>
            {t('energyUi.ofInference', { energy: formatJoules(energy.joulesPerInference) })}
          </div>
        )}
      </td>
    </>
  )
}

export const ResultRow = memo(function ResultRow(props: ResultRowProps) {
  const { run, words, chosen, onChoose } = props
  const { t } = useTranslation()
  return (
    <tr
      data-chosen={chosen || undefined}
      data-state={(run.headline?.invalid.length ?? 0) > 0 ? 'invalid' : undefined}
    >
      <td className="left">
        <Checkbox
          size="xs"
          checked={chosen}
          aria-label={t('history.choose', { run: `${words.model}, ${words.board}, ${words.when}` })}
          onChange={(event) => onChoose(run.id, event.currentTarget.checked)}
        />
      </td>
      <td className="left">
        <Anchor href={`#/runs/${run.id}`} inherit>
          {words.model}
        </Anchor>
        <div className="spread">{words.conditions}</div>
        {run.note !== '' && <div className="note">{run.note}</div>}
      </td>
      <td className="left">{words.board}</td>
      <td className="left">
        <StateWord tone={statusTone[run.status]} word={words.status} />
      </td>
      <HeadlineCells run={run} />
      <td>
        {t('results.measured', { done: run.measuredPoints, total: run.totalPoints })}
        {run.plan.repetitions > 1 && <span className="spread"> × {run.plan.repetitions}</span>}
        {run.invalidPoints > 0 && (
          <div className="spread">{t('history.invalid', { count: run.invalidPoints })}</div>
        )}
        {run.failedPoints > 0 && (
          <div className="spread">{t('history.failed', { count: run.failedPoints })}</div>
        )}
      </td>
      <td>{words.when}</td>
    </tr>
  )
})
