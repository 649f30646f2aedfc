// The share of latencies up to each value, of every repetition: where their curves lie apart, processes differ.

import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import { formatNs, threeDigits, timeScaleFor } from '../../../shared/units.ts'
import { callOptions } from '../../api.ts'
import { csvText } from '../../charts/csv.ts'
import { PlotFigure } from '../../charts/PlotFigure.tsx'
import type { Plot } from '../../charts/plotChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { ecdfBins, ecdfPoints } from './ecdf.ts'
import type { MeasuredRepetition } from './usePoint.ts'

/** As many as have an ink of their own. */
const mostCurves = 6

interface EcdfProps {
  readonly run: RunId
  readonly point: number
  readonly measured: readonly MeasuredRepetition[]
  readonly shown: MeasuredRepetition
  readonly subtitle: string
}

export function Ecdf({ run, point, measured, shown, subtitle }: EcdfProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const others = measured.filter((one) => one !== shown).slice(0, mostCurves - 1)
  const drawn = [shown, ...others].toSorted((a, b) => a.repetition - b.repetition)
  const queries = useQueries({
    queries: drawn.map(({ repetition }) =>
      callOptions('runs.histogram', { run, point, repetition, bins: ecdfBins }),
    ),
  })
  const known = queries.flatMap(({ data }, index) => {
    const result = drawn[index]
    return data === undefined || result === undefined ? [] : [{ result, histogram: data }]
  })
  if (known.length === 0) return null
  const largest = Math.max(
    ...known.map(
      ({ histogram: { startNs, binWidthNs, counts } }) => startNs + binWidthNs * counts.length,
    ),
  )
  const { unit, factor } = timeScaleFor(largest)
  const curves = known.map(({ result, histogram }) => ({
    label: measured.length > 1 ? t('point.repetition', { number: result.repetition + 1 }) : '',
    ink: measured.indexOf(result),
    form: 'steps' as const,
    ...(result === shown ? {} : { stroke: 'faint' as const }),
    points: ecdfPoints(histogram, factor),
  }))
  const plot: Plot = {
    inks,
    x: { title: t('chart.timeAxis', { unit }), max: largest / factor },
    xWords: (value) => formatNs(value * factor),
    lanes: [
      {
        title: t('point.shareAxis'),
        fromZero: true,
        max: 100,
        marks: [],
        curves,
        words: (value) => `${threeDigits(value)} %`,
      },
    ],
  }
  const csv = () =>
    csvText([
      ['repetition', 'latency_ns', 'share_percent'],
      ...known.flatMap(({ result, histogram }) =>
        ecdfPoints(histogram, 1).map(({ x, y }) => [result.repetition + 1, x, y]),
      ),
    ])
  return <PlotFigure title={t('point.ecdf')} subtitle={subtitle} plot={plot} csv={csv} />
}
