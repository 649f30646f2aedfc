// The last ten minutes of one track in typed arrays: a reading costs its numbers and nothing else, and the oldest makes room.

import { mostTelemetryHz, type TelemetryReadings, telemetryKeptMs } from '../../shared/telemetry.ts'

/** A timer never fires more often than it is asked to, but for its jitter. */
const capacity = Math.ceil((telemetryKeptMs / 1000) * mostTelemetryHz * 1.02)

export class ReadingsRing {
  readonly #atMs = new Float64Array(capacity)
  readonly #values: readonly Float32Array[]
  #next = 0
  #count = 0

  constructor(seriesCount: number) {
    this.#values = Array.from({ length: seriesCount }, () => new Float32Array(capacity))
  }

  /** The latest moment; −Infinity where there is none. */
  get lastMs(): number {
    return this.#count === 0 ? Number.NEGATIVE_INFINITY : (this.#atMs[this.#place(-1)] ?? 0)
  }

  /** A value of one series at its latest moment. */
  last(series: number): number {
    return this.#count === 0 ? Number.NaN : (this.#values[series]?.[this.#place(-1)] ?? Number.NaN)
  }

  /** Moments that are later than the latest, in order. */
  add({ atMs, values }: TelemetryReadings): void {
    atMs.forEach((at, index) => {
      this.#atMs[this.#next] = at
      this.#values.forEach((ring, series) => {
        ring[this.#next] = values[series]?.[index] ?? Number.NaN
      })
      this.#next = (this.#next + 1) % capacity
      this.#count = Math.min(capacity, this.#count + 1)
    })
  }

  /** A copy of what is not older than ten minutes before the latest moment. */
  kept(): TelemetryReadings {
    const fromMs = this.lastMs - telemetryKeptMs
    const atMs = this.#inOrder(this.#atMs, Float64Array)
    const first = atMs.findIndex((at) => at >= fromMs)
    return {
      atMs: atMs.subarray(Math.max(0, first)).slice(),
      values: this.#values.map((ring) =>
        this.#inOrder(ring, Float32Array).subarray(Math.max(0, first)).slice(),
      ),
    }
  }

  /** Of the moment that is `from` after the next one to be written. */
  #place(from: number): number {
    return (this.#next + from + capacity) % capacity
  }

  #inOrder<T extends Float64Array | Float32Array>(ring: T, Kind: new (length: number) => T): T {
    const ordered = new Kind(this.#count)
    if (this.#count < capacity) {
      ordered.set(ring.subarray(0, this.#count))
      return ordered
    }
    ordered.set(ring.subarray(this.#next))
    ordered.set(ring.subarray(0, this.#next), capacity - this.#next)
    return ordered
  }
}
