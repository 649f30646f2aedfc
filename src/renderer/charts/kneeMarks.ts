// A chart.js plugin that rings the knee of a line and names it. A dataset brings the place of its own.

import type { Chart, ChartType, Plugin } from 'chart.js'

export interface KneeMark {
  /** Which of the line's places. */
  readonly place: number
  readonly label: string
}

declare module 'chart.js' {
  interface ControllerDatasetOptions {
    readonly knee?: KneeMark
  }
}

const radius = 9
const distance = 6

function drawKnee(chart: Chart, at: { x: number; y: number }, label: string, color: string): void {
  const { ctx, chartArea } = chart
  ctx.save()
  ctx.strokeStyle = color
  ctx.lineWidth = 1.5
  ctx.beginPath()
  ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI)
  ctx.stroke()
  ctx.font = '500 11px "Inter Variable", system-ui, sans-serif'
  ctx.fillStyle = color
  ctx.textAlign = 'center'
  // Above the ring where there is room, else below.
  const isHigh = at.y - radius - distance - 12 < chartArea.top
  ctx.textBaseline = isHigh ? 'top' : 'bottom'
  const y = isHigh ? at.y + radius + distance : at.y - radius - distance
  ctx.fillText(label, at.x, y)
  ctx.restore()
}

export const kneeMarks: Plugin<ChartType> = {
  id: 'kneeMarks',
  afterDatasetsDraw: (chart) => {
    chart.data.datasets.forEach(({ knee, borderColor }, index) => {
      const element = chart.getDatasetMeta(index).data[knee?.place ?? -1]
      const label = knee?.label
      if (label === undefined || element === undefined || typeof borderColor !== 'string') return
      drawKnee(chart, element, label, borderColor)
    })
  },
}
