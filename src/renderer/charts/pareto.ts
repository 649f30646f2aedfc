// Which of several candidates no other beats: the Pareto front of what costs little and gives much.

export interface Candidate {
  /** The less the better. */
  readonly cost: number
  /** The more the better. */
  readonly gain: number
}

/** By rising cost, and so by rising gain; of candidates that are alike in both, all. */
export function paretoFront<T extends Candidate>(candidates: readonly T[]): readonly T[] {
  const isBeaten = (one: T) =>
    candidates.some(
      ({ cost, gain }) =>
        cost <= one.cost && gain >= one.gain && (cost < one.cost || gain > one.gain),
    )
  return candidates
    .filter((one) => !isBeaten(one))
    .toSorted((one, other) => one.cost - other.cost || one.gain - other.gain)
}
