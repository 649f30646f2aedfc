// How the strips are used, by pointer, wheel and keys; every strip in the same way. A drag selects what is shown next, a
// wheel with Ctrl (or a pinch) narrows around the pointer, one to the side moves in time; without Ctrl the page scrolls.

import type { KeyboardEvent, PointerEvent } from 'react'
import type { PlaneHandlers } from '../../charts/strip/StripFigure.tsx'
import { changeTime, readAnew, toggleHold, useMonitor } from './monitorStore.ts'
import { backed, panned, selected, zoomed } from './timeView.ts'

const { getState, setState } = useMonitor
const ownMs = () => performance.now()

/** Less than this is a click, which selects nothing. */
const leastDragPixels = 5
const wheelStep = 0.0025
const keyZoom = 1.5
const keyPan = 0.25
const keyCursor = 0.01

function shareOf({
  clientX,
  currentTarget,
}: {
  clientX: number
  currentTarget: EventTarget | null
}) {
  if (!(currentTarget instanceof HTMLElement)) return { share: 0, width: 1 }
  const { left, width } = currentTarget.getBoundingClientRect()
  return { share: Math.min(1, Math.max(0, (clientX - left) / width)), width }
}

function moveCursor(cursor: number | null): void {
  setState({ cursor })
  readAnew()
}

function onPointerDown(event: PointerEvent<HTMLElement>): void {
  if (event.button !== 0) return
  event.currentTarget.setPointerCapture(event.pointerId)
  const { share } = shareOf(event)
  setState({ selection: [share, share] })
}

function onPointerMove(event: PointerEvent<HTMLElement>): void {
  const { share } = shareOf(event)
  const { selection } = getState()
  if (selection !== null) setState({ selection: [selection[0], share] })
  moveCursor(share)
}

function onPointerUp(event: PointerEvent<HTMLElement>): void {
  const { selection } = getState()
  setState({ selection: null })
  const { width } = shareOf(event)
  if (selection === null || Math.abs(selection[1] - selection[0]) * width < leastDragPixels) return
  changeTime((view, nowMs) => selected(view, selection, nowMs, ownMs()))
}

export function onWheel(event: WheelEvent): void {
  const { share } = shareOf(event)
  const isAside = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault()
    const factor = Math.exp(event.deltaY * wheelStep)
    changeTime((view) => zoomed(view, factor, share, 'wheel', ownMs()))
  } else if (isAside) {
    event.preventDefault()
    const steps = -(event.deltaX || event.deltaY) * wheelStep * 0.5
    changeTime((view, nowMs) => panned(view, steps, nowMs, 'wheel', ownMs()))
  }
}

const zoomBy = (factor: number) =>
  changeTime((view) => zoomed(view, factor, getState().cursor ?? 0.5, 'key', ownMs()))
const panBy = (share: number) =>
  changeTime((view, nowMs) => panned(view, share, nowMs, 'key', ownMs()))

/** From the right end where there is no crosshair yet. */
const stepCursor = (by: number) =>
  moveCursor(Math.min(1, Math.max(0, (getState().cursor ?? 1) + by)))

const keys: Readonly<Record<string, (shift: boolean) => void>> = {
  ArrowLeft: (shift) => (shift ? panBy(keyPan) : stepCursor(-keyCursor)),
  ArrowRight: (shift) => (shift ? panBy(-keyPan) : stepCursor(keyCursor)),
  PageUp: () => panBy(1),
  PageDown: () => panBy(-1),
  '+': () => zoomBy(1 / keyZoom),
  '=': () => zoomBy(1 / keyZoom),
  '-': () => zoomBy(keyZoom),
  Backspace: () => changeTime(backed),
  ' ': () => toggleHold(),
  Escape: () => moveCursor(null),
}

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const act = keys[event.key]
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  act(event.shiftKey)
}

export const plane: PlaneHandlers = {
  onPointerDown,
  onPointerMove,
  onPointerUp,
  onPointerLeave: () => {
    if (getState().selection === null) moveCursor(null)
  },
  onPointerCancel: () => setState({ selection: null }),
  onKeyDown,
}

/** By a button: around the crosshair, or the middle. */
export const zoomIn = () => zoomBy(1 / keyZoom)
export const zoomOut = () => zoomBy(keyZoom)
export const goBack = () => changeTime(backed)
