// What the monitor's parts share while it is open: the stretch of time, where the crosshair stands, which lines are
// hidden, and the readings that time stands still over. Places on the time axis are shares of its width.

import { create } from 'zustand'
import type { BoardId } from '../../../shared/board.ts'
import { createStage } from '../../charts/strip/stage.ts'
import type { StripFrame } from '../../charts/strip/stripDrawing.ts'
import type { Samples } from '../../charts/strip/thin.ts'
import {
  type Feed,
  type Feeds,
  heldFeeds,
  telemetryNowMs,
  useTelemetry,
} from '../../state/telemetry.ts'
import type { Line } from './groups.ts'
import { followed, held, liveView, originOf, rangeOf, type TimeView } from './timeView.ts'

interface MonitorState {
  readonly time: TimeView
  /** Null while time goes on. */
  readonly still: Feeds | null
  readonly cursor: number | null
  /** What is being selected. */
  readonly selection: readonly [number, number] | null
  readonly hidden: ReadonlySet<string>
  readonly pointedAt: string | null
  /** Grows whenever figures in words are to be read anew: all at once, so that the page moves seldom. */
  readonly tick: number
}

export const useMonitor = create<MonitorState>(() => ({
  time: liveView(),
  still: null,
  cursor: null,
  selection: null,
  hidden: new Set(),
  pointedAt: null,
  tick: 0,
}))

export const stage = createStage()

const { getState, setState } = useMonitor

export const readAnew = () => setState(({ tick }) => ({ tick: tick + 1 }))

/** Changes the stretch of time; where it stands still from now on, so do the readings. */
export function changeTime(next: (view: TimeView, nowMs: number) => TimeView | null): void {
  const { time: before, still } = getState()
  const time = next(before, telemetryNowMs())
  if (time === null || time === before) return
  setState({
    time,
    still: time.heldMs === null ? null : (still ?? heldFeeds(useTelemetry.getState().feeds)),
  })
  stage.setMode(time.heldMs === null ? 'moving' : 'still')
  stage.ask()
  readAnew()
}

export const hold = () => changeTime(held)
export const follow = () => changeTime(followed)
export const toggleHold = () => (getState().time.heldMs === null ? hold() : follow())

/** As it was before anybody looked, but for what is remembered. */
export function resetMonitor(spanMs: number | undefined, hidden: readonly string[]): void {
  setState({
    time: liveView(spanMs),
    still: null,
    cursor: null,
    selection: null,
    hidden: new Set(hidden),
    pointedAt: null,
  })
}

export function hide(hidden: readonly string[]): void {
  setState({ hidden: new Set(hidden) })
  stage.ask()
}

export function pointAt(key: string | null): void {
  setState({ pointedAt: key })
  stage.ask()
}

/** What is drawn now. */
export function frameNow(): StripFrame {
  const { time, hidden, pointedAt } = getState()
  const nowMs = telemetryNowMs()
  return { originMs: originOf(time, nowMs), ...rangeOf(time, nowMs), hidden, pointedAt }
}

/** The moment that figures in words are of: that of the crosshair, else the last one that is shown. */
export function readMomentMs(): number {
  const { fromMs, toMs } = frameNow()
  const { cursor } = getState()
  return cursor === null ? toMs : fromMs + cursor * (toMs - fromMs)
}

/** A board as it is shown: while time stands still, as it was then. */
export const shownFeed = (board: BoardId): Feed | undefined =>
  (getState().still ?? useTelemetry.getState().feeds)[board]

const none: Samples = { atMs: new Float64Array(0), values: new Float32Array(0) }

export function samplesOf(board: BoardId, { track, place }: Line): Samples {
  const found = shownFeed(board)?.tracks[track]
  return found === undefined ? none : { atMs: found.atMs, values: found.valuesOf(place) }
}
