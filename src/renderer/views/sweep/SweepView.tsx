// A new sweep: what will be measured, and how long will it take? The form begins as the last plan left it.

import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { draftOf } from './draft.ts'
import { SweepForm } from './SweepForm.tsx'

export function SweepView() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const boards = useCall('boards.list', {})
  const models = useCall('models.list', {})
  const settings = useCall('settings.get', {})
  const asked = search.get('board') ?? settings.data?.lastBoard ?? null
  const board =
    boards.data?.find((view) => view.board.id === asked)?.board.id ??
    boards.data?.[0]?.board.id ??
    null
  return (
    <Stack gap="md">
      <ViewTitle title={t('sweep.title')} />
      <CallFault error={boards.error ?? models.error ?? settings.error} />
      {boards.data !== undefined && models.data !== undefined && settings.data !== undefined && (
        <SweepForm
          boards={boards.data}
          models={models.data}
          initial={draftOf(settings.data.lastPlan, board, models.data)}
        />
      )}
    </Stack>
  )
}
