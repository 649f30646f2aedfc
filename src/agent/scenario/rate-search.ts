// The search for the highest rate that holds. What holding means, and when there is no more time, is the caller's.

/** `unknown`: time ran out before the rate could be judged. */
export type RateVerdict = 'holds' | 'misses' | 'unknown'

export interface RateFound {
  /** The highest rate that held; null where none did. */
  readonly perSecond: number | null
  /** Whether the search came to its own end. */
  readonly isComplete: boolean
}

/** Where rates that hold and that miss are this near, relative to the latter, the search is over. */
const tolerance = 0.02
/** No rate below this share of the ceiling is tried. */
const leastShare = 1 / 128
/** From a rate that missed to the next while none has held. */
const stepDown = 0.6

/**
 * Begins at `first` and halves what is left between the highest rate that held and the lowest that missed. `ceiling`
 * counts as one that misses: a queue that is fed as fast as it is served grows without bound.
 */
export async function searchRate(
  { ceiling, first }: { readonly ceiling: number; readonly first: number },
  judge: (perSecond: number) => Promise<RateVerdict>,
): Promise<RateFound> {
  let held: number | null = null
  let missed = ceiling
  let next = first
  for (;;) {
    const verdict = await judge(next)
    if (verdict === 'unknown') return { perSecond: held, isComplete: false }
    if (verdict === 'holds') held = next
    else missed = next
    if (held === null) {
      next = missed * stepDown
      if (next < ceiling * leastShare) return { perSecond: null, isComplete: true }
    } else {
      if (missed - held <= tolerance * missed) return { perSecond: held, isComplete: true }
      next = (held + missed) / 2
    }
  }
}

/**
 * Where the search begins: the rate at which waiting in a queue with one server and even service times would take up
 * what the bound leaves above the service time at p99 (the exponential tail of Pollaczek and Khinchine's queue).
 */
export function firstRate(ceiling: number, serviceMs: number, boundMs: number): number {
  const roomMs = Math.max(0, boundMs - serviceMs)
  const load = roomMs / (roomMs + (Math.log(100) / 2) * serviceMs)
  return ceiling * Math.min(0.98, Math.max(0.05, load))
}
