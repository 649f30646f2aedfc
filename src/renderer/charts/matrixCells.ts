// A chart.js plugin that writes into each cell of a matrix what its colour says, and hatches what does not count.

import type { Chart, ChartType, Plugin } from 'chart.js'

export interface CellLook {
  readonly text: string
  readonly fill: string
  readonly ink: string
  readonly hatched: boolean
}

declare module 'chart.js' {
  interface ControllerDatasetOptions {
    readonly cells?: readonly CellLook[]
  }
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const hatchStep = 8

function hatch({ ctx }: Chart, { x, y, width, height }: Box, ink: string): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(x, y, width, height)
  ctx.clip()
  ctx.strokeStyle = ink
  ctx.globalAlpha = 0.45
  ctx.lineWidth = 1.5
  ctx.beginPath()
  for (let start = x - height; start < x + width; start += hatchStep) {
    ctx.moveTo(start, y + height)
    ctx.lineTo(start + height, y)
  }
  ctx.stroke()
  ctx.restore()
}

function write({ ctx }: Chart, { x, y, width, height }: Box, look: CellLook): void {
  ctx.save()
  ctx.font = '500 12px "Inter Variable", system-ui, sans-serif'
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  const middle = { x: x + width / 2, y: y + height / 2 }
  const wide = Math.min(width - 4, ctx.measureText(look.text).width + 8)
  if (look.hatched) {
    ctx.fillStyle = look.fill
    ctx.fillRect(middle.x - wide / 2, middle.y - 9, wide, 18)
  }
  ctx.fillStyle = look.ink
  ctx.fillText(look.text, middle.x, middle.y, width - 6)
  ctx.restore()
}

export const matrixCells: Plugin<ChartType> = {
  id: 'matrixCells',
  afterDatasetDraw: (chart, { index, meta }) => {
    const cells = chart.data.datasets[index]?.cells as readonly CellLook[] | undefined
    cells?.forEach((look, cell) => {
      const element = meta.data[cell]?.getProps(['x', 'y', 'width', 'height'], true)
      if (element === undefined) return
      const box = element as unknown as Box
      if (look.hatched) hatch(chart, box, look.ink)
      write(chart, box, look)
    })
  },
}
