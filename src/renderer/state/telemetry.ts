// The telemetry of the boards that are looked at. What changes rarely is state that views draw by; readings are written
// into their tracks in place, and whoever draws them does so in its own time.
// Of a board nothing is taken before its history was: what arrives until then is part of it.

import { create } from 'zustand'
import type { BoardId } from '../../shared/board.ts'
import {
  type TelemetryBatch,
  type TelemetryFeedView,
  type TelemetryHistory,
  type TelemetryMark,
  type TelemetryProcesses,
  telemetryKeptMs,
} from '../../shared/telemetry.ts'
import { call } from '../api.ts'
import { notifyFault } from '../faults/notifyFault.ts'
import { createDeskClock } from './deskClock.ts'
import { Track } from './readings.ts'

export interface Feed {
  readonly view: TelemetryFeedView
  /** One for each track of the description. */
  readonly tracks: readonly Track[]
  readonly processes: TelemetryProcesses | null
  readonly marks: readonly TelemetryMark[]
}

export type Feeds = Readonly<Record<BoardId, Feed>>

export const useTelemetry = create<{ readonly feeds: Feeds }>(() => ({ feeds: {} }))

const clock = createDeskClock(() => performance.now())

/** What time it is on the clock of the readings. */
export const telemetryNowMs = () => clock.nowMs()

export function feedOf({ view, tracks, processes, marks }: TelemetryHistory): Feed {
  const own = tracksOf(view)
  own.forEach((track, index) => {
    const known = tracks[index]
    if (known !== undefined) track.append(known)
  })
  return { view, tracks: own, processes, marks }
}

const tracksOf = ({ description }: TelemetryFeedView): readonly Track[] =>
  (description?.tracks ?? []).map(({ series }) => new Track(series.length))

/** With another epoch everything is another, the points of sweeps aside. */
export function withView(feed: Feed, view: TelemetryFeedView): Feed {
  // The description that is known stays the very same object: charts go by it.
  if (view.epoch === feed.view.epoch && feed.view.description !== null)
    return { ...feed, view: { ...view, description: feed.view.description } }
  return { ...feed, view, tracks: tracksOf(view), processes: null }
}

const isSame = (one: TelemetryMark, other: TelemetryMark) =>
  one.run === other.run && one.point === other.point && one.repetition === other.repetition

/** A point that ended comes a second time, with its end. Those that are older than what is kept go. */
export function withMark(feed: Feed, mark: TelemetryMark): Feed {
  const oldest = mark.startMs - telemetryKeptMs
  const others = feed.marks.filter(
    (known) => !isSame(known, mark) && (known.endMs === null || known.endMs > oldest),
  )
  return { ...feed, marks: [...others, mark] }
}

/** What is shown while time stands still: nothing that comes later is in it. */
export const heldFeeds = (feeds: Feeds): Feeds =>
  Object.fromEntries(
    Object.entries(feeds).map(([board, feed]) => [
      board,
      { ...feed, tracks: feed.tracks.map((track) => track.copy()) },
    ]),
  )

function change(board: BoardId, next: (feed: Feed) => Feed): void {
  useTelemetry.setState(({ feeds }) => {
    const feed = feeds[board]
    return feed === undefined ? {} : { feeds: { ...feeds, [board]: next(feed) } }
  })
}

/** Boards whose history was asked for. */
const asked = new Set<BoardId>()
let watched: readonly BoardId[] = []

async function load(board: BoardId): Promise<void> {
  if (asked.has(board)) return
  asked.add(board)
  try {
    const history = await call('telemetry.history', { board })
    if (!watched.includes(board)) return
    for (const { atMs } of history.tracks) clock.hear(atMs.at(-1))
    useTelemetry.setState(({ feeds }) => ({ feeds: { ...feeds, [board]: feedOf(history) } }))
  } finally {
    asked.delete(board)
  }
}

/** From now on exactly these boards are looked at, so often. */
export async function watchTelemetry(boards: readonly BoardId[], hz: number): Promise<void> {
  watched = boards
  useTelemetry.setState(({ feeds }) => ({
    feeds: Object.fromEntries(Object.entries(feeds).filter(([board]) => boards.includes(board))),
  }))
  await call('telemetry.watch', { boards: [...boards], hz })
  const { feeds } = useTelemetry.getState()
  await Promise.all(boards.filter((board) => feeds[board] === undefined).map(load))
}

export const receiveFeed = (view: TelemetryFeedView) =>
  change(view.board, (feed) => withView(feed, view))

export function receiveSamples(batch: TelemetryBatch): void {
  const feed = useTelemetry.getState().feeds[batch.board]
  if (feed === undefined || batch.epoch < feed.view.epoch) return
  if (batch.epoch > feed.view.epoch) {
    load(batch.board).catch(notifyFault)
    return
  }
  feed.tracks[batch.track]?.append(batch)
  clock.hear(batch.atMs.at(-1))
}

export const receiveProcesses = (processes: TelemetryProcesses) =>
  change(processes.board, (feed) => ({ ...feed, processes }))

export const receiveMark = (mark: TelemetryMark) =>
  change(mark.board, (feed) => withMark(feed, mark))
