// A line chart as a figure, with a switch for its scale.

import { Group, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DrawnFigure, type FigureProps } from './DrawnFigure.tsx'
import { type LineChart, lineData, lineOptions } from './lineChart.ts'

interface LineFigureProps extends FigureProps {
  readonly chart: LineChart
  readonly onLog: (log: boolean) => void
}

export function LineFigure({ chart, onLog, control, ...figure }: LineFigureProps) {
  const { t } = useTranslation()
  return (
    <DrawnFigure
      {...figure}
      type="line"
      yTitle={chart.yTitle}
      inks={chart.inks}
      data={lineData(chart)}
      options={lineOptions(chart)}
      label={t('chart.summary', { title: figure.title })}
      control={
        <Group gap="xs">
          {control}
          <Switch
            size="xs"
            label={t('chart.log')}
            checked={chart.log}
            onChange={(event) => onLog(event.currentTarget.checked)}
          />
        </Group>
      }
    />
  )
}
