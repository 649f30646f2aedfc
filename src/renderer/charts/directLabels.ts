// A chart.js plugin that writes a line's name at its end, so that no legend has to be looked up.
// Room for the names is the chart's own right padding; names that would overlap move apart.

import type { Chart, ChartType, Plugin } from 'chart.js'
import { spreadLabels } from './labels.ts'

const lineHeight = 14
const distance = 8

interface LineEnd {
  readonly text: string
  readonly color: string
  readonly x: number
  readonly y: number
  /** The line ends before the axis does, or another runs on: its name stands above its end, clear of them. */
  readonly short: boolean
}

function lineEnds(chart: Chart): readonly LineEnd[] {
  return chart.data.datasets.flatMap((dataset, index) => {
    const { data } = chart.getDatasetMeta(index)
    const last = dataset.data.findLastIndex((value) => value !== null)
    const element = data[last]
    const color = dataset.borderColor
    return dataset.directLabel === undefined || element === undefined || typeof color !== 'string'
      ? []
      : [
          {
            text: dataset.directLabel,
            color,
            x: element.x,
            y: element.y,
            short: last < dataset.data.length - 1 || dataset.directLabelAbove === true,
          },
        ]
  })
}

export const directLabels: Plugin<ChartType> = {
  id: 'directLabels',
  afterDatasetsDraw: (chart) => {
    const ends = lineEnds(chart)
    const { ctx, chartArea } = chart
    const places = spreadLabels(
      ends.map(({ y, short }) => (short ? y - lineHeight : y)),
      lineHeight,
      chartArea.top + lineHeight / 2,
      chartArea.bottom - lineHeight / 2,
    )
    ctx.save()
    ctx.textBaseline = 'middle'
    ctx.font = '500 12px "Inter Variable", system-ui, sans-serif'
    ends.forEach(({ text, color, x }, index) => {
      ctx.fillStyle = color
      ctx.fillText(text, x + distance, places[index] ?? 0)
    })
    ctx.restore()
  },
}
