// Describes a scatter of alternatives with its Pareto front to chart.js: cost across, gain upwards, each point with its
// name, and the front as steps. What does not count is a cross and is no part of the front.

import type { ChartData, ChartOptions, PointStyle } from 'chart.js'
import { grouped, threeDigits } from '../../shared/units.ts'
import { labelWidth } from './labels.ts'
import { type ChartInks, seriesInk } from './palette.ts'
import { paretoFront } from './pareto.ts'

export interface FrontPoint {
  readonly label: string
  readonly cost: number
  readonly gain: number
  readonly ink: number
  readonly marker: PointStyle
  readonly counts: boolean
  /** All of it, line by line. */
  readonly words: readonly string[]
}

export interface FrontChart {
  readonly points: readonly FrontPoint[]
  readonly xTitle: string
  readonly yTitle: string
  /** What the line of the front is called. */
  readonly frontName: string
  /** The highest gain there can be, where there is one. */
  readonly mostGain?: number
  /** Of a gain on its axis. */
  readonly gainTick: (gain: number) => string
  readonly inks: ChartInks
  readonly onPick: (point: number) => void
}

export interface FrontDatum {
  readonly x: number
  readonly y: number
}

/** The front is the first series; the points follow, one each. */
const firstPoint = 1

export const frontOf = ({ points }: Pick<FrontChart, 'points'>): readonly FrontPoint[] =>
  paretoFront(points.filter(({ counts }) => counts))

export function frontData(chart: FrontChart): ChartData<'line', FrontDatum[]> {
  const { points, inks, frontName } = chart
  const front = frontOf(chart)
  return {
    datasets: [
      {
        label: frontName,
        data: front.map(({ cost, gain }) => ({ x: cost, y: gain })),
        borderColor: inks.muted,
        borderWidth: 1.5,
        borderDash: [5, 4],
        pointRadius: 0,
        pointHitRadius: 0,
        stepped: 'before',
      },
      ...points.map((point, index) => {
        const ink = seriesInk(inks, point.ink)
        return {
          label: `${index} ${point.label}`,
          data: [{ x: point.cost, y: point.gain }],
          directLabel: point.label,
          directLabelGround: inks.ground,
          borderColor: ink,
          backgroundColor: front.includes(point) ? ink : inks.ground,
          showLine: false,
          clip: false as const,
          pointStyle: point.counts ? point.marker : ('crossRot' as const),
          pointRadius: 6,
          pointHoverRadius: 8,
          pointBorderWidth: 2,
        }
      }),
    ],
  }
}

const tick = (value: number) => grouped(String(Number(threeDigits(value))))

export function frontOptions(chart: FrontChart): ChartOptions<'line'> {
  const { points, inks, xTitle, yTitle, mostGain, gainTick, onPick } = chart
  const room = Math.max(0, ...points.map(({ label }) => labelWidth(label)))
  const look = { color: inks.muted, font: { size: 11 } }
  return {
    animation: false,
    parsing: false,
    normalized: true,
    interaction: { mode: 'nearest', intersect: true },
    layout: { padding: { top: 20, right: Math.min(200, room) + 12 } },
    onClick: (_, picked) => {
      const found = picked.find(({ datasetIndex }) => datasetIndex >= firstPoint)
      if (found !== undefined) onPick(found.datasetIndex - firstPoint)
    },
    scales: {
      x: {
        type: 'linear',
        beginAtZero: true,
        title: { display: true, text: xTitle, color: inks.muted },
        ticks: { ...look, maxTicksLimit: 8, callback: (value) => tick(Number(value)) },
        grid: { color: inks.grid },
        border: { color: inks.grid },
      },
      y: {
        type: 'linear',
        grace: '12%',
        ...(mostGain === undefined ? {} : { max: mostGain }),
        title: { display: true, text: yTitle, color: inks.muted },
        ticks: { ...look, maxTicksLimit: 6, callback: (value) => gainTick(Number(value)) },
        grid: { color: inks.grid },
        border: { display: false },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: inks.text,
        titleColor: inks.ground,
        bodyColor: inks.ground,
        cornerRadius: 6,
        displayColors: false,
        filter: ({ datasetIndex }) => datasetIndex >= firstPoint,
        callbacks: {
          title: () => '',
          label: ({ datasetIndex }) => [...(points[datasetIndex - firstPoint]?.words ?? [])],
        },
      },
    },
  }
}

/** Which element of the chart a point is. */
export const elementOf = (point: number) => ({ datasetIndex: point + firstPoint, index: 0 })
