// Work that one who waits for it may give up while it lasts: all that is under way at that moment ends as cancelled, and
// what is asked for afterwards does not.

export class Stoppable {
  readonly #running = new Set<AbortController>()

  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController()
    this.#running.add(stop)
    try {
      return await work(stop.signal)
    } finally {
      this.#running.delete(stop)
    }
  }

  stop(): void {
    for (const running of this.#running) running.abort()
  }
}
