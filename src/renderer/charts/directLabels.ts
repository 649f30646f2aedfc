// A chart.js plugin that writes a line's name at its end, and a point's beside it, so that no legend has to be looked up.
// Room for the names is the chart's own right padding; names that would overlap move apart, and no line crosses one.

import type { Chart, ChartType, Plugin } from 'chart.js'
import { labelWidth, spreadLabels, stackLabels } from './labels.ts'

const lineHeight = 14
const distance = 8
const belowPoint = 13

interface LineEnd {
  readonly text: string
  readonly color: string
  readonly x: number
  readonly y: number
  /** The line ends before the axis does: its name stands above its end, clear of the others. */
  readonly short: boolean
  /** Of a point in a scatter: what is drawn under its name. */
  readonly ground: string | null
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
            short: last < dataset.data.length - 1,
            ground: dataset.directLabelGround ?? null,
          },
        ]
  })
}

export const directLabels: Plugin<ChartType> = {
  id: 'directLabels',
  afterDatasetsDraw: (chart) => {
    const ends = lineEnds(chart)
    const { ctx, chartArea } = chart
    const bottom = chartArea.bottom - lineHeight / 2
    // A front rises to the right: right below a point of it, and of what it beats, there is no line of it.
    const places = ends.some(({ ground }) => ground !== null)
      ? stackLabels(
          ends.map(({ text, x, y }) => ({ x, y: y + belowPoint, width: labelWidth(text) })),
          lineHeight,
          bottom,
        )
      : spreadLabels(
          ends.map(({ y, short }) => (short ? y - lineHeight : y)),
          lineHeight,
          chartArea.top + lineHeight / 2,
          bottom,
        )
    ctx.save()
    ctx.textBaseline = 'middle'
    ctx.font = '500 12px "Inter Variable", system-ui, sans-serif'
    ctx.lineWidth = 4
    ctx.lineJoin = 'round'
    ends.forEach(({ text, color, x, ground }, index) => {
      const y = places[index] ?? 0
      if (ground !== null) {
        ctx.strokeStyle = ground
        ctx.strokeText(text, x + distance, y)
      }
      ctx.fillStyle = color
      ctx.fillText(text, x + distance, y)
    })
    ctx.restore()
  },
}
