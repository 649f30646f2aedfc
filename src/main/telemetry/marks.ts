// When points of a sweep began and ended, on the axis of the telemetry: the board's supervisor and its telemetry read the
// same clock, so that no delay of a link comes between them.

import type { BoardId } from '../../shared/board.ts'
import type { TelemetryMark } from '../../shared/telemetry.ts'
import type { RunStore } from '../store/runs.ts'
import type { BoardReadings } from './readings.ts'

export function marksOf(
  store: Pick<RunStore, 'pointTimes'>,
  board: BoardId,
  readings: BoardReadings,
): readonly TelemetryMark[] {
  return store.pointTimes(board).flatMap(({ run, bootId, point, repetition, startNs, endNs }) => {
    const startMs = readings.toDesk(bootId, startNs)
    if (startMs === null) return []
    const endMs = endNs === null ? null : readings.toDesk(bootId, endNs)
    return [{ board, run, point, repetition, startMs, endMs }]
  })
}
