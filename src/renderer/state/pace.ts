// How often the page may move. While this computer is being measured, its own window must not be the load:
// what arrives is kept and handed on once a second, in order; otherwise as it comes.

export const quietIntervalMs = 1000

export interface Pace {
  /** Runs the task now, or with the next tick of the quiet clock. */
  readonly pass: (task: () => void) => void
  readonly setQuiet: (quiet: boolean) => void
}

export interface Clock {
  readonly every: (ms: number, tick: () => void) => () => void
}

const windowClock: Clock = {
  every: (ms, tick) => {
    const timer = setInterval(tick, ms)
    return () => clearInterval(timer)
  },
}

export function createPace(clock: Clock = windowClock): Pace {
  let waiting: (() => void)[] = []
  let stop: (() => void) | null = null
  const flush = () => {
    const tasks = waiting
    waiting = []
    for (const task of tasks) task()
  }
  return {
    pass: (task) => {
      if (stop === null) task()
      else waiting.push(task)
    },
    setQuiet: (quiet) => {
      if (quiet && stop === null) stop = clock.every(quietIntervalMs, flush)
      if (!quiet && stop !== null) {
        stop()
        stop = null
        flush()
      }
    },
  }
}
