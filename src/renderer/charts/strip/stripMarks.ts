// What stands behind and beside the lines of a strip: stretches in which the board was slowed, as a wash, and where points
// of a sweep began and ended. Or, instead of lines, a lane for each thing that can be so or not. Whatever is shorter than
// a pixel is drawn as wide as can be seen.

import type { Chart, Plugin } from 'chart.js'
import type { ChartInks } from '../palette.ts'
import type { Span } from './spans.ts'

export interface StripMark {
  readonly fromMs: number
  /** Null: under way. */
  readonly toMs: number | null
  readonly label: string
}

export interface StripLane {
  readonly key: string
  readonly label: string
  readonly spans: readonly Span[]
}

/** What there is at a drawing. */
export interface StripSigns {
  readonly originMs: number
  readonly slowed: readonly Span[]
  readonly marks: readonly StripMark[]
  readonly lanes: readonly StripLane[]
}

const leastWidth = 2
const labelRoom = 28
const small = '500 11px "Inter Variable", system-ui, sans-serif'

/** Places on the time axis, kept within it. */
function placesOf(chart: Chart, originMs: number) {
  const { left, right } = chart.chartArea
  const scale = chart.scales.x
  const [min, max] = [scale?.min ?? 0, scale?.max ?? 1]
  const at = (ms: number) => left + (((ms - originMs) / 1_000 - min) / (max - min)) * (right - left)
  const within = (x: number) => Math.min(right, Math.max(left, x))
  return {
    at,
    isSeen: (x: number) => x >= left && x <= right,
    /** Null where nothing of it is to be seen. */
    box: ({ fromMs, toMs }: Span) => {
      const [from, to] = [at(fromMs), at(toMs)]
      if (to < left || from > right) return null
      const x = within(from)
      return { x, width: Math.max(leastWidth, within(to) - x) }
    },
  }
}

type Places = ReturnType<typeof placesOf>

function drawSlowed(
  { ctx, chartArea }: Chart,
  places: Places,
  spans: readonly Span[],
  ink: string,
) {
  const { top, bottom } = chartArea
  for (const span of spans) {
    const box = places.box(span)
    if (box === null) continue
    // Two hex digits of transparency.
    ctx.fillStyle = `${ink}2e`
    ctx.fillRect(box.x, top, box.width, bottom - top)
    ctx.fillStyle = ink
    ctx.fillRect(box.x, bottom - 3, box.width, 3)
  }
}

function drawMarks(chart: Chart, places: Places, marks: readonly StripMark[], inks: ChartInks) {
  const { ctx, chartArea } = chart
  const { top, bottom, right } = chartArea
  ctx.font = small
  ctx.textBaseline = 'top'
  ctx.lineWidth = 1
  for (const { fromMs, toMs, label } of marks) {
    const box = places.box({ fromMs, toMs: toMs ?? Number.MAX_SAFE_INTEGER })
    if (box === null) continue
    ctx.fillStyle = `${inks.text}99`
    ctx.fillRect(box.x, top, box.width, 2)
    ctx.strokeStyle = inks.muted
    ctx.setLineDash([3, 3])
    ctx.beginPath()
    for (const ms of [fromMs, toMs]) {
      const x = ms === null ? Number.NaN : places.at(ms)
      if (!places.isSeen(x)) continue
      ctx.moveTo(x, top)
      ctx.lineTo(x, bottom)
    }
    ctx.stroke()
    ctx.setLineDash([])
    if (Math.min(box.width, right - box.x) < labelRoom) continue
    ctx.fillStyle = inks.muted
    ctx.fillText(label, box.x + 4, top + 5, box.width - 8)
  }
}

function drawLanes(chart: Chart, places: Places, lanes: readonly StripLane[], inks: ChartInks) {
  const { ctx, chartArea } = chart
  const { top, bottom, left } = chartArea
  const height = (bottom - top) / Math.max(1, lanes.length)
  lanes.forEach(({ label, spans }, index) => {
    const y = top + index * height
    const room = Math.min(6, height / 5)
    for (const span of spans) {
      const box = places.box(span)
      if (box === null) continue
      ctx.fillStyle = inks.bad
      ctx.fillRect(box.x, y + room, box.width, height - 2 * room)
    }
    if (height < 11) return
    ctx.font = small
    ctx.textBaseline = 'middle'
    ctx.lineWidth = 3
    ctx.lineJoin = 'round'
    ctx.strokeStyle = inks.ground
    ctx.strokeText(label, left + 6, y + height / 2)
    ctx.fillStyle = inks.text
    ctx.fillText(label, left + 6, y + height / 2)
  })
}

/** Of one chart: it asks for its signs at each drawing. */
export const stripSigns = (signs: () => StripSigns, inks: ChartInks): Plugin<'strip'> => ({
  id: 'stripSigns',
  beforeDatasetsDraw: (strip) => {
    const chart = strip as unknown as Chart
    const { originMs, slowed, lanes } = signs()
    const places = placesOf(chart, originMs)
    chart.ctx.save()
    if (lanes.length === 0) drawSlowed(chart, places, slowed, inks.bad)
    else drawLanes(chart, places, lanes, inks)
    chart.ctx.restore()
  },
  afterDatasetsDraw: (strip) => {
    const chart = strip as unknown as Chart
    const { originMs, marks } = signs()
    chart.ctx.save()
    drawMarks(chart, placesOf(chart, originMs), marks, inks)
    chart.ctx.restore()
  },
})
