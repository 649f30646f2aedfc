// Says of boards that are looked at when one is lost and when it is back, once each: nobody watches a window there.

import type { BoardId } from '../../shared/board.ts'
import { faultLines } from '../../shared/fault.ts'
import type { TelemetryFeedView } from '../../shared/telemetry.ts'

export class LostBoards {
  readonly #lost = new Set<BoardId>()

  /** What is to be said of this news; null: nothing. */
  hear({ board, state }: TelemetryFeedView, nameOf: (board: BoardId) => string): string | null {
    if (state.kind === 'lost' && !this.#lost.has(board)) {
      this.#lost.add(board)
      return `${nameOf(board)} is not seen.\n${faultLines(state.fault).join('\n')}`
    }
    const isSeen = state.kind === 'live' || state.kind === 'slowed'
    return isSeen && this.#lost.delete(board) ? `${nameOf(board)} is seen again.` : null
  }
}
