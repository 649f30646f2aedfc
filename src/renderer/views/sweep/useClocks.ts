// What the board of a sweep lets be set of its clocks: read when the form is opened or the board is chosen, never while a
// run measures there.

import { useQuery } from '@tanstack/react-query'
import type { BoardId } from '../../../shared/board.ts'
import type { TuningReport } from '../../../shared/tuning.ts'
import { callOptions } from '../../api.ts'
import { offeredKhz, onlinePolicies, sharedGovernors } from '../tune/clocksOnOffer.ts'

export interface OfferedClocks {
  /** Those that all of its policies share; empty: none can be set. */
  readonly governors: readonly string[]
  /** Ascending; empty: none can be set. */
  readonly khz: readonly number[]
  /** Those that have a core to measure on. */
  readonly policies: TuningReport['policies']
  readonly route: TuningReport['route']
  readonly rivals: TuningReport['rivals']
}

export const clocksIn = (report: TuningReport): OfferedClocks => ({
  governors: sharedGovernors(report),
  khz: offeredKhz(report),
  policies: onlinePolicies(report),
  route: report.route,
  rivals: report.rivals,
})

interface BoardClocks {
  /** Null: not known, or not yet. */
  readonly clocks: OfferedClocks | null
  /** Why they could not be read. */
  readonly error: Error | null
}

export function useClocks(board: BoardId | null, enabled: boolean): BoardClocks {
  const { data, error } = useQuery({
    ...callOptions('tuning.inspect', { board: board ?? '' }),
    enabled: enabled && board !== null,
    staleTime: 0,
  })
  return { clocks: data === undefined ? null : clocksIn(data), error }
}
