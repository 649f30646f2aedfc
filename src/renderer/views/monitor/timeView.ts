// Which stretch of time all charts of the monitor show. It follows the newest reading, or stands still at the moment it was
// held; then it can be moved and narrowed, never beyond what is kept. Each gesture can be taken back.

import { telemetryKeptMs } from '../../../shared/telemetry.ts'

interface Stretch {
  readonly spanMs: number
  /** How long before the newest, or before the moment of holding, it ends; 0 while it follows. */
  readonly backMs: number
}

export interface TimeView extends Stretch {
  /** Null: it follows the newest. */
  readonly heldMs: number | null
  /** What it is while it follows. */
  readonly liveSpanMs: number
  /** Where the last gestures began, the last one first. */
  readonly past: readonly Stretch[]
  readonly gesture: { readonly name: Gesture; readonly atMs: number } | null
}

/** Steps of one wheel or of one key in quick succession are one gesture. */
export type Gesture = 'wheel' | 'key' | 'drag' | 'button'

export const leastSpanMs = 1_000
export const defaultSpanMs = 60_000
const mostPast = 50
const gestureMs = 800

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

export function liveView(spanMs: number = defaultSpanMs): TimeView {
  const span = clamp(spanMs, leastSpanMs, telemetryKeptMs)
  return { spanMs: span, backMs: 0, heldMs: null, liveSpanMs: span, past: [], gesture: null }
}

/** What stands at the right end of everything that can be shown. */
export const originOf = ({ heldMs }: TimeView, nowMs: number) => heldMs ?? nowMs

export function rangeOf(view: TimeView, nowMs: number) {
  const toMs = originOf(view, nowMs) - view.backMs
  return { fromMs: toMs - view.spanMs, toMs }
}

export function held(view: TimeView, nowMs: number): TimeView {
  return view.heldMs === null ? { ...view, heldMs: nowMs } : view
}

export const followed = ({ liveSpanMs }: TimeView): TimeView => liveView(liveSpanMs)

function moved(view: TimeView, to: Stretch, name: Gesture, ownMs: number): TimeView {
  const spanMs = clamp(to.spanMs, leastSpanMs, telemetryKeptMs)
  const backMs = view.heldMs === null ? 0 : clamp(to.backMs, 0, telemetryKeptMs - spanMs)
  if (spanMs === view.spanMs && backMs === view.backMs) return view
  const { gesture } = view
  const goesOn = gesture?.name === name && ownMs - gesture.atMs < gestureMs
  const { spanMs: before, backMs: beforeBack } = view
  return {
    ...view,
    spanMs,
    backMs,
    liveSpanMs: view.heldMs === null ? spanMs : view.liveSpanMs,
    past: goesOn
      ? view.past
      : [{ spanMs: before, backMs: beforeBack }, ...view.past].slice(0, mostPast),
    gesture: { name, atMs: ownMs },
  }
}

/**
 * `factor` above 1 shows more. While it follows, the right end stays; else what stands at `share` of the width does.
 * `ownMs`: of the page's own clock, by which gestures are told apart.
 */
export function zoomed(
  view: TimeView,
  factor: number,
  share: number,
  name: Gesture,
  ownMs: number,
): TimeView {
  const spanMs = clamp(view.spanMs * factor, leastSpanMs, telemetryKeptMs)
  const backMs = view.backMs + (view.spanMs - spanMs) * (1 - share)
  return moved(view, { spanMs, backMs }, name, ownMs)
}

/** Towards the past by this share of its width; what follows is held. */
export function panned(
  view: TimeView,
  share: number,
  nowMs: number,
  name: Gesture,
  ownMs: number,
): TimeView {
  const still = held(view, nowMs)
  const { spanMs, backMs } = still
  return moved(still, { spanMs, backMs: backMs + spanMs * share }, name, ownMs)
}

/** Exactly what lies between two shares of its width; what follows is held. */
export function selected(
  view: TimeView,
  shares: readonly [number, number],
  nowMs: number,
  ownMs: number,
): TimeView {
  const still = held(view, nowMs)
  const [left, right] = [Math.min(...shares), Math.max(...shares)]
  const spanMs = still.spanMs * (right - left)
  const backMs = still.backMs + still.spanMs * (1 - right)
  return moved({ ...still, gesture: null }, { spanMs, backMs }, 'drag', ownMs)
}

/** Everything that is kept. */
export const widened = (view: TimeView, ownMs: number): TimeView =>
  moved(view, { spanMs: telemetryKeptMs, backMs: 0 }, 'button', ownMs)

/** Takes the last gesture back; null where there is none. */
export function backed(view: TimeView): TimeView | null {
  const [before, ...past] = view.past
  if (before === undefined) return null
  const liveSpanMs = view.heldMs === null ? before.spanMs : view.liveSpanMs
  return { ...view, ...before, liveSpanMs, past, gesture: null }
}
