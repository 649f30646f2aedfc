// Describes a heat map of two axes to chart.js. Colour runs evenly for the eye on a logarithmic scale, bright is good;
// every cell also says its value in words, and a cell without one says why.

import type { ChartData, ChartOptions } from 'chart.js'
import { heatColor, logPosition } from './heat.ts'
import type { CellLook } from './matrixCells.ts'
import type { ChartInks } from './palette.ts'

export interface MatrixCell {
  readonly column: number
  readonly row: number
  /** Null: nothing was measured here. */
  readonly value: number | null
  readonly text: string
  /** The whole of it, for the tooltip. */
  readonly words: readonly string[]
  /** Whether it does not count, or there is nothing: hatched. */
  readonly hatched: boolean
}

export interface MatrixChart {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  readonly cells: readonly MatrixCell[]
  readonly xTitle: string
  readonly lessIsBetter: boolean
  readonly inks: ChartInks
  readonly onPick: (cell: MatrixCell) => void
}

export interface HeatRange {
  readonly low: number
  readonly high: number
}

/** Over the cells that have a value and count, or where none counts over all; null where none has a value. */
export function heatRange({ cells }: Pick<MatrixChart, 'cells'>): HeatRange | null {
  const valued = (some: readonly MatrixCell[]) =>
    some.flatMap(({ value }) => (value === null ? [] : [value]))
  const counting = valued(cells.filter(({ hatched }) => !hatched))
  const values = counting.length > 0 ? counting : valued(cells)
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) }
}

/** Bright is good, dark is not. */
export function heatAt(value: number, { low, high }: HeatRange, lessIsBetter: boolean) {
  const position = logPosition(Math.min(high, Math.max(low, value)), low, high)
  return heatColor(0.1 + 0.85 * (lessIsBetter ? 1 - position : position))
}

function looksOf(chart: MatrixChart): readonly CellLook[] {
  const range = heatRange(chart)
  return chart.cells.map(({ value, text, hatched }) => {
    if (value === null || range === null)
      return { text, fill: chart.inks.ground, ink: chart.inks.muted, hatched }
    return { text, hatched, ...heatAt(value, range, chart.lessIsBetter) }
  })
}

const gap = 2

export function matrixData(chart: MatrixChart): ChartData<'matrix'> {
  const { cells, columns, rows } = chart
  const looks = looksOf(chart)
  return {
    datasets: [
      {
        data: cells.map(({ column, row }) => ({ x: String(column), y: String(row) })),
        cells: looks,
        backgroundColor: looks.map(({ fill }) => fill),
        borderColor: chart.inks.grid,
        borderWidth: looks.map((_, cell) => (cells[cell]?.value === null ? 1 : 0)),
        borderRadius: 4,
        width: ({ chart: { chartArea } }) => (chartArea?.width ?? 0) / columns.length - gap,
        height: ({ chart: { chartArea } }) => (chartArea?.height ?? 0) / rows.length - gap,
      },
    ],
  }
}

export function matrixOptions(chart: MatrixChart): ChartOptions<'matrix'> {
  const { cells, columns, rows, inks, xTitle, onPick } = chart
  const scale = (words: readonly string[]) =>
    ({
      type: 'category',
      labels: words.map((_, index) => String(index)),
      offset: true,
      grid: { display: false },
      border: { display: false },
      ticks: {
        color: inks.muted,
        font: { size: 11 },
        callback: (value: string | number) => words[Number(value)] ?? '',
      },
    }) as const
  return {
    animation: false,
    layout: { padding: { top: 4, right: 4 } },
    onClick: (_, [picked]) => {
      const cell = picked === undefined ? undefined : cells[picked.index]
      if (cell !== undefined) onPick(cell)
    },
    scales: {
      x: {
        ...scale(columns),
        position: 'top',
        title: { display: true, text: xTitle, color: inks.muted },
      },
      // The kind of chart has the first row below; it is read from above.
      y: { ...scale(rows), reverse: false },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: inks.text,
        titleColor: inks.ground,
        bodyColor: inks.ground,
        cornerRadius: 6,
        displayColors: false,
        callbacks: {
          title: () => '',
          label: ({ dataIndex }) => [...(cells[dataIndex]?.words ?? [])],
        },
      },
    },
  }
}
