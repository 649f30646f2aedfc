// What was seen of the values of one tensor: their least and largest, and how many fall where. It takes values as they
// come and holds none of them; the order in which they come changes nothing.

import type { ValueRange } from './affine.ts'

/** Bins on either side of zero. */
const halfBins = 4096
/** The first reach: values below it are as good as zero. */
const leastReach = 2 ** -100

export class Histogram {
  /** Bins from −`#reach` to `#reach`, a power of two that no value attains: wider bins are sums of narrower ones. */
  #counts: Float64Array
  #reach = leastReach
  readonly #isCounted: boolean
  #low = Number.POSITIVE_INFINITY
  #high = Number.NEGATIVE_INFINITY
  /** Values that are infinite or no number; they are in no bin. */
  notFinite = 0

  /** `isCounted`: what falls where is wanted too, not the least and the largest alone. */
  constructor(isCounted = true) {
    this.#isCounted = isCounted
    this.#counts = new Float64Array(isCounted ? 2 * halfBins : 0)
  }

  add(values: Float32Array): void {
    let [low, high, others] = [this.#low, this.#high, 0]
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? 0
      if (value < low && value > Number.NEGATIVE_INFINITY) low = value
      if (value > high && value < Number.POSITIVE_INFINITY) high = value
      if (!Number.isFinite(value)) others++
    }
    this.#low = low
    this.#high = high
    this.notFinite += others
    if (!this.#isCounted || others === values.length) return
    this.#widenTo(Math.max(Math.abs(low), Math.abs(high)))
    const counts = this.#counts
    const perWidth = halfBins / this.#reach
    for (let at = 0; at < values.length; at++) {
      const bin = Math.floor((values[at] ?? 0) * perWidth) + halfBins
      if (bin >= 0 && bin < counts.length) counts[bin] = (counts[bin] ?? 0) + 1
    }
  }

  /** Of the values that are numbers; null where none was seen. */
  get range(): ValueRange | null {
    return this.#low > this.#high ? null : { low: this.#low, high: this.#high }
  }

  get binWidth(): number {
    return this.#reach / halfBins
  }

  /** How many values fall into each bin; the middle of the bins is at zero. */
  get counts(): Readonly<Float64Array> {
    return this.#counts
  }

  /** How many values are so far from zero: of `binWidth` and so on from it, on either side. */
  magnitudes(): Float64Array {
    return Float64Array.from(
      { length: halfBins },
      (_, bin) => (this.#counts[halfBins + bin] ?? 0) + (this.#counts[halfBins - 1 - bin] ?? 0),
    )
  }

  #widenTo(most: number): void {
    let reach = this.#reach
    while (reach <= most) reach *= 2
    if (reach > this.#reach) this.#merge(reach / this.#reach)
    this.#reach = reach
  }

  /** `factor` bins become one. */
  #merge(factor: number): void {
    const merged = new Float64Array(2 * halfBins)
    for (let bin = 0; bin < merged.length; bin++) {
      const count = this.#counts[bin] ?? 0
      const at = Math.floor((bin - halfBins) / factor) + halfBins
      merged[at] = (merged[at] ?? 0) + count
    }
    this.#counts = merged
  }
}
