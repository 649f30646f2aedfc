// A heat map as a figure, with the scale of its colours.

import type { Chart as ChartJs } from 'chart.js'
import { type ReactNode, useRef } from 'react'
import { Chart } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import { ChartFrame } from './ChartFrame.tsx'
import { type MatrixChart, matrixData, matrixOptions } from './matrixChart.ts'

interface MatrixFigureProps {
  readonly title: string
  readonly subtitle: string
  /** What the colours stand for, with its unit. */
  readonly valueTitle: string
  readonly chart: MatrixChart
  readonly csv: () => string
  /** Stands before the buttons. */
  readonly control?: ReactNode
  readonly children?: ReactNode
}

export function MatrixFigure(props: MatrixFigureProps) {
  const { title, subtitle, valueTitle, chart, csv, control, children } = props
  const { t } = useTranslation()
  const shown = useRef<ChartJs<'matrix'>>(null)
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      yTitle={valueTitle}
      inks={chart.inks}
      chart={() => shown.current as ChartJs | null}
      csv={csv}
      control={control}
      canvas={
        <Chart
          type="matrix"
          ref={shown}
          data={matrixData(chart)}
          options={matrixOptions(chart)}
          role="img"
          aria-label={t('chart.summary', { title })}
        />
      }
    >
      {children}
    </ChartFrame>
  )
}
