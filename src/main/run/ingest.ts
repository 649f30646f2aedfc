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
  readonly #heard: (events: readonly RunEvent[]) => void
  readonly #failure = new AbortController()
  #waiting: RunEvent[] = []
  #timer: NodeJS.Timeout | null = null

  /**
   * `tickMs`: how long events are gathered; long while this computer itself is being measured. `heard` hears of events
   * when they are stored and published.
   */
  constructor(
    run: RunId,
    store: RunStore,
    publish: Publish,
    tickMs: number,
    heard: (events: readonly RunEvent[]) => void = () => undefined,
  ) {
    this.#run = run
    this.#store = store
    this.#publish = publish
    this.#tickMs = tickMs
    this.#heard = heard
  }

  /** Fires with the reason when events could not be stored; they are still in the journal. */
  get failed(): AbortSignal {
    return this.#failure.signal
  }

  take(event: RunEvent): void {
    this.#waiting.push(event)
    this.#timer ??= setTimeout(() => this.#tick(), this.#tickMs)
  }

  #tick(): void {
    try {
      this.flush()
    } catch (thrown) {
      this.#failure.abort(thrown)
    }
  }

  /** Stores and publishes what was gathered, now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const events = this.#waiting
    this.#waiting = []
    if (events.length === 0) return
    // Another program may have stored some of them first; whoever listens here has not heard them yet.
    this.#store.append(this.#run, events)
    this.#publish('run.events', { run: this.#run, events: events.map(withoutSamples) })
    const record = this.#store.get(this.#run)
    if (record !== null && events.some(({ type }) => changesRecord(type)))
      this.#publish('run.changed', record)
    this.#heard(events)
  }
}

const recordChanges: readonly RunEvent['type'][] = [
  'run-started',
  'point-ended',
  'clock-set',
  'clock-given-back',
  'run-ended',
]

const changesRecord = (type: RunEvent['type']) => recordChanges.includes(type)
