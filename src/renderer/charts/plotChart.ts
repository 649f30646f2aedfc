// Describes curves over a number to chart.js: lines, steps, single marks and bands, in one lane or in several that stand
// above each other over the same axis. Values arrive in the axes' own units; the axes are linear.

import type { ChartData, ChartOptions } from 'chart.js'
import type { AnnotationOptions } from 'chartjs-plugin-annotation'
import { grouped, threeDigits } from '../../shared/units.ts'
import { legendOf } from './legend.ts'
import { type ChartInks, seriesInk } from './palette.ts'

export interface PlotPoint {
  readonly x: number
  /** Null: a gap. */
  readonly y: number | null
  /** Where the value is not what is drawn. */
  readonly words?: string
}

export interface PlotCurve {
  readonly label: string
  readonly ink: number
  /** `low` and `high` are the sides of a band: a `high` follows its `low`. */
  readonly form: 'line' | 'steps' | 'dots' | 'crosses' | 'low' | 'high'
  readonly points: readonly PlotPoint[]
  /** A lesser one beside the one that is meant, and one that stands for all of its lane. */
  readonly stroke?: 'faint' | 'strong'
}

export interface PlotMark {
  readonly axis: 'x' | 'y'
  readonly value: number
  readonly label: string
}

export interface PlotLane {
  readonly title: string
  readonly curves: readonly PlotCurve[]
  readonly marks: readonly PlotMark[]
  readonly fromZero?: boolean
  readonly max?: number
  /** How high it is beside the others; 1 unless said otherwise. */
  readonly weight?: number
  /** Of a value in the lane's unit. */
  readonly words: (value: number) => string
}

export interface Plot {
  /** From the top down. */
  readonly lanes: readonly PlotLane[]
  readonly x: {
    readonly title: string
    readonly min?: number
    readonly max?: number
    /** Its values are counted. */
    readonly whole?: boolean
  }
  readonly xWords: (value: number) => string
  readonly inks: ChartInks
}

const isSide = ({ form }: PlotCurve) => form === 'low' || form === 'high'
const isMarks = ({ form }: PlotCurve) => form === 'dots' || form === 'crosses'
const axisOf = (lane: number) => (lane === 0 ? 'y' : `y${lane}`)

const curvesOf = ({ lanes }: Plot) =>
  lanes.flatMap((lane, index) => lane.curves.map((curve) => ({ curve, lane, axis: axisOf(index) })))

function widthOf(curve: PlotCurve): number {
  if (isSide(curve) || isMarks(curve)) return 0
  return curve.stroke === undefined ? 1.75 : { faint: 1, strong: 2.75 }[curve.stroke]
}

export function plotData(plot: Plot): ChartData<'line', PlotPoint[]> {
  return {
    datasets: curvesOf(plot).map(({ curve, axis }) => {
      const ink = seriesInk(plot.inks, curve.ink)
      const marks = {
        showLine: false,
        pointBorderWidth: 1.75,
        pointBorderColor: ink,
        clip: false as const,
      }
      return {
        label: curve.label,
        data: [...curve.points],
        yAxisID: axis,
        borderColor: ink,
        // Two hex digits of transparency.
        backgroundColor: isSide(curve) ? `${ink}38` : ink,
        borderWidth: widthOf(curve),
        ...(isMarks(curve) ? marks : {}),
        pointStyle: curve.form === 'crosses' ? ('crossRot' as const) : ('circle' as const),
        pointRadius: isMarks(curve) ? 4 : 0,
        pointHoverRadius: isSide(curve) ? 0 : 4,
        stepped: curve.form === 'steps' ? ('before' as const) : false,
        fill: curve.form === 'high' ? '-1' : false,
        spanGaps: false,
      }
    }),
  }
}

function markOptions({ lanes, inks }: Plot): Record<string, AnnotationOptions> {
  return Object.fromEntries(
    lanes.flatMap(({ marks }, lane) =>
      marks.map(({ axis, value, label }, index) => [
        `mark${lane}-${index}`,
        {
          type: 'line',
          yScaleID: axisOf(lane),
          xScaleID: 'x',
          ...(axis === 'x' ? { xMin: value, xMax: value } : { yMin: value, yMax: value }),
          borderColor: inks.text,
          borderWidth: 1.25,
          borderDash: [4, 3],
          label: {
            display: true,
            content: label,
            position: axis === 'x' ? 'end' : 'start',
            yAdjust: axis === 'x' ? index * 18 : 0,
            padding: { x: 4, y: 1 },
            color: inks.text,
            backgroundColor: inks.ground,
            font: { size: 11, weight: 'normal' },
          },
        } satisfies AnnotationOptions,
      ]),
    ),
  )
}

