// Beside the rail's way to the tuning: that a board is tuned, or was not given back. The worst of all boards, by a mark
// and by words for those who do not see it.

import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardView } from '../../shared/ipc.ts'
import { useCall } from '../api.ts'
import { type TuningWord, tuningWord, useShownTuning } from '../state/tuning.ts'
import { useBoardName } from '../views/boards/BoardCard.tsx'

export function RailTuning() {
  const boards = useCall('boards.list', {}).data ?? []
  return (
    <>
      {boards
        .filter(({ tuning }) => tuning !== null && tuning.status.state !== 'untouched')
        .map((view) => (
          <Mark key={view.board.id} view={view} />
        ))}
    </>
  )
}

const tones: Readonly<Record<TuningWord, 'busy' | 'warn' | 'bad'>> = {
  tuned: 'busy',
  unread: 'warn',
  owed: 'bad',
}

function Mark({ view }: { readonly view: BoardView }) {
  const { t } = useTranslation()
  const name = useBoardName()(view)
  const word = tuningWord(useShownTuning(view))
  if (word === null) return null
  const said = t('tune.badgeOf', { name, state: t(`tune.badge.${word}`) })
  const Icon = word === 'tuned' ? IconClock : IconAlertTriangle
  return (
    <span className="state rail-mark" data-tone={tones[word]} title={said}>
      <Icon size={14} aria-label={said} />
    </span>
  )
}
