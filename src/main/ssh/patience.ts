// The time that a server is given, without the time that a person takes: a clock that stands still while it is paused.

export class Patience {
  #leftMs: number
  #startedMs = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #pauses = 0
  readonly #onOver: () => void

  constructor(ms: number, onOver: () => void) {
    this.#leftMs = ms
    this.#onOver = onOver
    this.#start()
  }

  /** Runs `work` while the clock stands still. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#pauses++ === 0) this.#stop()
    try {
      return await work()
    } finally {
      if (--this.#pauses === 0) this.#start()
    }
  }

  get isPaused(): boolean {
    return this.#pauses > 0
  }

  end(): void {
    this.#stop()
    this.#pauses = Number.POSITIVE_INFINITY
  }

  #start(): void {
    this.#startedMs = performance.now()
    this.#timer = setTimeout(this.#onOver, this.#leftMs)
  }

  #stop(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    this.#leftMs = Math.max(0, this.#leftMs - (performance.now() - this.#startedMs))
  }
}
