// Curves over a number as a figure.

import { useTranslation } from 'react-i18next'
import { DrawnFigure, type FigureProps } from './DrawnFigure.tsx'
import { type Plot, plotData, plotOptions } from './plotChart.ts'

interface PlotFigureProps extends FigureProps {
  readonly plot: Plot
}

export function PlotFigure({ plot, ...figure }: PlotFigureProps) {
  const { t } = useTranslation()
  return (
    <DrawnFigure
      {...figure}
      type="line"
      yTitle={plot.lanes[0]?.title ?? ''}
      inks={plot.inks}
      data={plotData(plot)}
      options={plotOptions(plot)}
      label={t('chart.picture', { title: figure.title })}
    />
  )
}
