// Grouped bars as a figure.

import type { Chart as ChartJs } from 'chart.js'
import { type ReactNode, useRef } from 'react'
import { Bar } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import { type BarChart, barData, barOptions } from './barChart.ts'
import { ChartFrame } from './ChartFrame.tsx'

interface BarFigureProps {
  readonly title: string
  readonly subtitle: string
  readonly chart: BarChart
  readonly csv: () => string
  readonly children?: ReactNode
}

export function BarFigure({ title, subtitle, chart, csv, children }: BarFigureProps) {
  const { t } = useTranslation()
  const shown = useRef<ChartJs<'bar', (number | null)[], string>>(null)
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      yTitle={chart.yTitle}
      inks={chart.inks}
      chart={() => shown.current as ChartJs | null}
      csv={csv}
      canvas={
        <Bar
          ref={shown}
          data={barData(chart)}
          options={barOptions(chart)}
          role="img"
          aria-label={t('chart.summary', { title })}
        />
      }
    >
      {children}
    </ChartFrame>
  )
}
