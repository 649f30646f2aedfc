// Hatches what does not count: boxes of a matrix, and bars through a chart.js plugin. A dataset of bars brings which of
// them, and the ink of the lines.

import type { Chart, ChartType, Plugin } from 'chart.js'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

declare module 'chart.js' {
  interface ControllerDatasetOptions {
    readonly hatched?: readonly boolean[]
    readonly hatchInk?: string
  }
}

/** Its middle across; its end and its foot. */
interface Bar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly base: number
}

const hatchStep = 8

export function hatch(
  { ctx }: Chart,
  { x, y, width, height }: Box,
  ink: string,
  opacity: number,
): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(x, y, width, height)
  ctx.clip()
  ctx.strokeStyle = ink
  ctx.globalAlpha = opacity
  ctx.lineWidth = 1.5
  ctx.beginPath()
  for (let start = x - height; start < x + width; start += hatchStep) {
    ctx.moveTo(start, y + height)
    ctx.lineTo(start + height, y)
  }
  ctx.stroke()
  ctx.restore()
}

export const hatchedBars: Plugin<ChartType> = {
  id: 'hatchedBars',
  afterDatasetDraw: (chart, { index, meta }) => {
    const dataset = chart.data.datasets[index]
    dataset?.hatched?.forEach((isHatched, place) => {
      const bar = meta.data[place]?.getProps(['x', 'y', 'width', 'base'], true)
      if (!isHatched || bar === undefined) return
      const { x, y, width, base } = bar as unknown as Bar
      const box = { x: x - width / 2, y: Math.min(y, base), width, height: Math.abs(base - y) }
      hatch(chart, box, dataset.hatchInk ?? 'white', 1)
    })
  },
}
