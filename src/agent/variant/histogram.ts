// What was seen of the values of one tensor: their least and largest, and how many fall where. It takes values as they
// come and holds none of them; the order in which they come changes nothing.

import type { ValueRange } from './affine.ts'

/** Bins on either side of zero. */
const halfBins = 4096
/** The first reach: values below it are as good as zero. */
const leastReach = 2 ** -100

export class Histogram {
  /** Bins from −`#reach` to `#reach`, a power of two that no value attains: wider bins are sums of narrower ones. */
  #counts = new Float64Array(2 * halfBins)
  #reach = leastReach
  #low = Number.POSITIVE_INFINITY
  #high = Number.NEGATIVE_INFINITY
  /** Values that are infinite or no number; they are in no bin. */
  notFinite = 0

  add(values: Float32Array): void {
    const finite = this.#widenFor(values)
    const perWidth = halfBins / this.#reach
    for (const value of finite) {
      const bin = Math.floor(value * perWidth) + halfBins
      this.#counts[bin] = (this.#counts[bin] ?? 0) + 1
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

  /** Makes place for the values, and gives those that are numbers. */
  #widenFor(values: Float32Array): Float32Array {
    const finite = values.filter(Number.isFinite)
    this.notFinite += values.length - finite.length
    for (const value of finite) {
      if (value < this.#low) this.#low = value
      if (value > this.#high) this.#high = value
    }
    const most = Math.max(Math.abs(this.#low), Math.abs(this.#high))
    let reach = this.#reach
    while (finite.length > 0 && reach <= most) reach *= 2
    if (reach > this.#reach) this.#merge(reach / this.#reach)
    this.#reach = reach
    return finite
  }

  /** `factor` bins become one. */
  #merge(factor: number): void {
    const merged = new Float64Array(2 * halfBins)
    for (const [bin, count] of this.#counts.entries()) {
      const at = Math.floor((bin - halfBins) / factor) + halfBins
      merged[at] = (merged[at] ?? 0) + count
    }
    this.#counts = merged
  }
}
