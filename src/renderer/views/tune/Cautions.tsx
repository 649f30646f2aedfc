// What to know before a board is tuned: other programs that set clocks too, and a state that is not the board's own.
// Each in a sentence that says why it matters.

import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TuningReport } from '../../../shared/tuning.ts'
import { taintSaying } from '../../../shared/tuning-sayings.ts'
import { said } from '../../i18n/sayings.ts'

export function Cautions({ rivals, taints }: Pick<TuningReport, 'rivals' | 'taints'>) {
  const { t } = useTranslation()
  const all = [
    ...rivals.map((rival) => t(`tune.rival.${rival}`)),
    ...new Set(taints.map((taint) => said(t, taintSaying(taint)))),
  ]
  if (all.length === 0) return null
  return (
    <ul className="checks surface" aria-label={t('tune.cautions')}>
      {all.map((words) => (
        <li key={words}>
          <span className="state" data-tone="warn">
            <IconAlertTriangle size={16} aria-hidden />
          </span>
          <span>{words}</span>
        </li>
      ))}
    </ul>
  )
}
