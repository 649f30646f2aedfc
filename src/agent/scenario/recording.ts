// What was measured of a point so far: every latency in order, and when each window of them began and ended.

import { ascending } from '../../shared/stats.ts'

/** Latencies that were taken one after another without a pause of ours. */
export interface Window {
  /** On the clock of the scenario. */
  readonly startMs: number
  readonly endMs: number
  /** Whole nanoseconds, in the order in which they were taken. */
  readonly latencyNs: Float64Array
}

export interface RecordedWindow {
  readonly startNs: number
  readonly endNs: number
  /** Index of its first sample. */
  readonly first: number
  readonly count: number
}

export class Recording {
  /** Grows with what is recorded, so that nothing is charged to the model that was not measured. */
  #samples = new Float64Array(1 << 12)
  #count = 0
  #wallNs = 0
  #sorted: Float64Array = new Float64Array()
  readonly #windows: RecordedWindow[] = []

  /** Gives the index of its first sample. */
  add({ startMs, endMs, latencyNs }: Window): number {
    const first = this.#count
    this.#count += latencyNs.length
    if (this.#count > this.#samples.length) {
      const grown = new Float64Array(Math.max(this.#count, this.#samples.length * 2))
      grown.set(this.#samples.subarray(0, first))
      this.#samples = grown
    }
    this.#samples.set(latencyNs, first)
    this.#wallNs += Math.round((endMs - startMs) * 1e6)
    this.#windows.push({
      startNs: startMs * 1e6,
      endNs: endMs * 1e6,
      first,
      count: latencyNs.length,
    })
    return first
  }

  get count(): number {
    return this.#count
  }

  /** Sum of the windows' own wall time: what throughput is counted over. */
  get wallNs(): number {
    return this.#wallNs
  }

  get latencyNs(): Float64Array {
    return this.#samples.subarray(0, this.#count)
  }

  /** Ascending. */
  get sortedNs(): Float64Array {
    if (this.#sorted.length < this.#count) this.#sorted = ascending(this.latencyNs)
    return this.#sorted
  }

  get windows(): readonly RecordedWindow[] {
    return this.#windows
  }
}
