// A board's monotonic clock on the desk's axis. What arrives was read a link's delay before; the least delay that was seen
// is the best guess, and it may rise a little again, since two clocks never run quite alike.

/** Two crystals differ by less. */
const mostDrift = 1e-4

export class BoardClock {
  #offsetMs: number | null = null
  #heardMs = 0

  /** A message that arrived at `arrivedMs` was made at `atNs` or later. */
  hear(atNs: number, arrivedMs: number): void {
    const seen = arrivedMs - atNs / 1e6
    const drifted =
      this.#offsetMs === null
        ? seen
        : this.#offsetMs + Math.max(0, arrivedMs - this.#heardMs) * mostDrift
    this.#offsetMs = Math.min(seen, drifted)
    this.#heardMs = arrivedMs
  }

  /** Null before anything was heard. */
  toDesk(atNs: number): number | null {
    return this.#offsetMs === null ? null : atNs / 1e6 + this.#offsetMs
  }
}
