// A scatter with its Pareto front as a figure. The arrow keys go from point to point, Enter opens one.

import { VisuallyHidden } from '@mantine/core'
import type { Chart as ChartJs } from 'chart.js'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Line } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import { ChartFrame } from './ChartFrame.tsx'
import {
  elementOf,
  type FrontChart,
  type FrontDatum,
  frontData,
  frontOptions,
} from './frontChart.ts'

interface FrontFigureProps {
  readonly title: string
  readonly subtitle: string
  readonly chart: FrontChart
  readonly csv: () => string
  readonly control?: ReactNode
  readonly children?: ReactNode
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
}

export function FrontFigure(props: FrontFigureProps) {
  const { title, subtitle, chart, csv, control, children } = props
  const { t } = useTranslation()
  const shown = useRef<ChartJs<'line', FrontDatum[]>>(null)
  const [at, setAt] = useState<number | null>(null)
  const { points, onPick } = chart
  useEffect(() => {
    const drawn = shown.current
    if (drawn === null) return
    const active = at === null ? [] : [elementOf(at)]
    drawn.setActiveElements(active)
    drawn.tooltip?.setActiveElements(active, { x: 0, y: 0 })
    drawn.update('none')
  }, [at])
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined && points.length > 0) {
      event.preventDefault()
      const from = at ?? (step > 0 ? -1 : 0)
      setAt((from + step + points.length) % points.length)
    }
    if (event.key === 'Enter' && at !== null) onPick(at)
    if (event.key === 'Escape') setAt(null)
  }
  return (
    <ChartFrame
      title={title}
      subtitle={subtitle}
      yTitle={chart.yTitle}
      inks={chart.inks}
      chart={() => shown.current as ChartJs | null}
      csv={csv}
      control={control}
      canvas={
        // biome-ignore lint/a11y/useSemanticElements: a figure with points that are walked through is no form's fieldset
        <div
          className="front"
          role="group"
          aria-label={t('chart.walk', { title })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: its points have to be reachable by keyboard
          tabIndex={0}
          onKeyDown={press}
          onBlur={() => setAt(null)}
        >
          <Line
            ref={shown}
            data={frontData(chart)}
            options={frontOptions(chart)}
            role="img"
            aria-label={t('chart.picture', { title })}
          />
          <VisuallyHidden role="status">
            {at === null ? '' : points[at]?.words.join(', ')}
          </VisuallyHidden>
        </div>
      }
    >
      {children}
    </ChartFrame>
  )
}
