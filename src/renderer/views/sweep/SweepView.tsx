// A new sweep: what will be measured, and how long will it take? The form begins as the last plan left it, and stays
// as it is while other views are looked at.

import { Stack } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import type { BoardView, ModelRecord, RunRecord, Settings } from '../../../shared/ipc.ts'
import { useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { navigate } from '../../state/address.ts'
import { draftOfRecord } from './chosen.ts'
import { draftOf } from './draft.ts'
import { changeDraft, setDraft, useDraft } from './draftStore.ts'
import { SweepForm } from './SweepForm.tsx'

export function SweepView() {
  const { t } = useTranslation()
  const boards = useCall('boards.list', {})
  const models = useCall('models.list', {})
  const runs = useCall('runs.list', {})
  const settings = useCall('settings.get', {})
  return (
    <Stack gap="md">
      <ViewTitle title={t('sweep.title')} />
      <CallFault error={boards.error ?? models.error ?? runs.error ?? settings.error} />
      {boards.data !== undefined &&
        models.data !== undefined &&
        runs.data !== undefined &&
        settings.data !== undefined && (
          <Sweep
            boards={boards.data}
            models={models.data}
            runs={runs.data}
            settings={settings.data}
          />
        )}
    </Stack>
  )
}

interface SweepProps {
  readonly boards: readonly BoardView[]
  readonly models: readonly ModelRecord[]
  readonly runs: readonly RunRecord[]
  readonly settings: Settings
}

/** The address may ask for a board and a model; what it asked for is taken once. */
function useAsked({ boards, models, settings }: SweepProps): void {
  const [search] = useSearchParams()
  const askedBoard = search.get('board')
  const askedModel = search.get('model')
  useEffect(() => {
    const known = (id: string | null | undefined) =>
      boards.find((view) => view.board.id === id)?.board.id
    if (useDraft.getState().draft === null) {
      const board = known(settings.lastBoard) ?? boards[0]?.board.id ?? null
      setDraft(draftOf(settings.lastPlan, board, models))
    }
    const board = known(askedBoard)
    const model = models.find(({ sha256 }) => sha256 === askedModel)
    if (board !== undefined) changeDraft({ boardId: board })
    if (model !== undefined) changeDraft({ models: [draftOfRecord(model, models)] })
    if (board !== undefined || model !== undefined) navigate('/sweep', { replace: true })
  }, [askedBoard, askedModel, boards, models, settings])
}

function Sweep(props: SweepProps) {
  useAsked(props)
  const draft = useDraft((state) => state.draft)
  const { boards, models, runs } = props
  return draft === null ? null : (
    <SweepForm boards={boards} models={models} runs={runs} draft={draft} />
  )
}
