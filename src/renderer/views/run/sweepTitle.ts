// The title of a sweep's chart: its finding where one can be made, which is over batches and from what counts.

import { useTranslation } from 'react-i18next'
import type { Point } from '../../../shared/plan.ts'
import { formatKhz } from '../../../shared/units.ts'
import { leastEnergy } from '../../charts/clockEnergy.ts'
import { clockKnee } from '../../charts/clockKnee.ts'
import { isLessBetter, isOfEnergy } from '../../charts/figures.ts'
import { batchFinding, latencyFinding } from '../../charts/finding.ts'
import { seriesOf } from '../../charts/series.ts'
import { useAxisWords } from './axisWords.ts'
import { latencyTitle, throughputTitle } from './chartTitles.ts'
import type { SweepFigureProps } from './SweepCharts.tsx'
import { countingValues, figureRow, khzAcross } from './sweepChart.ts'

export function useSweepTitle({ table, slice, figure, countsInvalid }: SweepFigureProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const views = table.rows.flatMap(({ cells }) => cells.filter((view) => view !== null))
  const name = t(`chart.figure.${figure}`)
  const seriesName = (point: Point) => words.values(point, slice.series)
  const knee = () => {
    const khz = khzAcross(slice, table)
    if (khz === null) return null
    const all = table.rows.flatMap((row) => {
      const values = countingValues(figureRow(figure, row), countsInvalid)
      const own = clockKnee(figure, khz, values)
      return own === null ? [] : [{ row, ...own }]
    })
    const [found, another] = all
    if (found === undefined) return null
    const at = formatKhz(khz[found.place] ?? 0)
    const percent = Math.floor(Math.min(...all.map(({ shareOfBest }) => shareOfBest)) * 100)
    const areAtOne = all.every(({ place }) => place === found.place)
    if (areAtOne && all.length === table.rows.length) return t('chart.knee', { at, percent })
    // Lines that bend at several clocks have no one sentence: each has its own mark.
    if (another !== undefined) return null
    return t('chart.kneeOf', { at, percent, series: seriesName(found.row.point) })
  }
  const least = () => {
    const khz = khzAcross(slice, table)
    if (khz === null) return null
    const all = table.rows.flatMap((row) => {
      const values = countingValues(figureRow(figure, row), countsInvalid)
      const own = leastEnergy(figure, khz, values)
      return own === null ? [] : [{ row, ...own }]
    })
    const [found, another] = all
    if (found === undefined || another !== undefined) return null
    const at = formatKhz(khz[found.place] ?? 0)
    const series = table.rows.length === 1 ? null : seriesName(found.row.point)
    if (found.shareOfTop === 1)
      return series === null
        ? t('chart.leastEnergyTop', { at })
        : t('chart.leastEnergyTopOf', { at, series })
    const percent = Math.round((1 - found.shareOfTop) * 100)
    const top = formatKhz(khz[found.top] ?? 0)
    return series === null
      ? t('chart.leastEnergy', { at, percent, top })
      : t('chart.leastEnergyOf', { at, percent, top, series })
  }
  const finding = () => {
    if (slice.x === 'frequency') return isOfEnergy(figure) ? least() : knee()
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
      figure === 'throughput' || figure === 'efficiency'
        ? t(figure === 'throughput' ? 'chart.rateAxis' : 'chart.efficiencyAxis')
        : figure === 'p50'
          ? t('chart.latencyAxis', { unit })
          : t(better, { figure: name, unit }),
  }
}
