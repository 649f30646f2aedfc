// When charts that move are drawn: each at most ten times a second, with the window's own frames, and only those that can
// be seen. As many are drawn with one frame as leave it time for anything else; the others follow with the next. While
// nothing moves they are drawn only when one asks, and never while the stage rests.

export const drawEveryMs = 100
/** Half of a frame at 60 Hz. */
export const frameShareMs = 8

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
  let begunMs = Number.NEGATIVE_INFINITY
  /** Those that are still to be drawn in this round. */
  let waiting: Actor[] = []
  let isAskedAgain = false

  const run = () => {
    cancel = null
    const frameMs = clock.nowMs()
    if (waiting.length === 0) {
      begunMs = frameMs
      isAskedAgain = false
      waiting = [...actors]
    }
    do {
      const actor = waiting.shift()
      if (actor !== undefined && actors.has(actor) && actor.isSeen()) actor.draw()
    } while (waiting.length > 0 && clock.nowMs() - frameMs < frameShareMs)
    if (waiting.length > 0) cancel = clock.frameAfter(0, run)
    else if (mode === 'moving' || isAskedAgain) plan()
  }
  const plan = () => {
    if (cancel !== null || mode === 'resting' || actors.size === 0) return
    cancel = clock.frameAfter(Math.max(0, begunMs + drawEveryMs - clock.nowMs()), run)
  }
  const stop = () => {
    cancel?.()
    cancel = null
    waiting = []
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
    ask: () => {
      isAskedAgain = waiting.length > 0
      plan()
    },
    setMode: (next) => {
      mode = next
      if (mode === 'resting') stop()
      else plan()
    },
  }
}
