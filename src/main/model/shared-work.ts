// Long work that several may ask for: each once for all who ask, one after another. It ends where what it is for is given
// up, and where nobody who asked for it wants it any more; who asks after that begins anew.

import { cancelledError, orCancelled } from '../board/transport.ts'

interface Job<T> {
  readonly subject: string
  readonly stop: AbortController
  readonly done: Promise<T>
  /** Who waits for it still. */
  askers: number
}

export class SharedWork<T> {
  readonly #jobs = new Map<string, Job<T>>()
  #last: Promise<unknown> = Promise.resolve()

  /**
   * What is under way for `key`, or else `work`, begun when all before it has ended. `before` goes ahead of its turn:
   * it may itself ask for work. Rejects as cancelled where `subject` or `signal` is given up: at once while it waits,
   * else when the work has ended and cleared up.
   */
  async ask<P>(
    key: string,
    subject: string,
    before: (signal: AbortSignal) => Promise<P>,
    work: (prepared: P, signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    if (signal?.aborted) throw cancelledError()
    const job = this.#jobs.get(key) ?? this.#begin(key, subject, before, work)
    job.askers += 1
    if (signal === undefined) return job.done
    const isLast = () => job.askers === 1
    try {
      return await orCancelled(job.done, signal)
    } catch (thrown) {
      // The last to leave ends it, and waits until nothing is left of it.
      if (signal.aborted && isLast()) {
        this.#giveUp(key, job)
        await job.done.catch(() => undefined)
      }
      throw thrown
    } finally {
      job.askers -= 1
    }
  }

  cancel(subject: string): void {
    for (const [key, job] of this.#jobs) if (job.subject === subject) this.#giveUp(key, job)
  }

  #begin<P>(
    key: string,
    subject: string,
    before: (signal: AbortSignal) => Promise<P>,
    work: (prepared: P, signal: AbortSignal) => Promise<T>,
  ): Job<T> {
    const stop = new AbortController()
    const { signal } = stop
    const done = orCancelled(before(signal), signal).then((prepared) =>
      this.#inTurn(() => work(prepared, signal), signal),
    )
    const job: Job<T> = { subject, stop, done, askers: 0 }
    this.#jobs.set(key, job)
    const forget = () => this.#forget(key, job)
    done.then(forget, forget)
    return job
  }

  #giveUp(key: string, job: Job<T>): void {
    this.#forget(key, job)
    job.stop.abort()
  }

  #forget(key: string, job: Job<T>): void {
    if (this.#jobs.get(key) === job) this.#jobs.delete(key)
  }

  /** What follows waits for what goes before even where this is given up meanwhile. */
  #inTurn(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = this.#last
    const turn = orCancelled(before, signal).then(work)
    this.#last = Promise.allSettled([before, turn])
    return turn
  }
}
