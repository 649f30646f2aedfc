// The status of a board as it was read last, for where it can not be read now: with the time that is left of it, and
// never as given back.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BoardView } from '../../../shared/ipc.ts'
import { useMoment } from '../../i18n/moment.ts'
import { useShownTuning } from '../../state/tuning.ts'
import { StatusPanel } from './StatusPanel.tsx'

export function LastSeen({ view }: { readonly view: BoardView }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const shown = useShownTuning(view)
  if (view.tuning === null || shown.kind === 'unknown') return null
  if (shown.kind === 'read' && shown.status.state === 'untouched') return null
  return (
    <>
      <Text size="xs" c="dimmed">
        {t('tune.lastSeen', { when: moment(view.tuning.atMs) })}
      </Text>
      <StatusPanel board={view.board.id} shown={shown} locked />
    </>
  )
}
