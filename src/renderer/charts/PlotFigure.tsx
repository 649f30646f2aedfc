// Curves over a number as a figure.

import type { Chart as ChartJs } from 'chart.js'
import { type ReactNode, useRef } from 'react'
import { Line } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import { ChartFrame } from './ChartFrame.tsx'
import { type Plot, type PlotPoint, plotData, plotOptions } from './plotChart.ts'

interface PlotFigureProps {
  readonly title: string
  /** What it is of, for the picture that leaves the window. */
  readonly subtitle: string
  readonly plot: Plot
  readonly csv: () => string
  readonly control?: ReactNode
  readonly height?: string
  readonly children?: ReactNode
}

export function PlotFigure(props: PlotFigureProps) {
  const { title, subtitle, plot, csv, control, height, children } = props
  const { t } = useTranslation()
  const shown = useRef<ChartJs<'line', PlotPoint[]>>(null)
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      yTitle={plot.lanes[0]?.title ?? ''}
      {...(height === undefined ? {} : { height })}
      inks={plot.inks}
      chart={() => shown.current as ChartJs | null}
      csv={csv}
      control={control}
      canvas={
        <Line
          ref={shown}
          data={plotData(plot)}
          options={plotOptions(plot)}
          role="img"
          aria-label={t('chart.picture', { title })}
        />
      }
    >
      {children}
    </ChartFrame>
  )
}
