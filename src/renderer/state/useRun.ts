// A run as a view sees it: watched first and asked for second, so that no event falls between the two.

import { useEffect, useState } from 'react'
import type { RunId } from '../../shared/event.ts'
import { type Fault, toFault } from '../../shared/fault.ts'
import type { RunSnapshot } from '../../shared/ipc.ts'
import { useLive, watchRun } from './live.ts'
import { loadSnapshot } from './topics.ts'

export function useRun(id: RunId): {
  readonly snapshot: RunSnapshot | null
  readonly fault: Fault | null
} {
  const [fault, setFault] = useState<Fault | null>(null)
  const snapshot = useLive((state) => state.runs[id]?.snapshot ?? null)
  useEffect(() => {
    const unwatch = watchRun(id)
    loadSnapshot(id).catch((thrown: unknown) => setFault(toFault(thrown)))
    return unwatch
  }, [id])
  return { snapshot, fault }
}
