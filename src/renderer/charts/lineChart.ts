// Describes a line chart over the places of an axis to chart.js: lines, intervals, direct labels and reference lines.
// Values arrive in the axis's own unit; a linear axis starts at zero, a logarithmic one says that it is one.

import type { Chart, ChartData, ChartOptions, PointStyle } from 'chart.js'
import type { AnnotationOptions } from 'chartjs-plugin-annotation'
import { grouped, threeDigits } from '../../shared/units.ts'
import type { KneeMark } from './kneeMarks.ts'
import { labelWidth, spreadLabels } from './labels.ts'
import { legendOf } from './legend.ts'
import { type ChartInks, seriesInk } from './palette.ts'
import type { Whisker } from './whiskers.ts'

export interface ChartLine {
  readonly label: string
  /** Which ink of the series, and whether it is the lesser variant, drawn broken. */
  readonly ink: number
  readonly variant: boolean
  readonly values: readonly (number | null)[]
  readonly whiskers: readonly (Whisker | null)[]
  /** Whether the value of each place does not count; its marker is a cross. */
  readonly invalid?: readonly boolean[]
  /** Where lines are told apart by it too. */
  readonly marker?: PointStyle
  readonly knee?: KneeMark
}

export interface ChartReference {
  readonly id: string
  /** From the whole label to the shortest that still names the machine. */
  readonly labels: readonly string[]
  readonly value: number
  /** Measured under other terms than the result. */
  readonly broken: boolean
}

export interface LineChart {
  /** The places on the axis across, in their order. */
  readonly groups: readonly string[]
  /** Where each place stands, ascending, in the unit of the title: the axis is one of numbers then. */
  readonly at?: readonly number[]
  readonly lines: readonly ChartLine[]
  readonly references: readonly ChartReference[]
  readonly xTitle: string
  readonly yTitle: string
  readonly log: boolean
  readonly inks: ChartInks
  readonly pointWords: (line: ChartLine, group: number, value: number) => string
  /** Opens what stands behind a value. */
  readonly onPick?: (line: number, group: number) => void
}

/** Up to this many lines carry their names, and names up to this width; else a legend has them. */
const mostDirectLabels = 5
const widestDirectLabel = 150

const widestLabel = (lines: readonly ChartLine[]) =>
  Math.max(0, ...lines.map(({ label }) => labelWidth(label)))

const areNamed = (lines: readonly ChartLine[]) =>
  lines.length <= mostDirectLabels && widestLabel(lines) <= widestDirectLabel

const labelHeight = 15
const referenceFont = '11px "Inter Variable", system-ui, sans-serif'

export function lineData({
  groups,
  at,
  lines,
  inks,
}: LineChart): ChartData<'line', (number | null)[], string> {
  const named = areNamed(lines)
  return {
    labels: at === undefined ? [...groups] : at.map(String),
    datasets: lines.map((line) => ({
      label: line.label,
      data: [...line.values],
      whiskers: line.whiskers,
      ...(named ? { directLabel: line.label } : {}),
      ...(line.knee === undefined ? {} : { knee: line.knee }),
      borderColor: seriesInk(inks, line.ink),
      backgroundColor: line.variant ? inks.ground : seriesInk(inks, line.ink),
      borderDash: line.variant ? [5, 4] : [],
      borderWidth: line.variant ? 1.5 : 2,
      pointRadius: line.values.map((_, group) => radiusOf(line, group)),
      pointHoverRadius: 6,
      pointStyle: line.values.map((_, group) => markerOf(line, group)),
      pointBorderWidth: 1.5,
      clip: false,
    })),
  }
}

/** What does not count is crossed out; the lesser variant has a marker of its own. */
function markerOf({ variant, invalid, marker }: ChartLine, group: number): PointStyle {
  if (invalid?.[group] === true) return 'crossRot'
  if (marker !== undefined) return marker
  return variant ? 'rectRot' : 'circle'
}

/** A cross of the same size would not be seen in its line. */
function radiusOf({ variant, invalid }: ChartLine, group: number): number {
  if (invalid?.[group] === true) return 8
  return variant ? 3 : 4
}

/** Whether a linear axis would squeeze the result into a corner. */
export function needsLogScale(values: readonly number[]): boolean {
  const positive = values.filter((value) => value > 0)
  return positive.length > 1 && Math.max(...positive) / Math.min(...positive) > 20
}

/** 1, 2 and 5 of every decade: more would crowd a logarithmic axis. */
function isRoundTick(value: number): boolean {
  const leading = Number(value.toExponential(0).charAt(0))
  const isPlain = Math.abs(Number(value.toPrecision(1)) - value) < value * 1e-9
  return isPlain && [1, 2, 5].includes(leading)
}

