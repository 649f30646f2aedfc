// Grouped bars as a figure.

import { useTranslation } from 'react-i18next'
import { type BarChart, barData, barOptions } from './barChart.ts'
import { DrawnFigure, type FigureProps } from './DrawnFigure.tsx'

interface BarFigureProps extends FigureProps {
  readonly chart: BarChart
}

export function BarFigure({ chart, ...figure }: BarFigureProps) {
  const { t } = useTranslation()
  return (
    <DrawnFigure
      {...figure}
      type="bar"
      yTitle={chart.yTitle}
      inks={chart.inks}
      data={barData(chart)}
      options={barOptions(chart)}
      label={t('chart.summary', { title: figure.title })}
    />
  )
}
