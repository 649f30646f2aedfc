// Starts a sweep: what was chosen for its models is remembered, and the board is looked at once more. What speaks
// against measuring and was not accepted holds the start until a person says so.

import { useMutation } from '@tanstack/react-query'
import type { PreflightFinding } from '../../../shared/environment.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import type { Plan } from '../../../shared/plan.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { notifyFault } from '../../faults/notifyFault.ts'
import { navigate } from '../../state/address.ts'
import { keepModel } from '../../state/models.ts'
import { prepare, throwIfStopped } from '../../state/preparing.ts'
import { keepSettings } from '../../state/settings.ts'
import { chosenModels } from './chosen.ts'
import type { SweepDraft } from './draft.ts'
import { notAccepted } from './preflight.ts'
import { acceptedOn, acceptFindings, lookAt } from './usePreflight.ts'

interface Wanted {
  readonly board: string
  readonly plan: Plan
  /** Whatever is found is accepted. */
  readonly acceptsAll: boolean
}

/** What was chosen for the models is remembered for the next sweep. */
async function remember(draft: SweepDraft, models: readonly ModelRecord[]): Promise<void> {
  const bySha256 = new Map(
    chosenModels(draft, models).map((chosen) => [chosen.model.sha256, chosen]),
  )
  for (const [sha256, { draft: one, model }] of bySha256) {
    const { dims, inputs } = one
    const isKnown = JSON.stringify([model.dims, model.inputs]) === JSON.stringify([dims, inputs])
    if (!isKnown) keepModel(await call('models.configure', { sha256, dims, inputs }))
  }
}

/** A board that can not be looked at is left to the start, which says what is wrong with it. */
async function heldBy({ board, plan, acceptsAll }: Wanted): Promise<readonly PreflightFinding[]> {
  const findings = await lookAt(board, plan).catch(() => [])
  if (acceptsAll) acceptFindings(board, findings)
  return notAccepted(findings, acceptedOn(board))
}

/** Gives the findings that hold the start; none, and the run has begun. */
export function useStart(draft: SweepDraft, models: readonly ModelRecord[]) {
  return useMutation({
    mutationFn: (wanted: Wanted) =>
      prepare('starting', async (signal) => {
        const held = await heldBy(wanted)
        throwIfStopped(signal)
        if (held.length > 0) return { held, run: null }
        await remember(draft, models)
        throwIfStopped(signal)
        const { board, plan } = wanted
        const run = await call('runs.start', { board, plan })
        if (signal.aborted) await call('runs.cancel', { run: run.id })
        throwIfStopped(signal)
        keepSettings({ lastPlan: run.plan, lastBoard: board }).catch(notifyFault)
        // What was made anew by a newer Benchtop may have another content.
        await queryClient.invalidateQueries({ queryKey: callKey('models.list', {}) })
        return { held, run }
      }),
    onSuccess: ({ run }) => {
      if (run !== null) navigate(`/runs/${run.id}`)
    },
  })
}
