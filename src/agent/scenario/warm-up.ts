// Warm-up ends by a test, not by a count: when two consecutive windows of iterations agree.

import type { Limits } from '../../shared/limits.ts'
import type { Measurement } from '../../shared/measurement.ts'
import { warmupWindow, windowsAgree } from '../../shared/stats.ts'
import type { Session } from '../engine/engine.ts'
import type { Clock } from './clock.ts'

/** Iterations are counted, their wall time in nanoseconds; `end` says which of test and caps came first. */
export async function warmUp(
  session: Pick<Session, 'run'>,
  limits: Pick<Limits, 'warmupMaxIterations' | 'warmupMaxMs'>,
  clock: Clock,
): Promise<Measurement['warmup']> {
  const startedMs = clock.now()
  let before = new Float64Array(warmupWindow)
  let window = new Float64Array(warmupWindow)
  for (let iterations = 1; ; iterations++) {
    const startMs = clock.now()
    const pending = session.run()
    if (pending !== undefined) await pending
    const endMs = clock.now()
    const place = (iterations - 1) % warmupWindow
    window[place] = (endMs - startMs) * 1e6
    const ended = (end: Measurement['warmup']['end']) => ({
      iterations,
      wallNs: Math.round((endMs - startedMs) * 1e6),
      end,
    })
    if (place === warmupWindow - 1) {
      if (iterations >= 2 * warmupWindow && windowsAgree(before, window)) return ended('steady')
      ;[before, window] = [window, before]
    }
    if (iterations >= limits.warmupMaxIterations) return ended('iteration-cap')
    if (endMs - startedMs >= limits.warmupMaxMs) return ended('time-cap')
  }
}
