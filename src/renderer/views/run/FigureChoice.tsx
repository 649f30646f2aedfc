// Which figure of its points a chart shows; only those that a point of it has.

import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { MeasuredPoint } from '../../../shared/run.ts'
import { type FigureName, figureNames } from '../../charts/figures.ts'
import { knownFigures } from './sweepChart.ts'

interface FigureChoiceProps {
  readonly value: FigureName
  readonly points: readonly MeasuredPoint[]
  readonly onChange: (name: FigureName) => void
}

export function FigureChoice({ value, points, onChange }: FigureChoiceProps) {
  const { t } = useTranslation()
  const known = knownFigures(figureNames, points)
  const offered = known.includes(value) ? known : [value, ...known]
  return (
    <NativeSelect
      size="xs"
      aria-label={t('chart.figureChoice')}
      value={value}
      onChange={(event) => {
        const chosen = figureNames.find((name) => name === event.currentTarget.value)
        if (chosen !== undefined) onChange(chosen)
      }}
      data={offered.map((name) => ({ value: name, label: t(`chart.figure.${name}`) }))}
    />
  )
}
