// A strip as a figure: lines over time on a canvas that is drawn by the stage, under a plane that takes pointer and keys.
// Crosshair and selection are drawn by the page's style (`--cursor` and `--selected-…`, shares of the width), so that one
// change moves them in all strips and no canvas is drawn for it.

import type { Chart } from 'chart.js'
import {
  type KeyboardEventHandler,
  type PointerEventHandler,
  type ReactNode,
  useEffect,
  useRef,
} from 'react'
import { ChartFrame } from '../ChartFrame.tsx'
import type { Stage } from './stage.ts'
import {
  axisRoom,
  rightRoom,
  StripDrawing,
  type StripFrame,
  type StripLook,
} from './stripDrawing.ts'

export interface PlaneHandlers {
  readonly onPointerDown: PointerEventHandler<HTMLElement>
  readonly onPointerMove: PointerEventHandler<HTMLElement>
  readonly onPointerUp: PointerEventHandler<HTMLElement>
  readonly onPointerLeave: PointerEventHandler<HTMLElement>
  readonly onPointerCancel: PointerEventHandler<HTMLElement>
  readonly onKeyDown: KeyboardEventHandler<HTMLElement>
}

interface StripFigureProps {
  readonly title: string
  /** What it is of, for the picture that leaves the window. */
  readonly subtitle: string
  /** The plane's name: what is seen, and which keys do what. */
  readonly planeLabel: string
  /** Another one begins the drawing anew. */
  readonly look: StripLook
  readonly stage: Stage
  readonly frame: () => StripFrame
  readonly plane: PlaneHandlers
  /** React's own listener is passive, and a wheel that zooms must not scroll. The same for the life of the figure. */
  readonly onWheel: (event: WheelEvent) => void
  readonly csv: () => string
  readonly legend: ReactNode
  readonly children?: ReactNode
}

const height = '9.5rem'

function useDrawing({ look, stage, frame }: Pick<StripFigureProps, 'look' | 'stage' | 'frame'>) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<StripDrawing | null>(null)
  useEffect(() => {
    const { current } = canvas
    if (current === null) return
    const own = new StripDrawing(current, look)
    drawing.current = own
    let isSeen = false
    const watcher = new IntersectionObserver((entries) => {
      isSeen = entries.at(-1)?.isIntersecting === true
      if (isSeen) stage.ask()
    })
    watcher.observe(current)
    const leave = stage.add({ draw: () => own.draw(frame()), isSeen: () => isSeen })
    return () => {
      leave()
      watcher.disconnect()
      drawing.current = null
      own.destroy()
    }
  }, [look, stage, frame])
  return { canvas, drawing }
}

export function StripFigure(props: StripFigureProps) {
  const { title, subtitle, planeLabel, look, plane, onWheel, csv, legend, children } = props
  const { canvas, drawing } = useDrawing(props)
  const taker = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = taker
    current?.addEventListener('wheel', onWheel, { passive: false })
    return () => current?.removeEventListener('wheel', onWheel)
  }, [onWheel])
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      yTitle={title}
      inks={look.inks}
      chart={() => (drawing.current?.chart ?? null) as Chart | null}
      csv={csv}
      control={legend}
      height={height}
      canvas={
        <>
          <canvas ref={canvas} role="img" aria-label={planeLabel} />
          {/* biome-ignore lint/a11y/useSemanticElements: a plane to point at is no form's fieldset */}
          <div
            ref={taker}
            className="strip-plane"
            style={{ left: axisRoom, right: rightRoom }}
            role="group"
            aria-label={planeLabel}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: its moments have to be reachable by keyboard
            tabIndex={0}
            {...plane}
          />
        </>
      }
    >
      {children}
    </ChartFrame>
  )
}
