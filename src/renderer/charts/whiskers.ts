// A chart.js plugin that draws each point's interval as a whisker. A dataset brings its intervals in axis units.

import type { Chart, ChartType, Plugin } from 'chart.js'

export interface Whisker {
  readonly low: number
  readonly high: number
}

declare module 'chart.js' {
  interface ControllerDatasetOptions {
    readonly whiskers?: readonly (Whisker | null)[]
    readonly directLabel?: string
    /** A scatter's: the name stands below its point on a ground of this colour, clear of the others and of any line. */
    readonly directLabelGround?: string
  }
}

const halfCap = 4

function drawWhisker(chart: Chart, x: number, { low, high }: Whisker, color: string): void {
  const scale = chart.scales.y
  if (scale === undefined) return
  const { ctx } = chart
  const top = scale.getPixelForValue(high)
  const bottom = scale.getPixelForValue(low)
  ctx.save()
  ctx.strokeStyle = color
  ctx.lineWidth = 1.5
  ctx.beginPath()
  for (const y of [top, bottom]) {
    ctx.moveTo(x - halfCap, y)
    ctx.lineTo(x + halfCap, y)
  }
  ctx.moveTo(x, top)
  ctx.lineTo(x, bottom)
  ctx.stroke()
  ctx.restore()
}

export const whiskers: Plugin<ChartType> = {
  id: 'whiskers',
  afterDatasetDraw: (chart, { index, meta }) => {
    const dataset = chart.data.datasets[index]
    const color = dataset?.borderColor
    dataset?.whiskers?.forEach((whisker, point) => {
      const element = meta.data[point]
      const { low, high } = whisker ?? {}
      if (low === undefined || high === undefined || element === undefined) return
      if (typeof color === 'string') drawWhisker(chart, element.x, { low, high }, color)
    })
  },
}