const tickWords = (value: number) => grouped(String(Number(threeDigits(value))))

/** `isBelow`: a lane above begins where this one ends, and its tick stands there already. */
const ticksOf = (inks: ChartInks, most: number, isBelow = false) => ({
  color: inks.muted,
  font: { size: 11 },
  maxTicksLimit: most,
  includeBounds: false,
  callback(this: { readonly max: number }, value: number | string) {
    return isBelow && Number(value) >= this.max ? '' : tickWords(Number(value))
  },
})

type Scale = NonNullable<ChartOptions<'line'>['scales']>[string]

/** A mark at a lane's edge would stand beside the tick of the lane above. */
const roomOverMarks = 1.3

function scaleOf({ lanes, inks }: Plot, lane: PlotLane, index: number): Scale {
  const { title, fromZero, max, weight } = lane
  const marks = lane.marks.flatMap(({ axis, value }) => (axis === 'y' ? [value] : []))
  const stacked = { stack: 'lanes', stackWeight: weight ?? 1 }
  return {
    type: 'linear',
    axis: 'y',
    position: 'left',
    ...(lanes.length > 1 ? stacked : {}),
    beginAtZero: fromZero === true,
    ...(max === undefined ? {} : { max }),
    ...(marks.length === 0 ? {} : { suggestedMax: Math.max(...marks) * roomOverMarks }),
    title: { display: true, text: title, color: inks.muted },
    ticks: ticksOf(inks, (weight ?? 1) > 1 || lanes.length === 1 ? 6 : 3, index > 0),
    grid: { color: inks.grid },
    border: { display: index > 0, color: inks.grid },
  }
}

export function plotOptions(plot: Plot): ChartOptions<'line'> {
  const { lanes, inks, x, xWords } = plot
  const all = curvesOf(plot)
  const isNamed = (index: number | undefined) => {
    const curve = all[index ?? -1]?.curve
    return curve !== undefined && curve.form !== 'low' && curve.label !== ''
  }
  const legend = legendOf(inks, all.filter((_, index) => isNamed(index)).length > 1)
  // Chart.js piles axes up from the bottom.
  const scales = lanes.map((lane, index) => [axisOf(index), scaleOf(plot, lane, index)] as const)
  return {
    animation: false,
    parsing: false,
    normalized: true,
    interaction: { mode: 'nearest', intersect: false },
    layout: { padding: { top: 8, right: 8 } },
    scales: {
      x: {
        type: 'linear',
        ...(x.min === undefined ? {} : { min: x.min }),
        ...(x.max === undefined ? {} : { max: x.max }),
        title: { display: true, text: x.title, color: inks.muted },
        ticks: { ...ticksOf(inks, 9), ...(x.whole === true ? { precision: 0 } : {}) },
        grid: { display: false },
        border: { color: inks.grid },
      },
      ...Object.fromEntries(scales.toReversed()),
    },
    plugins: {
      annotation: { annotations: markOptions(plot) },
      legend: {
        ...legend,
        labels: { ...legend.labels, filter: ({ datasetIndex }) => isNamed(datasetIndex) },
      },
      tooltip: {
        backgroundColor: inks.text,
        titleColor: inks.ground,
        bodyColor: inks.ground,
        cornerRadius: 6,
        displayColors: false,
        filter: ({ datasetIndex }) => {
          const found = all[datasetIndex]
          return found !== undefined && !isSide(found.curve)
        },
        callbacks: {
          title: ([item]) => (item?.parsed.x == null ? '' : xWords(item.parsed.x)),
          label: ({ datasetIndex, raw, parsed }) => {
            const found = all[datasetIndex]
            if (found === undefined || parsed.y === null) return ''
            const said = (raw as PlotPoint).words ?? found.lane.words(parsed.y)
            return found.curve.label === '' ? said : `${found.curve.label}: ${said}`
          },
        },
      },
    },
  }
}
