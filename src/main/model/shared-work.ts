// Long work that several may ask for: each once for all who ask, one after another, and ended for all where what it is
// for is given up.

import { cancelledError } from '../board/transport.ts'

interface Running<T> {
  readonly subject: string
  readonly stop: AbortController
  readonly done: Promise<T>
}

export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>()
  #last: Promise<unknown> = Promise.resolve()

  /**
   * What is under way for `key`, or else `work`, begun when all before it has ended. `before` goes ahead of its turn:
   * it may itself ask for work. Rejects as cancelled where `subject` is given up.
   */
  ask<P>(
    key: string,
    subject: string,
    before: () => Promise<P>,
    work: (prepared: P, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const running = this.#running.get(key)
    if (running !== undefined) return running.done
    const stop = new AbortController()
    const done = before()
      .then((prepared) => this.#inTurn(() => work(prepared, stop.signal), stop.signal))
      .finally(() => this.#running.delete(key))
    this.#running.set(key, { subject, stop, done })
    return done
  }

  cancel(subject: string): void {
    for (const running of this.#running.values())
      if (running.subject === subject) running.stop.abort()
  }

  #inTurn(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.#last.then(() => {
      if (signal.aborted) throw cancelledError()
      return work()
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