/** How far up the intervals reach; the axis has to hold them too. */
function highestWhisker(lines: readonly ChartLine[]): number | null {
  const highs = lines.flatMap(({ whiskers }) => whiskers.flatMap((whisker) => whisker?.high ?? []))
  return highs.length === 0 ? null : Math.max(...highs)
}

/** A tick without digits that say nothing. */
const tickWords = (value: number) => grouped(String(Number(threeDigits(value))))

/** The longest of the labels that fits into the chart. */
function fittingLabel({ ctx, chartArea }: Chart, labels: readonly string[]): string {
  ctx.save()
  ctx.font = referenceFont
  const room = chartArea.right - chartArea.left - 16
  const fitting = labels.find((label) => ctx.measureText(label).width <= room)
  ctx.restore()
  return fitting ?? labels.at(-1) ?? ''
}

function annotations({ references, inks }: LineChart): Record<string, AnnotationOptions> {
  return Object.fromEntries(
    references.map((reference, index) => [
      reference.id,
      {
        type: 'line',
        yMin: reference.value,
        yMax: reference.value,
        borderColor: inks.muted,
        borderWidth: 1.25,
        borderDash: reference.broken ? [7, 5] : [],
        drawTime: 'beforeDatasetsDraw',
        label: {
          display: true,
          content: ({ chart }) => fittingLabel(chart, reference.labels),
          position: 'start',
          padding: { x: 4, y: 1 },
          color: inks.muted,
          backgroundColor: inks.ground,
          font: { size: 11, weight: 'normal' },
          yAdjust: ({ chart }) => {
            const scale = chart.scales.y
            if (scale === undefined) return 0
            const pixels = references.map(({ value }) => scale.getPixelForValue(value))
            const { top, bottom } = chart.chartArea
            const places = spreadLabels(pixels, labelHeight, top + 8, bottom - 8)
            return (places[index] ?? 0) - (pixels[index] ?? 0)
          },
        },
      } satisfies AnnotationOptions,
    ]),
  )
}

/** A tick at each place, as far as there is room, and none between. */
const numberedAxis = (at: readonly number[], look: object) => ({
  type: 'linear' as const,
  bounds: 'data' as const,
  ticks: { ...look, callback: (value: number | string) => tickWords(Number(value)) },
  afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
    axis.ticks = at.map((value) => ({ value }))
  },
})

export function lineOptions(chart: LineChart): ChartOptions<'line'> {
  const { lines, inks, log, xTitle, yTitle, groups, at, pointWords, onPick } = chart
  const highest = highestWhisker(lines)
  const title = (text: string) => ({ display: true, text, color: inks.muted })
  const ticks = { color: inks.muted, font: { size: 11 } }
  return {
    animation: false,
    interaction: { mode: 'nearest', intersect: false },
    ...(onPick === undefined
      ? {}
      : {
          onClick: (_: unknown, [picked]: readonly { datasetIndex: number; index: number }[]) => {
            if (picked !== undefined) onPick(picked.datasetIndex, picked.index)
          },
        }),
    layout: {
      padding: {
        top: 10,
        right: areNamed(lines) ? widestLabel(lines) + 16 : 16,
      },
    },
    scales: {
      x: {
        title: title(xTitle),
        ticks,
        grid: { display: false },
        border: { color: inks.grid },
        ...(at === undefined ? { offset: groups.length < 3 } : numberedAxis(at, ticks)),
      },
      y: {
        type: log ? 'logarithmic' : 'linear',
        ...(log ? {} : { beginAtZero: true }),
        ...(highest === null ? {} : { suggestedMax: highest }),
        title: title(yTitle),
        ticks: {
          ...ticks,
          maxTicksLimit: 8,
          callback: (value) =>
            !log || isRoundTick(Number(value)) ? tickWords(Number(value)) : null,
        },
        grid: { color: inks.grid },
        border: { display: false },
      },
    },
    plugins: {
      annotation: { annotations: annotations(chart) },
      legend: legendOf(inks, !areNamed(lines)),
      tooltip: {
        backgroundColor: inks.text,
        titleColor: inks.ground,
        bodyColor: inks.ground,
        cornerRadius: 6,
        displayColors: false,
        callbacks: {
          title: ([item]) => {
            const place = groups[item?.dataIndex ?? -1] ?? ''
            return at === undefined ? `${xTitle} ${place}` : place
          },
          label: ({ datasetIndex, dataIndex, parsed }) => {
            const line = lines[datasetIndex]
            return line === undefined || parsed.y === null
              ? ''
              : pointWords(line, dataIndex, parsed.y)
          },
        },
      },
    },
  }
}
