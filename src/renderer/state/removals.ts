// Results that are about to be removed: out of sight at once, deleted only when the time to undo is over. A window
// that is closed before deletes nothing.

import { create } from 'zustand'
import type { RunId } from '../../shared/event.ts'
import { call, callKey, queryClient } from '../api.ts'
import { notifyFault } from '../faults/notifyFault.ts'

export const undoMs = 10_000

export const useRemovals = create<{ readonly runs: ReadonlySet<RunId> }>(() => ({
  runs: new Set(),
}))

function without(runs: readonly RunId[]): void {
  useRemovals.setState(({ runs: before }) => ({
    runs: new Set([...before].filter((run) => !runs.includes(run))),
  }))
}

async function removeAll(runs: readonly RunId[]): Promise<void> {
  for (const run of runs) await call('runs.remove', { run }).catch(notifyFault)
  await queryClient.invalidateQueries({ queryKey: callKey('runs.list', {}) })
  without(runs)
}

/** Gives back the function that undoes it; after `undoMs` it does nothing any more. */
export function removeSoon(runs: readonly RunId[]): () => void {
  useRemovals.setState(({ runs: before }) => ({ runs: new Set([...before, ...runs]) }))
  const timer = setTimeout(() => void removeAll(runs), undoMs)
  return () => {
    clearTimeout(timer)
    without(runs)
  }
}
