// Which ink a run takes in a comparison: its board's, the same in every comparison; a further run of the same board
// takes an ink that no other of them needs.

import { chartInks } from './palette.ts'

const inkCount = chartInks.light.series.length

/** A number that a name always gives, for a board that is not in the list any more. */
function numberOf(name: string): number {
  return [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973, 7)
}

/**
 * One ink for each run, in their order; all different for as many runs as there are inks. `boards` are all the boards
 * that are known, in their lasting order.
 */
export function runInks(
  runs: readonly { readonly boardId: string }[],
  boards: readonly string[],
): readonly number[] {
  const own = runs.map(({ boardId }) => {
    const place = boards.indexOf(boardId)
    return (place < 0 ? numberOf(boardId) : place) % inkCount
  })
  const taken = new Set<number>()
  const first = own.map((ink) => (taken.has(ink) ? null : taken.add(ink) && ink))
  return first.map((ink) => {
    if (ink !== null) return ink
    const free = Array.from({ length: inkCount }, (_, index) => index).find(
      (index) => !taken.has(index),
    )
    taken.add(free ?? 0)
    return free ?? 0
  })
}
