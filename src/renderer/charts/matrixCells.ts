// A chart.js plugin that writes into each cell of a matrix what its colour says, and hatches what does not count.

import type { Chart, ChartType, Plugin } from 'chart.js'
import { type Box, hatch } from './hatch.ts'

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
      if (look.hatched) hatch(chart, box, look.ink, 0.45)
      write(chart, box, look)
    })
  },
}
