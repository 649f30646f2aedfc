// A heat map as a figure, with the scale of its colours.

import { useTranslation } from 'react-i18next'
import { DrawnFigure, type FigureProps } from './DrawnFigure.tsx'
import { type MatrixChart, matrixData, matrixOptions } from './matrixChart.ts'

interface MatrixFigureProps extends FigureProps {
  /** What the colours stand for, with its unit. */
  readonly valueTitle: string
  readonly chart: MatrixChart
}

export function MatrixFigure({ chart, valueTitle, ...figure }: MatrixFigureProps) {
  const { t } = useTranslation()
  return (
    <DrawnFigure
      {...figure}
      type="matrix"
      yTitle={valueTitle}
      inks={chart.inks}
      data={matrixData(chart)}
      options={matrixOptions(chart)}
      label={t('chart.summary', { title: figure.title })}
    />
  )
}
