// A type of chart of our own: lines over time that are drawn straight from typed arrays, thinned to the pixels there are.
// chart.js gives frame, axes and grid; there is no element and no object for a reading, so that ten minutes of many
// series cost a few thousand strokes. Axes are in seconds before the moment at the right, and in the chart's unit.

import {
  type CartesianParsedData,
  type CartesianScaleTypeRegistry,
  type CoreChartOptions,
  DatasetController,
  type LineControllerDatasetOptions,
} from 'chart.js'
import { type Samples, thinned } from './thin.ts'

/** What all lines of a chart share; changed from one drawing to the next. */
export interface StripScene {
  /** What stands at 0 of the time axis. */
  originMs: number
  hidden: ReadonlySet<string>
  /** The line that is pointed at in the legend; it is drawn stronger. */
  pointedAt: string | null
}

export interface Strip {
  readonly key: string
  readonly scene: StripScene
  /** What there is now; asked for at each drawing. */
  readonly samples: () => Samples
  /** Base units in one unit of the axis. */
  readonly factor: number
  readonly gapMs: number
  readonly ink: string
  readonly dash: readonly number[]
  readonly bold: boolean
}

declare module 'chart.js' {
  interface ChartTypeRegistry {
    strip: {
      chartOptions: CoreChartOptions<'strip'>
      datasetOptions: LineControllerDatasetOptions & { readonly strip: Strip }
      defaultDataPoint: never
      metaExtensions: Record<never, never>
      parsedDataType: CartesianParsedData
      scales: keyof CartesianScaleTypeRegistry
    }
  }
}

const widths = { plain: 1.5, bold: 2.75, pointedAt: 3.5 } as const

export class StripController extends DatasetController<'strip'> {
  static id = 'strip'
  static defaults = { datasetElementType: false, dataElementType: 'point' }
  static overrides = { scales: { x: { type: 'linear' }, y: { type: 'linear' } } }

  override draw(): void {
    const { ctx, currentDevicePixelRatio } = this.chart
    const { strip } = this.chart.data.datasets[this.index] as unknown as { readonly strip: Strip }
    const { xScale, yScale } = this._cachedMeta
    if (xScale === undefined || yScale === undefined) return
    if (xScale.width <= 0 || strip.scene.hidden.has(strip.key)) return
    const { originMs, pointedAt } = strip.scene
    const perMs = xScale.width / (xScale.max - xScale.min) / 1_000
    const zeroX = xScale.left - xScale.min * perMs * 1_000
    const perUnit = yScale.height / (yScale.max - yScale.min) / strip.factor
    const zeroY = yScale.bottom + yScale.min * perUnit * strip.factor
    const columns = {
      fromMs: originMs + xScale.min * 1_000,
      toMs: originMs + xScale.max * 1_000,
      count: Math.ceil(xScale.width * currentDevicePixelRatio),
      gapMs: strip.gapMs,
    }
    ctx.save()
    ctx.strokeStyle = strip.ink
    ctx.lineWidth =
      pointedAt === strip.key ? widths.pointedAt : strip.bold ? widths.bold : widths.plain
    ctx.lineJoin = 'bevel'
    ctx.lineCap = 'round'
    ctx.setLineDash([...strip.dash])
    ctx.globalAlpha = pointedAt === null || pointedAt === strip.key ? 1 : 0.35
    ctx.beginPath()
    thinned(strip.samples(), columns, (atMs, value, joined) => {
      const x = zeroX + (atMs - originMs) * perMs
      const y = zeroY - value * perUnit
      if (joined) ctx.lineTo(x, y)
      else {
        ctx.moveTo(x, y)
        // A reading that stands alone is a dot.
        ctx.lineTo(x + 0.01, y)
      }
    })
    ctx.stroke()
    ctx.restore()
  }
}
