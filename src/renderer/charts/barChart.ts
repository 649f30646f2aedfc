// Describes grouped bars to chart.js: one group for each place on the axis, one bar in it for each series, with its
// interval as a whisker. Bars start at zero, always; values arrive in the axis's own unit.

import type { ChartData, ChartOptions } from 'chart.js'
import { grouped, threeDigits } from '../../shared/units.ts'
import { legendOf } from './legend.ts'
import { type ChartInks, seriesInk } from './palette.ts'
import type { Whisker } from './whiskers.ts'

export interface BarSeries {
  readonly label: string
  readonly ink: number
  readonly values: readonly (number | null)[]
  readonly whiskers: readonly (Whisker | null)[]
  /** Whether the value of each group does not count; its bar is hatched. */
  readonly invalid?: readonly boolean[]
}

export interface BarChart {
  readonly groups: readonly string[]
  readonly series: readonly BarSeries[]
  readonly xTitle: string
  readonly yTitle: string
  readonly inks: ChartInks
  /** One above the other instead of beside. */
  readonly stacked?: boolean
  readonly barWords: (series: BarSeries, group: number, value: number) => string
}

export function barData({
  groups,
  series,
  inks,
}: BarChart): ChartData<'bar', (number | null)[], string> {
  return {
    labels: [...groups],
    datasets: series.map((own) => ({
      label: own.label,
      data: [...own.values],
      whiskers: own.whiskers,
      hatched: own.invalid ?? [],
      hatchInk: inks.ground,
      backgroundColor: seriesInk(inks, own.ink),
      borderColor: inks.text,
      borderWidth: 0,
      categoryPercentage: 0.75,
      barPercentage: 0.9,
      maxBarThickness: 56,
    })),
  }
}

export function barOptions(chart: BarChart): ChartOptions<'bar'> {
  const { series, inks, xTitle, yTitle, groups, barWords, stacked = false } = chart
  const highs = series.flatMap(({ whiskers }) => whiskers.flatMap((whisker) => whisker?.high ?? []))
  const title = (text: string) => ({ display: true, text, color: inks.muted })
  const ticks = { color: inks.muted, font: { size: 11 } }
  return {
    animation: false,
    interaction: { mode: 'nearest', intersect: false },
    layout: { padding: { top: 10 } },
    scales: {
      x: {
        stacked,
        title: title(xTitle),
        ticks,
        grid: { display: false },
        border: { color: inks.grid },
      },
      y: {
        stacked,
        beginAtZero: true,
        ...(highs.length === 0 ? {} : { suggestedMax: Math.max(...highs) }),
        title: title(yTitle),
        ticks: {
          ...ticks,
          maxTicksLimit: 8,
          callback: (value) => grouped(String(Number(threeDigits(Number(value))))),
        },
        grid: { color: inks.grid },
        border: { display: false },
      },
    },
    plugins: {
      legend: legendOf(inks, series.length > 1),
      tooltip: {
        backgroundColor: inks.text,
        titleColor: inks.ground,
        bodyColor: inks.ground,
        cornerRadius: 6,
        displayColors: false,
        callbacks: {
          title: (items) => `${xTitle} ${items[0]?.label ?? ''}`,
          label: ({ datasetIndex, dataIndex, parsed }) => {
            const own = series[datasetIndex]
            return own === undefined || groups[dataIndex] === undefined || parsed.y === null
              ? ''
              : barWords(own, dataIndex, parsed.y)
          },
        },
      },
    },
  }
}
