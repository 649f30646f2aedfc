// A line chart as a figure, with a switch for its scale.

import { Group, Switch } from '@mantine/core'
import type { Chart as ChartJs } from 'chart.js'
import { type ReactNode, useRef } from 'react'
import { Line } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import { ChartFrame } from './ChartFrame.tsx'
import { type LineChart, lineData, lineOptions } from './lineChart.ts'

interface LineFigureProps {
  readonly title: string
  /** What the chart is of, for the picture that leaves the window. */
  readonly subtitle: string
  readonly chart: LineChart
  readonly onLog: (log: boolean) => void
  readonly csv: () => string
  /** Stands before the buttons. */
  readonly control?: ReactNode
  readonly children?: ReactNode
}

export function LineFigure(props: LineFigureProps) {
  const { title, subtitle, chart, onLog, csv, control, children } = props
  const { t } = useTranslation()
  const shown = useRef<ChartJs<'line', (number | null)[], string>>(null)
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      yTitle={chart.yTitle}
      inks={chart.inks}
      chart={() => shown.current as ChartJs | null}
      csv={csv}
      canvas={
        <Line
          ref={shown}
          data={lineData(chart)}
          options={lineOptions(chart)}
          role="img"
          aria-label={t('chart.summary', { title })}
        />
      }
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
    >
      {children}
    </ChartFrame>
  )
}
