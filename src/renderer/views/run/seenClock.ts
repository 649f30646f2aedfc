// The frequencies that were really seen while a point was measured, policy by policy: what was asked for is not always
// what the hardware did.

import { environmentSpans } from '../../../shared/environment-span.ts'
import { countedRepetitions, type PointView } from '../../../shared/run.ts'
import { formatKhz } from '../../../shared/units.ts'

export interface SeenClock {
  readonly policy: string
  readonly leastKhz: number
  readonly meanKhz: number
  readonly mostKhz: number
}

/** Of the repetitions that the point's figures are of; empty: nobody looked, or the board does not say. */
export function seenClocks(view: Pick<PointView, 'repetitions'>): readonly SeenClock[] {
  return environmentSpans(countedRepetitions(view).map(({ environment }) => environment))
    .filter(({ kind }) => kind === 'frequency')
    .map(({ name, least, mean, most }) => ({
      policy: name,
      leastKhz: least,
      meanKhz: mean,
      mostKhz: most,
    }))
}

/** Policies that ran alike are one. */
export function seenWords(seen: readonly SeenClock[]): string {
  const byWords = Map.groupBy(seen, ({ meanKhz }) => formatKhz(meanKhz))
  if (byWords.size <= 1) return [...byWords.keys()].join('')
  return [...byWords]
    .map(([frequency, same]) => `${same.map(({ policy }) => policy).join(', ')} ${frequency}`)
    .join('; ')
}
