// A chart of chart.js in its frame: what every figure has in common that only draws. Its picture is of what is seen.

import type { Chart as ChartJs, ChartType, DefaultDataPoint } from 'chart.js'
import { type ReactNode, useRef } from 'react'
import { Chart, type ChartProps } from 'react-chartjs-2'
import { ChartFrame } from './ChartFrame.tsx'
import type { ChartInks } from './palette.ts'

/** What a figure is given, whatever it draws. */
export interface FigureProps {
  readonly title: string
  /** What the chart is of, for the picture that leaves the window. */
  readonly subtitle: string
  readonly csv: () => string
  /** Stands before the buttons. */
  readonly control?: ReactNode
  /** Where it is not the usual one. */
  readonly height?: string
  readonly children?: ReactNode
}

interface DrawnFigureProps<T extends ChartType, D, L>
  extends FigureProps,
    Pick<ChartProps<T, D, L>, 'type' | 'data'> {
  readonly options: NonNullable<ChartProps<T, D, L>['options']>
  readonly yTitle: string
  readonly inks: ChartInks
  /** The chart in words, for those who do not see it. */
  readonly label: string
}

export function DrawnFigure<T extends ChartType, D = DefaultDataPoint<T>, L = unknown>(
  props: DrawnFigureProps<T, D, L>,
) {
  const { type, data, options, label, ...frame } = props
  const shown = useRef<ChartJs<T, D, L> | undefined>(undefined)
  return (
    <ChartFrame
      {...frame}
      chart={() => (shown.current ?? null) as ChartJs | null}
      canvas={
        <Chart<T, D, L>
          ref={shown}
          type={type}
          data={data}
          options={options}
          role="img"
          aria-label={label}
        />
      }
    />
  )
}
