// Warm-up ends by a test, not by a count: when two consecutive windows of iterations agree.

import type { Limits } from '../../shared/limits.ts'
import type { Measurement } from '../../shared/measurement.ts'
import { warmupWindow, windowsAgree } from '../../shared/stats.ts'
import { nowNs } from '../clock.ts'
import type { Session } from '../engine/engine.ts'

/** Iterations are counted, their wall time in nanoseconds; `end` says which of test and caps came first. */
export async function warmUp(
  session: Session,
  limits: Pick<Limits, 'warmupMaxIterations' | 'warmupMaxMs'>,
): Promise<Measurement['warmup']> {
  const startedNs = nowNs()
  let before = new Float64Array(warmupWindow)
  let window = new Float64Array(warmupWindow)
  for (let iterations = 1; ; iterations++) {
    const startNs = nowNs()
    const pending = session.run()
    if (pending !== undefined) await pending
    const endNs = nowNs()
    const place = (iterations - 1) % warmupWindow
    window[place] = endNs - startNs
    const ended = (end: Measurement['warmup']['end']) => ({
      iterations,
      wallNs: endNs - startedNs,
      end,
    })
    if (place === warmupWindow - 1) {
      if (iterations >= 2 * warmupWindow && windowsAgree(before, window)) return ended('steady')
      ;[before, window] = [window, before]
    }
    if (iterations >= limits.warmupMaxIterations) return ended('iteration-cap')
    if (endNs - startedNs >= limits.warmupMaxMs * 1e6) return ended('time-cap')
  }
}
