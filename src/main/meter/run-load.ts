// When a board worked during a run, on the run's own clock: what a meter's record is laid beside, and the windows whose
// energy it is asked for.

import type { Stretch } from '../../shared/align.ts'
import type { Phase, RunNews } from '../../shared/event.ts'
import type { Clock } from '../../shared/plan.ts'

/** One process of a point. */
export interface MeasuredProcess extends Stretch {
  readonly point: number
  readonly repetition: number
  /** From its first window to its last; empty where nothing was measured. */
  readonly windows: readonly Stretch[]
}

export interface RunLoad {
  /** From the first event to the last. */
  readonly span: Stretch
  /** In order; they do not overlap. */
  readonly busy: readonly Stretch[]
  /** When the board was left alone, clock by clock. */
  readonly rests: readonly (Stretch & { readonly clock: Clock })[]
  readonly processes: readonly MeasuredProcess[]
  /** The board's wall clock where the run's own stood at 0. */
  readonly zeroWallMs: number
}

const works: ReadonlySet<Phase> = new Set(['setup', 'cold-start', 'warm-up', 'measure', 'profile'])

/** `news`: every event of a run, in order. Null: it never began. */
export function runLoad(news: readonly RunNews[]): RunLoad | null {
  const [first] = news
  const last = news.at(-1)
  if (first === undefined || last === undefined) return null
  const busy: Stretch[] = []
  const rests: (Stretch & { clock: Clock })[] = []
  const processes: MeasuredProcess[] = []
  let since: number | null = null
  let windows: Stretch[] = []
  let startedNs = 0
  const ends = (atNs: number) => {
    if (since !== null && atNs > since) busy.push({ startNs: since, endNs: atNs })
    since = null
  }
  for (const event of news) {
    if (event.type === 'point-started') {
      startedNs = event.atNs
      windows = []
    }
    if (event.type === 'phase-entered') {
      if (!works.has(event.phase)) ends(event.atNs)
      else since ??= event.atNs
    }
    if (event.type === 'samples-recorded' && event.window !== null) windows.push(event.window)
    if (event.type === 'idle-measured') {
      const { atNs, wallNs, clock } = event
      rests.push({ startNs: Math.max(0, atNs - wallNs), endNs: atNs, clock })
    }
    if (event.type === 'point-ended') {
      ends(event.atNs)
      const { point, repetition } = event
      processes.push({ point, repetition, windows, startNs: startedNs, endNs: event.atNs })
    }
  }
  ends(last.atNs)
  return {
    span: { startNs: first.atNs, endNs: last.atNs },
    busy,
    rests,
    processes,
    zeroWallMs: first.wallMs - first.atNs / 1e6,
  }
}
