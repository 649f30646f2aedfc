// Looks at a board so often, and tells it in small batches. While a point is measured there it looks once a second, and
// says so: what only watches must not be seen in the figures.

import {
  maxTelemetryMoments,
  slowTelemetryHz,
  type TelemetryDescription,
  type TelemetryMessage,
} from '../../shared/telemetry.ts'
import type { Busiest } from './busiest.ts'
import type { Look } from './observed.ts'

/** Readings are told when the oldest is so old: soon enough to look live, seldom enough to cost little. */
const tellEveryNs = 250e6
const secondNs = 1e9
/** Of the time, looking at processes takes at the most one part in so many: on a board that has thousands, it is seldom. */
const processesShare = 300

export interface Watchable {
  readonly busiest: Pick<Busiest, 'look'>
  describe(hz: number): TelemetryDescription
  pace(hz: number): void
  look(): readonly Look[]
}

export interface StreamOptions {
  readonly board: Watchable
  /** The machine's monotonic clock. */
  readonly nowNs: () => number
  readonly hz: number
  readonly isMeasuring: () => boolean
  /** May throw: whoever listened is gone. */
  readonly tell: (message: TelemetryMessage) => void
  readonly failed: (error: unknown) => void
}

export class TelemetryStream implements Disposable {
  readonly #options: StreamOptions
  #hz = 0
  #timer: NodeJS.Timeout | undefined
  #untold: Look[] = []
  #checkedAtNs: number
  #nextProcessesNs: number

  constructor(options: StreamOptions) {
    const { board, nowNs, hz, tell } = options
    this.#options = options
    tell({ type: 'opened', atNs: nowNs(), description: board.describe(hz) })
    this.#checkedAtNs = nowNs()
    this.#nextProcessesNs = nowNs()
    this.#keepPace()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #keepPace(): void {
    const { board, hz, isMeasuring, tell } = this.#options
    const measuring = isMeasuring()
    const wanted = measuring ? Math.min(hz, slowTelemetryHz) : hz
    if (wanted === this.#hz) return
    this.#hz = wanted
    board.pace(wanted)
    clearInterval(this.#timer)
    this.#timer = setInterval(() => this.#tick(), 1000 / wanted)
    tell({ type: 'pace', hz: wanted, because: wanted < hz ? 'measuring' : 'asked' })
  }

  #tick(): void {
    try {
      const { nowNs } = this.#options
      this.#sample()
      const atNs = nowNs()
      if (atNs >= this.#nextProcessesNs) this.#processes(atNs)
      if (atNs - this.#checkedAtNs < secondNs) return
      this.#checkedAtNs = atNs
      this.#keepPace()
    } catch (error) {
      clearInterval(this.#timer)
      this.#options.failed(error)
    }
  }

  #sample(): void {
    this.#untold.push(...this.#options.board.look())
    // What another thread has read is older than what was read just now.
    const oldestNs = this.#untold.reduce((ns, { atNs }) => Math.min(ns, atNs), Infinity)
    const nextNs = secondNs / this.#hz
    if (this.#options.nowNs() - oldestNs + nextNs > tellEveryNs) this.#tellSamples()
  }

  #tellSamples(): void {
    const looks = this.#untold
    this.#untold = []
    for (const track of new Set(looks.map((look) => look.track))) {
      const own = looks.filter((look) => look.track === track)
      // A reader that kept this process waiting may have let a thread read on.
      for (let at = 0; at < own.length; at += maxTelemetryMoments)
        this.#options.tell(samplesOf(track, own.slice(at, at + maxTelemetryMoments)))
    }
  }

  #processes(atNs: number): void {
    const { board, nowNs, tell } = this.#options
    const found = board.busiest.look(atNs)
    this.#nextProcessesNs = atNs + Math.max(secondNs, (nowNs() - atNs) * processesShare)
    if (found !== null) tell(found)
  }
}

const samplesOf = (track: number, looks: readonly Look[]): TelemetryMessage => ({
  type: 'samples',
  track,
  atNs: looks.map(({ atNs }) => atNs),
  values: (looks[0]?.row ?? []).map((_, index) => looks.map(({ row }) => row[index] ?? null)),
})
