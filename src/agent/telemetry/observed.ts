// A part of what is looked at: series that were found once, and one look at all of them, in base units.

import type { TelemetrySeries } from '../../shared/telemetry.ts'

export interface Observed {
  readonly series: readonly TelemetrySeries[]
  /** A value of each series; null where a reading failed. */
  readonly look: () => readonly (number | null)[]
}

export const together = (parts: readonly Observed[]): Observed => ({
  series: parts.flatMap(({ series }) => series),
  look: () => parts.flatMap(({ look }) => look()),
})

/** Nothing to see is no series. */
export const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor
