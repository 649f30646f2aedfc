// What may be said now of a board's clocks, by what was read of them last: time goes on, and a lease runs out, whether
// anybody looks or not.

import { useEffect, useState } from 'react'
import type { BoardView } from '../../shared/ipc.ts'
import { type ShownTuning, shownTuning } from '../../shared/tuning-seen.ts'

/** The time, once a second while something counts down. */
function useNow(ticks: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!ticks) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [ticks])
  return now
}

export function useShownTuning({
  tuning,
  connection,
}: Pick<BoardView, 'tuning' | 'connection'>): ShownTuning {
  const isLent = tuning?.status.state === 'tuned' && tuning.status.lease.kind === 'until'
  const now = useNow(isLent)
  return shownTuning(tuning, connection.kind === 'ready', Math.max(now, tuning?.atMs ?? 0))
}

/** How a board's clocks stand, in a word; null: nothing that has to be said. */
export type TuningWord = 'tuned' | 'unread' | 'owed'

export function tuningWord(shown: ShownTuning): TuningWord | null {
  if (shown.kind === 'unknown') return null
  if (shown.kind === 'unread') return 'unread'
  switch (shown.status.state) {
    case 'untouched':
      return null
    case 'tuned':
      return 'tuned'
    case 'dirty':
    case 'failed-restore':
      return 'owed'
  }
}
