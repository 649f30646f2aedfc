// How often the largest element of a row is the same: what a classifier, or the next token of a language model, comes to.

import type { Values } from './values.ts'

/** Place of the largest element of a row, the first of equals; null where one of them is no number. */
function largest(values: Values, from: number, to: number): number | null {
  let best = from
  for (let at = from; at < to; at++) {
    const value = values[at] ?? Number.NaN
    if (Number.isNaN(value)) return null
    if (value > (values[best] ?? 0)) best = at
  }
  return best
}

export class Top1Agreement {
  #rows = 0
  #same = 0

  /** `width`: of the last dimension. Rows of a single element, and of tensors of other sizes, do not count. */
  add(original: Values, variant: Values, width: number): void {
    if (width < 2 || original.length !== variant.length) return
    for (let from = 0; from + width <= original.length; from += width) {
      const place = largest(original, from, from + width)
      if (place === null) continue
      this.#rows += 1
      if (largest(variant, from, from + width) === place) this.#same += 1
    }
  }

  /** Null where no row counted. */
  share(): number | null {
    return this.#rows === 0 ? null : this.#same / this.#rows
  }
}
