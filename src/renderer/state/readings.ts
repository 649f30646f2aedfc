// The readings of one track of a board's telemetry: typed arrays that grow at their end and are cut at their begin, so
// that a chart reads them in place. In the order of time, no longer and no more than is kept.

import { mostTelemetryHz, type TelemetryReadings, telemetryKeptMs } from '../../shared/telemetry.ts'

/** Whatever a board sends in that time. */
const mostReadings = (telemetryKeptMs / 1_000) * mostTelemetryHz * 1.1

export class Track {
  #atMs = new Float64Array(1_024)
  #values: Float32Array[]
  #start = 0
  #end = 0

  constructor(series: number) {
    this.#values = Array.from({ length: series }, () => new Float32Array(1_024))
  }

  get atMs(): Float64Array {
    return this.#atMs.subarray(this.#start, this.#end)
  }

  /** NaN where a reading failed. */
  valuesOf(series: number): Float32Array {
    return this.#values[series]?.subarray(this.#start, this.#end) ?? new Float32Array(0)
  }

  /** Readings that are not later than the last one are known already. */
  append({ atMs, values }: TelemetryReadings): void {
    for (let moment = 0; moment < atMs.length; moment++) {
      const at = atMs[moment] ?? Number.NaN
      const known = this.#end > this.#start ? this.#atMs[this.#end - 1] : undefined
      if (!(at > (known ?? Number.NEGATIVE_INFINITY))) continue
      if (this.#end === this.#atMs.length) this.#makeRoom()
      this.#atMs[this.#end] = at
      this.#values.forEach((own, series) => {
        own[this.#end] = values[series]?.[moment] ?? Number.NaN
      })
      this.#end++
    }
    const oldest = (this.#atMs[this.#end - 1] ?? 0) - telemetryKeptMs
    while (
      this.#start < this.#end &&
      ((this.#atMs[this.#start] as number) < oldest || this.#end - this.#start > mostReadings)
    )
      this.#start++
  }

  /** As it is now; what comes later is not in it. */
  copy(): Track {
    const copied = new Track(0)
    copied.#atMs = this.atMs.slice()
    copied.#values = this.#values.map((_, series) => this.valuesOf(series).slice())
    copied.#end = copied.#atMs.length
    return copied
  }

  /** Moves what is kept to the begin where that frees half of the room, else doubles it. */
  #makeRoom(): void {
    const length =
      this.#start >= this.#atMs.length / 2 ? this.#atMs.length : 2 * Math.max(1, this.#atMs.length)
    const [start, end] = [this.#start, this.#end]
    const atMs = new Float64Array(length)
    atMs.set(this.#atMs.subarray(start, end))
    this.#atMs = atMs
    this.#values = this.#values.map((before) => {
      const own = new Float32Array(length)
      own.set(before.subarray(start, end))
      return own
    })
    this.#start = 0
    this.#end = end - start
  }
}
