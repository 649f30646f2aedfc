// The energy that one source saw, at any moment between its readings: power is taken to run straight from one to the next, a
// counter to grow evenly. So whatever is piecewise linear between readings is integrated exactly, over any stretch of time.

import type { PowerReading } from './reading.ts'

/** On the clock of the readings. */
export interface Span {
  readonly startNs: number
  readonly endNs: number
}

/** A reading that tells the total. */
interface Entry {
  readonly atNs: number
  /** At this moment; of a counter over the time since the entry before. */
  readonly milliwatts: number | null
  /** Since the first entry. */
  readonly joules: number
}

const joulesPerMilliwattNs = 1e-12

export class EnergyAccount {
  readonly #entries: Entry[] = []
  #counts = false

  /** Readings come in the order of their time; one without a total is none. */
  add({ atNs, totalMilliwatts, joules }: PowerReading): void {
    const last = this.#entries.at(-1)
    if (last !== undefined && atNs <= last.atNs) return
    if (joules !== null) this.#entries.push({ atNs, milliwatts: totalMilliwatts, joules })
    else if (totalMilliwatts !== null)
      this.#entries.push({
        atNs,
        milliwatts: totalMilliwatts,
        joules: (last?.joules ?? 0) + this.#trapezoid(last, atNs, totalMilliwatts),
      })
    this.#counts ||= joules !== null
  }

  #trapezoid(from: Entry | undefined, atNs: number, milliwatts: number): number {
    if (from === undefined) return 0
    const mean = ((from.milliwatts ?? 0) + milliwatts) / 2
    return mean * (atNs - from.atNs) * joulesPerMilliwattNs
  }

  get hasReadings(): boolean {
    return this.#entries.length > 0
  }

  /** Null with fewer than two readings. Before the first and after the last, power is taken to be what it was there. */
  joulesOver(spans: readonly Span[]): number | null {
    if (this.#entries.length < 2) return null
    return spans.reduce(
      (sum, { startNs, endNs }) => sum + this.#joulesUntil(endNs) - this.#joulesUntil(startNs),
      0,
    )
  }

  #joulesUntil(atNs: number): number {
    const at = Math.min(Math.max(this.#after(atNs) - 1, 0), this.#entries.length - 2)
    const from = this.#entries[at] as Entry
    const to = this.#entries[at + 1] as Entry
    const passed = (atNs - from.atNs) / (to.atNs - from.atNs)
    if (this.#counts) return from.joules + passed * (to.joules - from.joules)
    if (passed > 1)
      return to.joules + (to.milliwatts ?? 0) * (atNs - to.atNs) * joulesPerMilliwattNs
    const first = from.milliwatts ?? 0
    const there = passed < 0 ? first : first + passed * ((to.milliwatts ?? 0) - first)
    return from.joules + this.#trapezoid(from, atNs, there)
  }

  /** Index of the first entry after a moment. */
  #after(atNs: number): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle] as Entry).atNs <= atNs) low = middle + 1
      else high = middle
    }
    return low
  }

  /** How many readings fell into the spans, and the most of them. */
  readingsIn(spans: readonly Span[]): { readonly count: number; readonly peak: number | null } {
    let count = 0
    let peak: number | null = null
    for (const { startNs, endNs } of spans)
      for (let at = this.#after(startNs); at < this.#entries.length; at++) {
        const { atNs, milliwatts } = this.#entries[at] as Entry
        if (atNs > endNs) break
        count += 1
        if (milliwatts !== null && milliwatts > (peak ?? Number.NEGATIVE_INFINITY))
          peak = milliwatts
      }
    return { count, peak }
  }

  /** Whether for longer than `mostNs` nothing was read, in a stretch that the spans have a part in. */
  hasGap(spans: readonly Span[], mostNs: number): boolean {
    return spans.some(({ startNs, endNs }) => {
      let at = Math.max(this.#after(startNs) - 1, 0)
      let readNs = this.#entries[at]?.atNs ?? Number.NEGATIVE_INFINITY
      if (readNs - startNs > mostNs) return true
      while (readNs < endNs) {
        const nextNs = this.#entries[++at]?.atNs
        if (nextNs === undefined) return endNs - readNs > mostNs
        if (nextNs - readNs > mostNs) return true
        readNs = nextNs
      }
      return false
    })
  }
}
