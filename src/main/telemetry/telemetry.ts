// Who looks at which boards, and one feed for each board that somebody looks at: the window, or what is exported. A board is
// looked at as often as whoever wants it most.

import type { BoardId } from '../../shared/board.ts'
import type { RunId, RunNews } from '../../shared/event.ts'
import {
  type TelemetryFeedView,
  type TelemetryHistory,
  telemetryKeptMs,
} from '../../shared/telemetry.ts'
import type { Boards } from '../board/boards.ts'
import type { Publish } from '../publish.ts'
import type { RunStore } from '../store/runs.ts'
import { deskMs } from './desk-clock.ts'
import { BoardFeed } from './feed.ts'
import { marksOf } from './marks.ts'
import type { BoardReadings } from './readings.ts'

export interface TelemetryOptions {
  readonly boards: Pick<Boards, 'session' | 'board'>
  readonly store: Pick<RunStore, 'pointTimes' | 'get'>
  readonly publish: Publish
}

/** Who looks: each has one wish, which replaces the one before. */
export type Looker = 'window' | 'exporter'

interface Wish {
  readonly boards: readonly BoardId[]
  readonly hz: number
}

export class Telemetry {
  readonly #options: TelemetryOptions
  readonly #wishes = new Map<Looker, Wish>()
  readonly #feeds = new Map<BoardId, BoardFeed>()

  constructor(options: TelemetryOptions) {
    this.#options = options
  }

  /**
   * From now on exactly these boards, so often; none: no more. A feed that waits for a person is tried again where the wish
   * is another for that board, or the same once more; what others look at is left alone.
   */
  look(looker: Looker, boards: readonly BoardId[], hz: number): readonly TelemetryFeedView[] {
    for (const board of boards) this.#options.boards.board(board)
    const before = this.#wishes.get(looker) ?? { boards: [], hz }
    this.#wishes.set(looker, { boards, hz })
    const either = [...new Set([...before.boards, ...boards])]
    const other = either.filter(
      (board) => hz !== before.hz || !before.boards.includes(board) || !boards.includes(board),
    )
    for (const board of other.length === 0 ? boards : other) this.#settle(board)
    return boards.map((board) => this.#feed(board).view())
  }

  history(board: BoardId): TelemetryHistory {
    this.#options.boards.board(board)
    const feed = this.#feed(board)
    const { rings, processes } = feed.readings
    const fromMs = deskMs() - telemetryKeptMs
    return {
      view: feed.view(),
      tracks: rings.map((ring) => ring.kept()),
      processes,
      marks: marksOf(this.#options.store, board, feed.readings).filter(
        ({ endMs }) => endMs === null || endMs >= fromMs,
      ),
    }
  }

  /** What is kept of a board, and how its feed is; null where nobody has looked. */
  seen(
    board: BoardId,
  ): { readonly view: TelemetryFeedView; readonly readings: BoardReadings } | null {
    const feed = this.#feeds.get(board)
    return feed === undefined ? null : { view: feed.view(), readings: feed.readings }
  }

  /** The person wants no way to this board: it is not opened again until somebody looks anew, or it is connected. */
  async rest(board: BoardId): Promise<void> {
    await this.#feeds.get(board)?.rest()
  }

  /** The board is connected: whoever waits for it sees it again. */
  wake(board: BoardId): void {
    if (this.#feeds.has(board)) this.#settle(board)
  }

  async forget(board: BoardId): Promise<void> {
    for (const [looker, { boards, hz }] of this.#wishes)
      this.#wishes.set(looker, { boards: boards.filter((other) => other !== board), hz })
    const feed = this.#feeds.get(board)
    this.#feeds.delete(board)
    await feed?.rest()
  }

  /** Hears of events that are in the store: tells where points began and ended on boards that are looked at. */
  hear(run: RunId, events: readonly RunNews[]): void {
    const moved = events.flatMap((event) =>
      event.type === 'point-started'
        ? [{ point: event.point.index, repetition: event.repetition }]
        : event.type === 'point-ended'
          ? [{ point: event.point, repetition: event.repetition }]
          : [],
    )
    const board = moved.length === 0 ? undefined : this.#options.store.get(run)?.boardId
    const feed = board === undefined ? undefined : this.#feeds.get(board)
    if (board === undefined || feed === undefined || feed.view().state.kind === 'off') return
    for (const mark of marksOf(this.#options.store, board, feed.readings))
      if (
        mark.run === run &&
        moved.some((one) => one.point === mark.point && one.repetition === mark.repetition)
      )
        this.#options.publish('telemetry.marked', mark)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#feeds.values()].map((feed) => feed.rest()))
  }

  #feed(board: BoardId): BoardFeed {
    const known = this.#feeds.get(board)
    if (known !== undefined) return known
    const { boards, publish } = this.#options
    const feed = new BoardFeed({
      board,
      session: (signal) => boards.session(board, null, signal),
      publish,
    })
    this.#feeds.set(board, feed)
    return feed
  }

  #settle(board: BoardId): void {
    const wanted = [...this.#wishes.values()].filter(({ boards }) => boards.includes(board))
    const feed = this.#feed(board)
    if (wanted.length === 0) void feed.rest()
    else feed.look(Math.max(...wanted.map(({ hz }) => hz)))
  }
}
