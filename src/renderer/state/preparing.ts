// What is under way for the form of a sweep before anything is measured: a plan that opens, a start that has variants
// made anew. It may take long, is seen wherever the form is, and ends when nobody wants it any more.

import { create } from 'zustand'
import { FaultError, fault } from '../../shared/fault.ts'
import { call } from '../api.ts'
import { notifyFault } from '../faults/notifyFault.ts'

interface Preparation {
  readonly kind: 'opening' | 'starting'
  readonly stop: AbortController
}

const usePreparations = create<{ readonly all: readonly Preparation[] }>(() => ({ all: [] }))

/** The kind of the first; null: nothing is under way. */
export const usePreparing = (): Preparation['kind'] | null =>
  usePreparations(({ all }) => all[0]?.kind ?? null)

/** Fails as cancelled where it is stopped: what main does for it ends, and what `work` does after that is for nobody. */
export async function prepare<T>(
  kind: Preparation['kind'],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const preparation: Preparation = { kind, stop: new AbortController() }
  usePreparations.setState(({ all }) => ({ all: [...all, preparation] }))
  try {
    return await work(preparation.stop.signal)
  } finally {
    usePreparations.setState(({ all }) => ({ all: all.filter((one) => one !== preparation) }))
  }
}

export function throwIfStopped({ aborted }: AbortSignal): void {
  if (aborted) throw new FaultError(fault('cancelled', {}))
}

export function stopPreparing(): void {
  for (const { stop } of usePreparations.getState().all) stop.abort()
  call('plans.cancel', {}).catch(notifyFault)
}
