// One figure of a sweep as a heat map of two axes: colour and words for each cell, hatched where it does not count.

import { useTranslation } from 'react-i18next'
import type { PointView } from '../../../shared/run.ts'
import { measuredPoint } from '../../../shared/run.ts'
import { pointsCsv } from '../../charts/csv.ts'
import {
  figureOf,
  figureScale,
  formatFigure,
  isLessBetter,
  isOfEnergy,
} from '../../charts/figures.ts'
import { HeatLegend } from '../../charts/HeatLegend.tsx'
import { MatrixFigure } from '../../charts/MatrixFigure.tsx'
import { heatRange, type MatrixCell, type MatrixChart } from '../../charts/matrixChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { navigate } from '../../state/address.ts'
import { useAxisWords } from './axisWords.ts'
import { cellStateOf } from './cellState.ts'
import { FigureChoice } from './FigureChoice.tsx'
import { pointAddress } from './pointAddress.ts'
import { usePointReasons } from './pointReasons.ts'
import type { SweepFigureProps } from './SweepCharts.tsx'
import { measuredIn } from './sweepChart.ts'
import { useSweepTitle } from './sweepTitle.ts'

export function SweepHeat(props: SweepFigureProps) {
  const { snapshot, subtitle, slice, table, figure, onFigure } = props
  const { t } = useTranslation()
  const inks = useInks()
  const words = useAxisWords()
  const title = useSweepTitle(props)
  const reasonsOf = usePointReasons()
  const cellOf = (view: PointView, row: number, column: number): MatrixCell => {
    const state = cellStateOf(view)
    const found = measuredPoint(view)
    const value = found === null ? null : figureOf(figure, found).value
    const text =
      value !== null
        ? formatFigure(figure, value)
        : found !== null
          ? t(isOfEnergy(figure) ? 'energy.notMeasured' : 'common.tooFew')
          : t(`run.cell.${state}`)
    const name = words.values(view.point, [...slice.series, slice.x])
    return {
      column,
      row,
      value,
      text,
      words: [`${name}: ${text}`, ...reasonsOf(view)],
      hatched: state !== 'measured' && state !== 'waiting',
    }
  }
  const chart: MatrixChart = {
    columns: table.places.map(({ point }) => words.tick(point, slice.x)),
    rows: table.rows.map(({ point }) => words.values(point, slice.series)),
    cells: table.rows.flatMap(({ cells }, row) =>
      cells.flatMap((view, column) => (view === null ? [] : [cellOf(view, row, column)])),
    ),
    xTitle: words.name(slice.x),
    lessIsBetter: isLessBetter(figure),
    inks,
    onPick: ({ row, column }) => {
      const view = table.rows[row]?.cells[column] ?? null
      if (view !== null) navigate(pointAddress(snapshot.record.id, view.point.index))
    },
  }
  const range = heatRange(chart)
  const { low, high } = range ?? { low: 0, high: 0 }
  const ends = isLessBetter(figure) ? ([low, high] as const) : ([high, low] as const)
  const { unit } = figureScale(figure, high)
  return (
    <MatrixFigure
      title={title.text}
      subtitle={subtitle}
      valueTitle={title.axis(unit)}
      chart={chart}
      csv={() => pointsCsv([snapshot])}
      control={<FigureChoice value={figure} points={measuredIn(table)} onChange={onFigure} />}
    >
      {range !== null && high > low && (
        <HeatLegend
          name={t(`chart.figure.${figure}`)}
          range={range}
          lessIsBetter={isLessBetter(figure)}
          ends={[
            t('chart.best', { value: formatFigure(figure, ends[0]) }),
            t('chart.worst', { value: formatFigure(figure, ends[1]) }),
          ]}
        />
      )}
    </MatrixFigure>
  )
}
