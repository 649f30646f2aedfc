// When charts that move are drawn: all of them together, at most ten times a second, with the window's own frames, and
// only those that can be seen. While nothing moves they are drawn only when one asks, and never while the stage rests.

export const drawEveryMs = 100

export interface StageClock {
  readonly nowMs: () => number
  /** With the first frame of the window that comes after so long; never while the window is hidden. */
  readonly frameAfter: (ms: number, run: () => void) => () => void
}

const windowClock: StageClock = {
  nowMs: () => performance.now(),
  frameAfter: (ms, run) => {
    let frame = 0
    const timer = setTimeout(() => {
      frame = requestAnimationFrame(run)
    }, ms)
    return () => {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
  },
}

export interface Actor {
  readonly draw: () => void
  readonly isSeen: () => boolean
}

export type StageMode = 'moving' | 'still' | 'resting'

export interface Stage {
  /** Gives back what takes it off. It is drawn with the next frame. */
  readonly add: (actor: Actor) => () => void
  /** Something is to be drawn anew. */
  readonly ask: () => void
  readonly setMode: (mode: StageMode) => void
}

export function createStage(clock: StageClock = windowClock): Stage {
  const actors = new Set<Actor>()
  let mode: StageMode = 'moving'
  let cancel: (() => void) | null = null
  let drawnMs = Number.NEGATIVE_INFINITY

  const run = () => {
    cancel = null
    drawnMs = clock.nowMs()
    for (const actor of actors) if (actor.isSeen()) actor.draw()
    if (mode === 'moving') plan()
  }
  const plan = () => {
    if (cancel !== null || mode === 'resting' || actors.size === 0) return
    cancel = clock.frameAfter(Math.max(0, drawnMs + drawEveryMs - clock.nowMs()), run)
  }
  const stop = () => {
    cancel?.()
    cancel = null
  }
  return {
    add: (actor) => {
      actors.add(actor)
      plan()
      return () => {
        actors.delete(actor)
        if (actors.size === 0) stop()
      }
    },
    ask: plan,
    setMode: (next) => {
      mode = next
      if (mode === 'resting') stop()
      else plan()
    },
  }
}
