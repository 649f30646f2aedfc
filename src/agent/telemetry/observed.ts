// A part of what is looked at: series that were found once, and one look at all of them, in base units.

import type { TelemetrySeries } from '../../shared/telemetry.ts'

export interface Observed {
  readonly series: readonly TelemetrySeries[]
  /** A value of each series; null where a reading failed. */
  readonly look: () => readonly (number | null)[]
}

/** What was read of one track at one moment. */
export interface Look {
  readonly track: number
  /** On the machine's monotonic clock. */
  readonly atNs: number
  readonly row: readonly (number | null)[]
}

export const together = (parts: readonly Observed[]): Observed => ({
  series: parts.flatMap(({ series }) => series),
  look: () => parts.flatMap(({ look }) => look()),
})

export const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor
