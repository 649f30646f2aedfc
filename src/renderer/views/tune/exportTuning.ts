// A tuning as a file that keeps it on a board without Benchtop. Where it went is said, and what the board can not do of
// it.

import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import type { BoardId } from '../../../shared/board.ts'
import type { Tuning } from '../../../shared/tuning.ts'
import type { TuningExportFormat } from '../../../shared/tuning-export.ts'
import { call } from '../../api.ts'
import { notifyFault } from '../../faults/notifyFault.ts'

interface Wanted {
  readonly board: BoardId
  readonly name: string
  readonly tuning: Tuning
  readonly format: TuningExportFormat
}

async function save({ board, name, tuning, format }: Wanted): Promise<void> {
  const chosen = await call('dialog.saveTuning', { name, format })
  if (chosen.path === null) return
  const { path, unmet } = await call('tuning.export', {
    board,
    name,
    tuning,
    format,
    path: chosen.path,
  })
  notifications.show({
    title: i18next.t('tune.exported'),
    message: [
      path,
      ...(unmet.length === 0 ? [] : [i18next.t('tune.unmetCount', { count: unmet.length })]),
    ].join('\n'),
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
  })
}

export const exportTuning = (wanted: Wanted): void => void save(wanted).catch(notifyFault)
