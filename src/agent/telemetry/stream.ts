// Looks at a board so often, and tells it in small batches. While a point is measured there it looks once a second, and
// says so: what only watches must not be seen in the figures.

import {
  slowTelemetryHz,
  type TelemetryDescription,
  type TelemetryMessage,
} from '../../shared/telemetry.ts'
import type { Look } from './board.ts'
import type { Busiest } from './busiest.ts'

/** Readings are told when the oldest is so old: soon enough to look live, seldom enough to cost little. */
const tellEveryNs = 250e6
const secondNs = 1e9
/** Of the time, looking at processes takes at the most one part in so many: on a board that has thousands, it is seldom. */
const processesShare = 300

export interface Watchable {
  readonly busiest: Pick<Busiest, 'look'>
  describe(hz: number): TelemetryDescription
  look(): Look
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
  readonly #isEmpty: boolean
  #hz = 0
  #timer: NodeJS.Timeout | undefined
  #untold: Look[] = []
  #checkedAtNs: number
  #nextProcessesNs: number

  constructor(options: StreamOptions) {
    const { board, nowNs, hz, tell } = options
    this.#options = options
    const description = board.describe(hz)
    this.#isEmpty = description.tracks.length === 0
    tell({ type: 'opened', atNs: nowNs(), description })
    this.#checkedAtNs = nowNs()
    this.#nextProcessesNs = nowNs()
    this.#keepPace()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #keepPace(): void {
    const { hz, isMeasuring, tell } = this.#options
    const measuring = isMeasuring()
    const wanted = measuring ? Math.min(hz, slowTelemetryHz) : hz
    if (wanted === this.#hz) return
    this.#hz = wanted
    clearInterval(this.#timer)
    this.#timer = setInterval(() => this.#tick(), 1000 / wanted)
    tell({ type: 'pace', hz: wanted, because: wanted < hz ? 'measuring' : 'asked' })
  }

  #tick(): void {
    try {
      const { nowNs } = this.#options
      if (!this.#isEmpty) this.#sample()
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
    this.#untold.push(this.#options.board.look())
    const first = this.#untold[0]?.atNs ?? 0
    const last = this.#untold.at(-1)?.atNs ?? 0
    const nextNs = secondNs / this.#hz
    if (last - first + nextNs > tellEveryNs) this.#tellSamples()
  }

  #tellSamples(): void {
    const looks = this.#untold
    this.#untold = []
    this.#options.tell({
      type: 'samples',
      track: 0,
      atNs: looks.map(({ atNs }) => atNs),
      values: (looks[0]?.row ?? []).map((_, index) => looks.map(({ row }) => row[index] ?? null)),
    })
  }

  #processes(atNs: number): void {
    const { board, nowNs, tell } = this.#options
    const found = board.busiest.look(atNs)
    this.#nextProcessesNs = atNs + Math.max(secondNs, (nowNs() - atNs) * processesShare)
    if (found !== null) tell(found)
  }
}
