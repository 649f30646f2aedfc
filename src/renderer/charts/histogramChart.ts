// Describes a histogram of latencies to chart.js: touching bars over a linear time axis, percentiles as marks.

import type { ChartData, ChartOptions } from 'chart.js'
import type { AnnotationOptions } from 'chartjs-plugin-annotation'
import type { Histogram } from '../../shared/ipc.ts'
import type { LatencySummary, Quantile } from '../../shared/measurement.ts'
import { formatNs, threeDigits, timeScaleFor } from '../../shared/units.ts'
import { type ChartInks, seriesInk } from './palette.ts'

interface HistogramChart {
  readonly histogram: Histogram
  readonly latency: LatencySummary
  readonly inks: ChartInks
  /** Which ink of the series; the first unless said otherwise. */
  readonly ink?: number
  /** The axis of several histograms; its own unless said otherwise. */
  readonly range?: { readonly startNs: number; readonly endNs: number }
  readonly xTitle: (unit: string) => string
  readonly yTitle: string
}

const marked: readonly Quantile[] = ['p50', 'p90', 'p99']

export function histogramChart({
  histogram,
  latency,
  inks,
  ink = 0,
  range,
  xTitle,
  yTitle,
}: HistogramChart): {
  readonly data: ChartData<'bar', { x: number; y: number }[]>
  readonly options: ChartOptions<'bar'>
} {
  const { startNs, binWidthNs, counts } = histogram
  const endNs = range?.endNs ?? startNs + binWidthNs * counts.length
  const { unit, factor } = timeScaleFor(endNs)
  const annotations = Object.fromEntries(
    marked.flatMap((quantile, row) => {
      const value = latency.percentilesNs[quantile]
      if (value === null) return []
      return [
        [
          quantile,
          {
            type: 'line',
            xMin: value / factor,
            xMax: value / factor,
            borderColor: inks.text,
            borderWidth: 1.25,
            borderDash: [4, 3],
            label: {
              display: true,
              content: quantile,
              position: 'end',
              yAdjust: row * 18,
              padding: { x: 4, y: 1 },
              color: inks.text,
              backgroundColor: inks.ground,
              font: { size: 11, weight: 'normal' },
            },
          } satisfies AnnotationOptions,
        ],
      ]
    }),
  )
  const title = (text: string) => ({ display: true, text, color: inks.muted })
  return {
    data: {
      datasets: [
        {
          data: counts.map((count, bin) => ({
            x: (startNs + (bin + 0.5) * binWidthNs) / factor,
            y: count,
          })),
          backgroundColor: seriesInk(inks, ink),
          barPercentage: 1,
          categoryPercentage: 1,
        },
      ],
    },
    options: {
      animation: false,
      layout: { padding: { top: 8 } },
      scales: {
        x: {
          type: 'linear',
          min: (range?.startNs ?? startNs) / factor,
          max: Math.max(endNs, startNs + 1) / factor,
          offset: false,
          title: title(xTitle(unit)),
          ticks: {
            color: inks.muted,
            font: { size: 11 },
            maxTicksLimit: 8,
            includeBounds: false,
            callback: (value) => threeDigits(Number(value)),
          },
          grid: { display: false },
          border: { color: inks.grid },
        },
        y: {
          beginAtZero: true,
          title: title(yTitle),
          ticks: { color: inks.muted, font: { size: 11 }, precision: 0, maxTicksLimit: 6 },
          grid: { color: inks.grid },
          border: { display: false },
        },
      },
      plugins: {
        annotation: { annotations },
        tooltip: {
          backgroundColor: inks.text,
          titleColor: inks.ground,
          bodyColor: inks.ground,
          cornerRadius: 6,
          displayColors: false,
          callbacks: {
            title: (items) => {
              const bin = items[0]?.dataIndex ?? 0
              return `${formatNs(startNs + bin * binWidthNs)} – ${formatNs(startNs + (bin + 1) * binWidthNs)}`
            },
          },
        },
      },
    },
  }
}
