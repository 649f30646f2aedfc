// What time it is on the clock that the readings have: the desk's, which the page can not ask. It is told by the readings
// themselves, of which the one that came with the least delay says most, and goes on while none come.

export interface DeskClock {
  /** The moment of a reading that has just arrived. */
  readonly hear: (atMs: number | undefined) => void
  readonly nowMs: () => number
}

/** So much of the advance of one early reading is given up per second: clocks drift apart. */
const forgottenMsPerSecond = 1

/** `ownMs`: the page's own clock, monotonic. Until anything was heard `nowMs` is 0. */
export function createDeskClock(ownMs: () => number): DeskClock {
  let ahead: { readonly ms: number; readonly sinceMs: number } | null = null
  const aheadAt = (own: number) =>
    ahead === null ? null : ahead.ms - ((own - ahead.sinceMs) / 1_000) * forgottenMsPerSecond
  return {
    hear: (atMs) => {
      if (atMs === undefined || !Number.isFinite(atMs)) return
      const own = ownMs()
      const known = aheadAt(own)
      if (known === null || atMs - own > known) ahead = { ms: atMs - own, sinceMs: own }
    },
    nowMs: () => {
      const own = ownMs()
      const known = aheadAt(own)
      return known === null ? 0 : own + known
    },
  }
}
