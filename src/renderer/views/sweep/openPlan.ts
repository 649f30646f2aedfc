// Opens a plan file into the form: what could be had of it, and a notice for each model that could not.

import { FaultError } from '../../../shared/fault.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { notifyFault } from '../../faults/notifyFault.ts'
import { navigate } from '../../state/address.ts'
import { keepModel } from '../../state/models.ts'
import { draftOfPlan } from './draft.ts'
import { setDraft, useDraft } from './draftStore.ts'

/** Fails where the file is no plan. */
export async function openPlan(path: string): Promise<void> {
  const { plan, models, boardHint, allThreads, faults } = await call('plans.read', { path })
  for (const model of models) keepModel(model)
  for (const fault of faults) notifyFault(new FaultError(fault))
  if (plan === null) return
  await queryClient.invalidateQueries({ queryKey: callKey('models.list', {}) })
  const boardId = boardHint ?? useDraft.getState().draft?.boardId ?? null
  const draft = draftOfPlan(plan, boardId, models)
  setDraft({ ...draft, threads: allThreads ? [] : draft.threads })
  navigate('/sweep')
}
