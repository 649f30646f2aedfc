// Looks at one board as long as somebody wants it: opens the stream, keeps what comes, and when the link is lost opens it
// again. There is never more than one stream of a feed.

import { setTimeout as sleep } from 'node:timers/promises'
import type { BoardId } from '../../shared/board.ts'
import { fail, toFault } from '../../shared/fault.ts'
import type { TelemetryFeedView, TelemetryMessage, TelemetryState } from '../../shared/telemetry.ts'
import type { BoardSession } from '../board/session.ts'
import type { Publish } from '../publish.ts'
import { Admitted } from './admitted.ts'
import { deskMs } from './desk-clock.ts'
import { BoardReadings } from './readings.ts'

const firstDelayMs = 500
const longestDelayMs = 15_000

export interface FeedOptions {
  readonly board: BoardId
  readonly session: (signal: AbortSignal) => Promise<BoardSession>
  readonly publish: Publish
}

export class BoardFeed {
  readonly readings: BoardReadings
  readonly #options: FeedOptions
  #state: TelemetryState = { kind: 'off' }
  #hz = 0
  /** Of what is under way; null: nothing is. */
  #stop: AbortController | null = null
  #done: Promise<void> = Promise.resolve()

  constructor(options: FeedOptions) {
    this.#options = options
    this.readings = new BoardReadings(options.board)
  }

  view(): TelemetryFeedView {
    const { epoch, description } = this.readings
    return { board: this.#options.board, state: this.#state, epoch, description }
  }

  /** So often from now on. One that waits in vain for a person is tried once more. */
  look(hz: number): void {
    if (this.#stop !== null && this.#hz === hz) return
    this.#hz = hz
    this.#stop?.abort()
    const stop = new AbortController()
    this.#stop = stop
    const before = this.#done
    this.#done = before.then(() => this.#follow(hz, stop.signal))
    void this.#done.finally(() => {
      if (this.#stop === stop) this.#stop = null
    })
  }

  /** Nobody looks any more; what was seen is kept. */
  async rest(): Promise<void> {
    const stop = this.#stop
    this.#stop = null
    stop?.abort()
    await this.#done
    if (this.#stop === null) this.#set({ kind: 'off' })
  }

  /** Never rejects. */
  async #follow(hz: number, signal: AbortSignal): Promise<void> {
    const { session } = this.#options
    let delayMs = firstDelayMs
    while (!signal.aborted) {
      const beganMs = deskMs()
      try {
        if (this.#state.kind !== 'lost') this.#set({ kind: 'opening' })
        const open = await session(signal)
        const admitted = new Admitted(deskMs())
        await open.telemetry(
          hz,
          (message) => {
            const nowMs = deskMs()
            this.#take(admitted.admit(message, nowMs), nowMs)
          },
          signal,
        )
        fail('telemetry-ended', {})
      } catch (thrown) {
        if (signal.aborted) return
        const fault = toFault(thrown)
        this.#set({ kind: 'lost', fault })
        if (fault.retry !== 'auto' && fault.stage !== 'reach') return
        // What ends again soon after it began is tried less and less.
        if (deskMs() - beganMs > longestDelayMs) delayMs = firstDelayMs
        await sleep(delayMs, undefined, { signal }).catch(() => undefined)
        delayMs = Math.min(delayMs * 2, longestDelayMs)
      }
    }
  }

  #take(message: TelemetryMessage, nowMs: number): void {
    const { publish } = this.#options
    switch (message.type) {
      case 'opened':
        this.readings.open(message, nowMs)
        break
      case 'pace':
        this.#set({ kind: message.because === 'measuring' ? 'slowed' : 'live', hz: message.hz })
        break
      case 'samples':
        publish('telemetry.samples', this.readings.take(message, nowMs))
        break
      case 'processes':
        publish('telemetry.processes', this.readings.see(message, nowMs))
    }
  }

  #set(state: TelemetryState): void {
    this.#state = state
    this.#options.publish('telemetry.changed', this.view())
  }
}
