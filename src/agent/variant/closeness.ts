// How near one series of numbers is to another, summed up as they stream by: nothing is held. Sums run in double
// precision over all that was added, so that the order of samples decides nothing but the last bits.

import type { Values } from './values.ts'

export interface ClosenessFigures {
  readonly cosine: number | null
  readonly sqnrDb: number | null
  readonly maxAbsError: number | null
  readonly notFinite: number
}

const unsaid: ClosenessFigures = { cosine: null, sqnrDb: null, maxAbsError: null, notFinite: 0 }

/** Of the original's values and the variant's. Where the original's is no number, the variant's is not looked at. */
export class Closeness {
  #product = 0
  #originalPower = 0
  #variantPower = 0
  #errorPower = 0
  #maxAbsError = 0
  #count = 0
  #notFinite = 0
  #isComparable = true

  /** Tensors of other sizes can not be compared, then or ever. */
  add(original: Values, variant: Values): void {
    if (original.length !== variant.length) this.#isComparable = false
    if (!this.#isComparable) return
    for (let at = 0; at < original.length; at++) {
      const [a, b] = [original[at] ?? 0, variant[at] ?? 0]
      if (!Number.isFinite(a)) continue
      this.#count += 1
      if (!Number.isFinite(b)) {
        this.#notFinite += 1
        continue
      }
      const error = a - b
      this.#product += a * b
      this.#originalPower += a * a
      this.#variantPower += b * b
      this.#errorPower += error * error
      this.#maxAbsError = Math.max(this.#maxAbsError, Math.abs(error))
    }
  }

  get isComparable(): boolean {
    return this.#isComparable
  }

  figures(): ClosenessFigures {
    if (!this.#isComparable || this.#count === 0) return unsaid
    if (this.#notFinite > 0) return { ...unsaid, notFinite: this.#notFinite }
    return {
      cosine: this.#cosine(),
      sqnrDb: finite(10 * Math.log10(this.#originalPower / this.#errorPower)),
      maxAbsError: finite(this.#maxAbsError),
      notFinite: 0,
    }
  }

  #cosine(): number | null {
    // The product of two powers may be below what a double holds; where they are the same no root is needed, and it gives 1.
    const lengths =
      this.#originalPower === this.#variantPower
        ? this.#originalPower
        : Math.sqrt(this.#originalPower) * Math.sqrt(this.#variantPower)
    if (lengths === 0) return null
    // The last bit of a quotient may lie beyond.
    return finite(Math.max(-1, Math.min(1, this.#product / lengths)))
  }
}

/** What overflowed, or is a quotient by zero, can not be said. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
