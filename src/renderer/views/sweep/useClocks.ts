// What the board of a sweep lets be set of its clocks: read once when the board is chosen and connected, never while a
// run measures there.

import type { BoardId } from '../../../shared/board.ts'
import type { TuningReport } from '../../../shared/tuning.ts'
import { useCall } from '../../api.ts'
import { offeredKhz, sharedGovernors } from '../tune/clocksOnOffer.ts'

export interface OfferedClocks {
  /** Those that all of its policies share; empty: none can be set. */
  readonly governors: readonly string[]
  /** Ascending; empty: none can be set. */
  readonly khz: readonly number[]
  readonly route: TuningReport['route']
  readonly rivals: TuningReport['rivals']
}

export const clocksIn = (report: TuningReport): OfferedClocks => ({
  governors: sharedGovernors(report),
  khz: offeredKhz(report),
  route: report.route,
  rivals: report.rivals,
})

/** Null: not known, or not yet. */
export function useClocks(board: BoardId | null, enabled: boolean): OfferedClocks | null {
  const report = useCall(
    'tuning.inspect',
    { board: board ?? '' },
    { enabled: enabled && board !== null },
  )
  return report.data === undefined ? null : clocksIn(report.data)
}
