// The title of a sweep's chart: its finding where one can be made, which is over batches and from what counts.

import { useTranslation } from 'react-i18next'
import type { Point } from '../../../shared/plan.ts'
import { isLessBetter } from '../../charts/figures.ts'
import { batchFinding, latencyFinding } from '../../charts/finding.ts'
import { seriesOf } from '../../charts/series.ts'
import { useAxisWords } from './axisWords.ts'
import { latencyTitle, throughputTitle } from './chartTitles.ts'
import type { SweepFigureProps } from './SweepCharts.tsx'

export function useSweepTitle({ table, slice, figure, countsInvalid }: SweepFigureProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const views = table.rows.flatMap(({ cells }) => cells.filter((view) => view !== null))
  const name = t(`chart.figure.${figure}`)
  const seriesName = (point: Point) => words.values(point, slice.series)
  const finding = () => {
    if (slice.x !== 'batch') return null
    const series = seriesOf({ points: views }, countsInvalid)
    if (figure === 'p50') return latencyTitle(t, latencyFinding(series), seriesName)
    return figure === 'throughput' ? throughputTitle(t, batchFinding(series), seriesName) : null
  }
  const better = isLessBetter(figure) ? 'chart.axisLess' : 'chart.axisMore'
  return {
    text: finding() ?? t('chart.figureBy', { figure: name, axis: words.inSentence(slice.x) }),
    /** Of the values, with the unit and the better direction. */
    axis: (unit: string) =>
      figure === 'throughput'
        ? t('chart.rateAxis')
        : figure === 'p50'
          ? t('chart.latencyAxis', { unit })
          : t(better, { figure: name, unit }),
  }
}
