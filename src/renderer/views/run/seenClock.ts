// The frequencies that were seen while a point was measured, in words for a cell: of a policy its mean.

import type { EnvironmentSpan } from '../../../shared/environment-span.ts'
import { formatKhz } from '../../../shared/units.ts'

/** Policies that ran alike are one. */
export function seenWords(seen: readonly EnvironmentSpan[]): string {
  const byWords = Map.groupBy(seen, ({ mean }) => formatKhz(mean))
  if (byWords.size <= 1) return [...byWords.keys()].join('')
  return [...byWords]
    .map(([frequency, same]) => `${same.map(({ name }) => name).join(', ')} ${frequency}`)
    .join('; ')
}
