// That a board's clocks are not its own now: a word with the time that is left, which leads to its tuning. Nothing where
// nothing is changed.

import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardView } from '../../../shared/ipc.ts'
import { type TuningWord, tuningWord, useShownTuning } from '../../state/tuning.ts'
import { formatLeft } from '../tune/lease.ts'
import type { Tone } from './state.ts'

const tones: Readonly<Record<TuningWord, Tone>> = { tuned: 'busy', unread: 'warn', owed: 'bad' }

export function TuningBadge({ view }: { readonly view: BoardView }) {
  const { t } = useTranslation()
  const shown = useShownTuning(view)
  const word = tuningWord(shown)
  if (word === null) return null
  const Icon = word === 'tuned' ? IconClock : IconAlertTriangle
  const leftMs =
    shown.kind === 'read' && shown.status.state === 'tuned' && shown.status.lease.kind === 'until'
      ? shown.status.lease.leftMs
      : null
  return (
    <a className="tuning-badge" href={`#/tune/${view.board.id}`}>
      <span className="state" data-tone={tones[word]}>
        <Icon size={14} aria-hidden />
        {leftMs === null
          ? t(`tune.badge.${word}`)
          : t('tune.badge.tunedFor', { left: formatLeft(leftMs) })}
      </span>
    </a>
  )
}
