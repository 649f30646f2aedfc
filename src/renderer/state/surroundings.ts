// What goes on around a run that is measuring: the last minute of what its board tells, for those who watch it.

import type { EnvironmentRecord } from '../../shared/environment.ts'
import { joined } from '../../shared/environment-series.ts'
import type { RunNews } from '../../shared/event.ts'

export const keptMs = 60_000

export const noSurroundings: EnvironmentRecord = { atNs: [], series: [] }

/** What is known with what these events add, back to a minute before the newest. */
export function withSurroundings(
  known: EnvironmentRecord,
  events: readonly RunNews[],
): EnvironmentRecord {
  const fresh = events.flatMap((event) =>
    event.type === 'environment-recorded' ? [event.record] : [],
  )
  if (fresh.length === 0) return known
  const { atNs, series } = joined([known, ...fresh])
  const since = (atNs.at(-1) ?? 0) - keptMs * 1e6
  const first = atNs.findIndex((at) => at >= since)
  return {
    atNs: atNs.slice(first),
    series: series.map((one) => ({ ...one, values: one.values.slice(first) })),
  }
}
