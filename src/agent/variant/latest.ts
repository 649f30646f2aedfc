// Several constants come of the same weights (integers, scales, zero points) and are written one after another: what was made
// last is held for the next of them, and nothing besides.

export class Latest<T> {
  #held: { readonly key: object; readonly made: T } | null = null

  of(key: object, make: () => T): T {
    if (this.#held?.key === key) return this.#held.made
    // Let go of before the next is made: one of them may take gigabytes.
    this.#held = null
    const made = make()
    this.#held = { key, made }
    return made
  }
}
