// A line chart as a figure: its finding as the title, the chart, its legend, and what can be done with it.

import { Button, Group, Stack, Switch, Text, Title } from '@mantine/core'
import { IconPhotoDown } from '@tabler/icons-react'
import type { Chart as ChartJs } from 'chart.js'
import { type ReactNode, useRef } from 'react'
import { Line } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../CopyButton.tsx'
import { type LineChart, lineData, lineOptions, mostDirectLabels } from './lineChart.ts'
import { seriesInk } from './palette.ts'
import { fileName, savePicture } from './picture.ts'

interface LineFigureProps {
  readonly title: string
  /** What the chart is of, for the picture that leaves the window. */
  readonly subtitle: string
  readonly chart: LineChart
  readonly onLog: (log: boolean) => void
  readonly csv: () => string
  readonly children?: ReactNode
}

function Legend({ chart }: { readonly chart: LineChart }) {
  return (
    <Group gap="xs" role="list">
      {chart.lines.map(({ label, ink, variant }) => (
        <Group gap={6} key={label} role="listitem" wrap="nowrap">
          <svg width="22" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="22"
              y1="4"
              y2="4"
              stroke={seriesInk(chart.inks, ink)}
              strokeWidth="2"
              strokeDasharray={variant ? '5 4' : undefined}
            />
          </svg>
          <Text size="xs">{label}</Text>
        </Group>
      ))}
    </Group>
  )
}

export function LineFigure({ title, subtitle, chart, onLog, csv, children }: LineFigureProps) {
  const { t } = useTranslation()
  const canvas = useRef<ChartJs<'line', (number | null)[], string>>(null)
  const save = () => {
    if (canvas.current !== null)
      savePicture(
        canvas.current as ChartJs,
        { title, subtitle },
        chart.inks,
        fileName([subtitle, chart.yTitle.split(',')[0] ?? ''], 'png'),
      )
  }
  return (
    <figure className="surface figure">
      <figcaption>
        <Title order={2}>{title}</Title>
      </figcaption>
      <div className="figure-canvas">
        <Line
          ref={canvas}
          data={lineData(chart)}
          options={lineOptions(chart)}
          role="img"
          aria-label={t('chart.summary', { title })}
        />
      </div>
      <Stack gap={8}>
        {chart.lines.length > mostDirectLabels && <Legend chart={chart} />}
        {children}
      </Stack>
      <Group gap="xs" mt="auto">
        <Switch
          size="xs"
          label={t('chart.log')}
          checked={chart.log}
          onChange={(event) => onLog(event.currentTarget.checked)}
          mr="auto"
        />
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPhotoDown size={14} aria-hidden />}
          onClick={save}
        >
          {t('chart.savePicture')}
        </Button>
        <CopyButton label={t('chart.copyData')} text={csv} />
      </Group>
    </figure>
  )
}
