// One strip on its canvas. A drawing costs what its lines cost: chart.js lays the chart out anew only where an axis has
// another range, which while time goes on it mostly has not, since the axis counts back from the right.

import { Chart, type ChartOptions } from 'chart.js'
import { grouped, threeDigits } from '../../../shared/units.ts'
import { type ChartInks, seriesInk } from '../palette.ts'
import { type AxisRange, beforeWords, rangeFor, timeStep } from './axisRange.ts'
import type { Span } from './spans.ts'
import type { StripScene } from './stripController.ts'
import { type StripLane, type StripMark, type StripSigns, stripSigns } from './stripMarks.ts'
import { extremes, type Samples } from './thin.ts'

/** The room of the value axis and right of the plot, the same in all strips, so that their plots stand in one line. */
export const axisRoom = 46
export const rightRoom = 10

/** A line may reach so far beyond the plot: else the one that runs along its edge would be cut in half. */
const lineRoom = 2

export interface StripLine {
  readonly key: string
  readonly samples: () => Samples
  readonly ink: number
  readonly dash: readonly number[]
  readonly bold: boolean
}

export interface StripLook {
  readonly lines: readonly StripLine[]
  /** Base units in one unit of the axis. */
  readonly factor: number
  readonly fromZero: boolean
  /** Up to where the axis always reaches, in its unit. */
  readonly ceiling: number | null
  readonly gapMs: number
  /** What stands at the right end. */
  readonly originWords: string
  readonly inks: ChartInks
  readonly slowed: () => readonly Span[]
  readonly marks: () => readonly StripMark[]
  /** Instead of lines. */
  readonly lanes: (() => readonly StripLane[]) | null
}

/** What is looked at. */
export interface StripFrame {
  readonly originMs: number
  readonly fromMs: number
  readonly toMs: number
  readonly hidden: ReadonlySet<string>
  readonly pointedAt: string | null
}

const secondsRange = ({ fromMs, toMs, originMs }: StripFrame): AxisRange => {
  const [min, max] = [(fromMs - originMs) / 1_000, (toMs - originMs) / 1_000]
  return { min, max, step: timeStep(max - min) }
}

const isSame = (one: AxisRange | null, other: AxisRange) =>
  one !== null && one.min === other.min && one.max === other.max

const isAlike = (one: StripScene, other: StripScene) =>
  one.originMs === other.originMs &&
  one.hidden === other.hidden &&
  one.pointedAt === other.pointedAt

export class StripDrawing {
  readonly chart: Chart<'strip'>
  readonly #look: StripLook
  readonly #scene: StripScene
  #time: AxisRange = { min: -1, max: 0, step: 1 }
  #values: AxisRange | null = null
  #signs: StripSigns = { originMs: 0, slowed: [], marks: [], lanes: [] }

  constructor(canvas: HTMLCanvasElement, look: StripLook) {
    this.#look = look
    this.#scene = { originMs: 0, hidden: new Set(), pointedAt: null }
    const { lines, inks, factor, gapMs } = look
    this.chart = new Chart<'strip'>(canvas, {
      type: 'strip',
      data: {
        datasets: lines.map(({ key, samples, ink, dash, bold }) => ({
          data: [],
          clip: lineRoom,
          strip: {
            key,
            samples,
            dash,
            bold,
            factor,
            gapMs,
            scene: this.#scene,
            ink: seriesInk(inks, ink),
          },
        })),
      },
      options: this.#options(),
      plugins: [stripSigns(() => this.#signs, inks)],
    })
  }

  /**
   * Draws where anything that is seen is another than before. Time moves on by whole columns of pixels, so that each of
   * them holds the same readings for as long as it is seen: a peak does not flicker, and nothing is drawn for less.
   */
  draw(asked: StripFrame): void {
    const frame = this.#onColumns(asked)
    const { originMs, hidden, pointedAt } = frame
    const time = secondsRange(frame)
    const values = this.#valueRange(frame)
    const isLaidOut = isSame(this.#time, time) && isSame(this.#values, values)
    const scene = { originMs, hidden, pointedAt: this.#ownOf(pointedAt) }
    if (isLaidOut && isAlike(this.#scene, scene)) return
    Object.assign(this.#scene, scene)
    this.#signs = this.#signsAt(frame)
    this.#time = time
    this.#values = values
    if (isLaidOut) this.chart.draw()
    else {
      this.chart.options = this.#options()
      this.chart.update('none')
    }
  }

  #onColumns(frame: StripFrame): StripFrame {
    const { left, right } = this.chart.chartArea
    const columnMs = (frame.toMs - frame.fromMs) / Math.max(1, right - left)
    const originMs = Math.ceil(frame.originMs / columnMs) * columnMs
    const later = originMs - frame.originMs
    return { ...frame, originMs, fromMs: frame.fromMs + later, toMs: frame.toMs + later }
  }

  /** Null where it is a line of another chart. */
  #ownOf(key: string | null): string | null {
    return this.#look.lines.some((line) => line.key === key) ? key : null
  }

  #signsAt({ originMs, hidden }: StripFrame): StripSigns {
    const { slowed, marks, lanes } = this.#look
    return {
      originMs,
      slowed: slowed(),
      marks: marks(),
      lanes: lanes === null ? [] : lanes().filter(({ key }) => !hidden.has(key)),
    }
  }

  destroy(): void {
    this.chart.destroy()
  }

  #valueRange({ fromMs, toMs, hidden }: StripFrame): AxisRange {
    const { lines, factor, fromZero, ceiling } = this.#look
    let least = fromZero ? 0 : Number.POSITIVE_INFINITY
    let largest = ceiling ?? Number.NEGATIVE_INFINITY
    for (const { key, samples } of lines) {
      const found = hidden.has(key) ? null : extremes(samples(), fromMs, toMs)
      if (found === null) continue
      least = Math.min(least, found.least / factor)
      largest = Math.max(largest, found.largest / factor)
    }
    if (least > largest) return this.#values ?? { min: 0, max: 1, step: 0.5 }
    return rangeFor(this.#values, { least, largest })
  }

  #options(): ChartOptions<'strip'> {
    const { inks, lanes, originWords } = this.#look
    const { min, max, step } = this.#time
    const values = this.#values ?? { min: 0, max: 1, step: 0.5 }
    const ticks = { color: inks.muted, font: { size: 11 }, maxRotation: 0 }
    return {
      animation: false,
      events: [],
      layout: { padding: { top: 6, right: rightRoom } },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: {
        x: {
          type: 'linear',
          min,
          max,
          afterFit: (scale) => {
            scale.paddingLeft = 0
            scale.paddingRight = 0
          },
          ticks: {
            ...ticks,
            includeBounds: false,
            align: 'inner',
            stepSize: step,
            callback: (value) =>
              Math.abs(Number(value)) < 1e-9 ? originWords : beforeWords(Number(value)),
          },
          grid: { color: inks.grid },
          border: { color: inks.grid },
        },
        y: {
          type: 'linear',
          min: values.min,
          max: values.max,
          afterFit: (scale) => {
            scale.width = axisRoom
          },
          ticks: {
            ...ticks,
            display: lanes === null,
            stepSize: values.step,
            callback: (value) => grouped(String(Number(threeDigits(Number(value))))),
          },
          grid: { color: inks.grid, display: lanes === null },
          border: { display: false },
        },
      },
    }
  }
}
