// Opens a plan file into the form: what could be had of it, and a notice for each model that could not.

import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { FaultError } from '../../../shared/fault.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { notifyFault } from '../../faults/notifyFault.ts'
import { navigate } from '../../state/address.ts'
import { keepModel } from '../../state/models.ts'
import { prepare, throwIfStopped } from '../../state/preparing.ts'
import { draftOfPlan } from './draft.ts'
import { setDraft, useDraft } from './draftStore.ts'

/** Fails where the file is no plan, and as cancelled where it is stopped. The form is shown at once: it says how far. */
export async function openPlan(path: string): Promise<void> {
  navigate('/sweep')
  const opened = await prepare('opening', async (signal) => {
    const read = await call('plans.read', { path })
    throwIfStopped(signal)
    return read
  })
  const { plan, models, boardHint, allThreads, faults, notices } = opened
  for (const model of models) keepModel(model)
  for (const fault of faults) notifyFault(new FaultError(fault))
  for (const { kind, model } of notices)
    notifications.show({
      message: i18next.t(`sweep.planNotice.${kind}`, { model }),
      autoClose: false,
      closeButtonProps: { 'aria-label': i18next.t('common.close') },
    })
  if (plan === null) return
  await queryClient.invalidateQueries({ queryKey: callKey('models.list', {}) })
  const boardId = boardHint ?? useDraft.getState().draft?.boardId ?? null
  const draft = draftOfPlan(plan, boardId, models, true)
  setDraft({ ...draft, threads: allThreads ? [] : draft.threads })
}
