// Stretches of time in which something was so, found in readings of it.

import type { Samples } from './thin.ts'

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * From each reading that `holds` to the next one, joined where they touch. The last reading, and one before a gap, lasts
 * as long as what lies before it did. `before` is NaN for the first one and after a gap.
 */
export function spansWhere(
  { atMs, values }: Samples,
  holds: (value: number, before: number) => boolean,
  gapMs: number,
): readonly Span[] {
  const spans: { fromMs: number; toMs: number }[] = []
  let before = Number.NaN
  let periodMs = 0
  for (let index = 0; index < atMs.length; index++) {
    const at = atMs[index] as number
    const next = atMs[index + 1]
    const value = values[index] as number
    const isLast = next === undefined || next - at > gapMs
    const fromMs = at
    const toMs = isLast ? at + periodMs : next
    if (holds(value, before)) {
      const open = spans.at(-1)
      if (open !== undefined && open.toMs >= fromMs) open.toMs = toMs
      else spans.push({ fromMs, toMs })
    }
    if (!isLast) periodMs = next - at
    before = isLast ? Number.NaN : value
  }
  return spans
}

/** Those of several as one list, in the order of time, joined where they touch. */
export function united(lists: readonly (readonly Span[])[]): readonly Span[] {
  const sorted = lists.flat().toSorted((one, other) => one.fromMs - other.fromMs)
  const spans: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of sorted) {
    const open = spans.at(-1)
    if (open !== undefined && open.toMs >= fromMs) open.toMs = Math.max(open.toMs, toMs)
    else spans.push({ fromMs, toMs })
  }
  return spans
}
