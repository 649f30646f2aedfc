// What every chart that may leave the window has: its finding as the title, the chart, and its picture and its data.

import { Button, Group, Stack, Title } from '@mantine/core'
import { IconPhotoDown } from '@tabler/icons-react'
import type { Chart as ChartJs } from 'chart.js'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../CopyButton.tsx'
import type { ChartInks } from './palette.ts'
import { fileName, savePicture } from './picture.ts'

interface ChartFrameProps {
  readonly title: string
  /** What the chart is of, for the picture that leaves the window. */
  readonly subtitle: string
  readonly yTitle: string
  readonly inks: ChartInks
  readonly chart: () => ChartJs | null
  readonly canvas: ReactNode
  readonly csv: () => string
  /** Stands before the buttons. */
  readonly control?: ReactNode
  /** Where it is not the usual one. */
  readonly height?: string
  readonly children?: ReactNode
}

export function ChartFrame(props: ChartFrameProps) {
  const { title, subtitle, yTitle, inks, chart, canvas, csv, control, height, children } = props
  const { t } = useTranslation()
  const save = () => {
    const shown = chart()
    const name = fileName([subtitle, yTitle.split(',')[0] ?? ''], 'png')
    if (shown !== null) savePicture(shown, { title, subtitle }, inks, name)
  }
  return (
    <figure className="surface figure">
      <figcaption>
        <Title order={2}>{title}</Title>
      </figcaption>
      <div className="figure-canvas" style={height === undefined ? {} : { height }}>
        {canvas}
      </div>
      <Stack gap={8}>{children}</Stack>
      <Group gap="xs" mt="auto">
        <div style={{ marginRight: 'auto' }}>{control}</div>
        <Group gap="xs" wrap="nowrap">
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
      </Group>
    </figure>
  )
}
