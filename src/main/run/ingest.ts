// Takes the events of one run into the store and then to whoever listens: stored first, published second.
// Events are gathered for a moment, so that a fast board costs one transaction a tick and not one an event.

import { type RunEvent, type RunId, withoutSamples } from '../../shared/event.ts'
import type { Publish } from '../publish.ts'
import type { RunStore } from '../store/runs.ts'

export class Ingest {
  readonly #run: RunId
  readonly #store: RunStore
  readonly #publish: Publish
  readonly #tickMs: number
  #waiting: RunEvent[] = []
  #timer: NodeJS.Timeout | null = null

  /** `tickMs`: how long events are gathered; long while this computer itself is being measured. */
  constructor(run: RunId, store: RunStore, publish: Publish, tickMs: number) {
    this.#run = run
    this.#store = store
    this.#publish = publish
    this.#tickMs = tickMs
  }

  take(event: RunEvent): void {
    this.#waiting.push(event)
    this.#timer ??= setTimeout(() => this.flush(), this.#tickMs)
  }

  /** Stores and publishes what was gathered, now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const events = this.#waiting
    this.#waiting = []
    if (events.length === 0) return
    const fresh = this.#store.append(this.#run, events)
    if (fresh.length === 0) return
    this.#publish('run.events', { run: this.#run, events: fresh.map(withoutSamples) })
    const record = this.#store.get(this.#run)
    if (record !== null && fresh.some(({ type }) => changesRecord(type)))
      this.#publish('run.changed', record)
  }
}

function changesRecord(type: RunEvent['type']): boolean {
  return type === 'run-started' || type === 'point-ended' || type === 'run-ended'
}
