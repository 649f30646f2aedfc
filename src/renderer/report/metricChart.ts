// Describes what a report draws over the batch size, one chart a metric: every run and thread count is a line, a
// reference stands across. Nothing is drawn that was not measured.

import type { TFunction } from 'i18next'
import type { Interval } from '../../shared/measurement.ts'
import { commonMeter, energyBy } from '../../shared/one-meter.ts'
import { modelKey } from '../../shared/plan.ts'
import { conditionParts, conditionsKey } from '../../shared/point-label.ts'
import type { ReportDocument } from '../../shared/report.ts'
import { type MeasuredPoint, measuredPoints } from '../../shared/run.ts'
import { throughputOf } from '../../shared/throughput.ts'
import {
  byteScaleFor,
  formatBytes,
  formatJoules,
  formatNs,
  formatRate,
  jouleScaleFor,
  threeDigits,
  timeScaleFor,
} from '../../shared/units.ts'
import { type ChartLine, type LineChart, needsLogScale } from '../charts/lineChart.ts'
import type { ChartInks } from '../charts/palette.ts'
import { said } from '../i18n/sayings.ts'
import type { ShownRun } from './reportedRun.ts'

const chartMetrics = ['latency', 'throughput', 'memory', 'energy'] as const
export type ChartMetric = (typeof chartMetrics)[number]

interface Figure {
  readonly value: number | null
  readonly interval: Interval | null
}

const figureOf: Readonly<Record<ChartMetric, (point: MeasuredPoint) => Figure>> = {
  latency: ({ measurement: { latency } }) => ({
    value: latency.percentilesNs.p50,
    interval: latency.medianIntervalNs,
  }),
  throughput: throughputOf,
  memory: ({ measurement }) => ({ value: measurement.memory.peakBytes, interval: null }),
  energy: ({ energy: [energy] }) => ({
    value: energy?.joulesPerInference ?? null,
    interval: energy?.interval ?? null,
  }),
}

const scaleOf = {
  latency: timeScaleFor,
  throughput: () => ({ unit: '', factor: 1 }),
  memory: byteScaleFor,
  energy: jouleScaleFor,
} as const

export const wordsOf: Readonly<Record<ChartMetric, (value: number) => string>> = {
  latency: formatNs,
  throughput: (value) => `${formatRate(value)}/s`,
  memory: formatBytes,
  energy: formatJoules,
}

/** Those that something was measured of. */
export const metricsOf = (measured: readonly MeasuredPoint[]): readonly ChartMetric[] =>
  chartMetrics.filter(
    (metric) => metric !== 'energy' || measured.some(({ energy }) => energy.length > 0),
  )

export interface ReportSeries {
  readonly label: string
  readonly points: readonly MeasuredPoint[]
}

const byBatch = (a: MeasuredPoint, b: MeasuredPoint) => a.point.batch - b.point.batch

/**
 * The lines of one model: a run each, and of that each set of conditions and each thread count. Energies of all of them
 * were measured in one way.
 */
export function reportSeries(
  t: TFunction,
  shown: readonly ShownRun[],
  key: string,
): readonly ReportSeries[] {
  const lines = shown.flatMap(({ snapshot, name }) => {
    const own = measuredPoints(snapshot.view).filter(({ point }) => modelKey(point.model) === key)
    const groups = Map.groupBy(own, ({ point }) => conditionsKey(point) + point.threads)
    return [...groups.values()].flatMap((points) => {
      const [first] = points
      if (first === undefined) return []
      return [{ name, first: first.point, points: points.toSorted(byBatch) }]
    })
  })
  const meter = commonMeter(lines.flatMap(({ points }) => points.map(({ energy }) => energy)))
  const sameThreads = new Set(lines.map(({ first }) => first.threads)).size === 1
  const sameConditions = new Set(lines.map(({ first }) => conditionsKey(first))).size === 1
  return lines.map(({ name, first, points }) => {
    const parts = [
      ...(shown.length === 1 ? [] : [name]),
      ...(sameThreads && shown.length > 1 ? [] : [t('sweep.threadsRow', { count: first.threads })]),
      ...(sameConditions
        ? []
        : conditionParts(first).map((part) => (typeof part === 'string' ? part : said(t, part)))),
    ]
    return {
      label: parts.join(', '),
      points: points.map((one) => ({ ...one, energy: energyBy(one.energy, meter) })),
    }
  })
}

export const batchesOf = (series: readonly ReportSeries[]): readonly number[] =>
  [...new Set(series.flatMap(({ points }) => points.map(({ point }) => point.batch)))].sort(
    (a, b) => a - b,
  )

interface ChartOf {
  readonly metric: ChartMetric
  readonly series: readonly ReportSeries[]
  readonly references: ReportDocument['references'][number]['lines']
  readonly inks: ChartInks
  readonly withP90: boolean
  /** Null: as the values need it. */
  readonly log: boolean | null
}

interface LineOf {
  readonly label: string
  readonly figure: (point: MeasuredPoint) => Figure
  readonly variant: boolean
}

/** The median, and below it the p90 that references tell, where lines are few enough for both. */
function linesOf(
  t: TFunction,
  metric: ChartMetric,
  series: string,
  { single, withP90 }: { readonly single: boolean; readonly withP90: boolean },
): readonly LineOf[] {
  const figure = figureOf[metric]
  if (metric !== 'latency' || !withP90) return [{ label: series, figure, variant: false }]
  const p90 = ({ measurement }: MeasuredPoint) => ({
    value: measurement.latency.percentilesNs.p90,
    interval: null,
  })
  return [
    {
      label: single ? t('chart.medianOnly') : t('chart.median', { series }),
      figure,
      variant: false,
    },
    { label: single ? t('chart.p90Only') : t('chart.p90', { series }), figure: p90, variant: true },
  ]
}

export function metricChart(
  t: TFunction,
  { metric, series, references, inks, log, withP90 }: ChartOf,
): LineChart {
  const batches = batchesOf(series)
  const values = series.flatMap(({ points }) =>
    points.flatMap((point) => figureOf[metric](point).value ?? []),
  )
  const { unit, factor } = scaleOf[metric](Math.max(...values, 0) || 1)
  const isLog =
    log ?? needsLogScale([...values, ...references.map(({ reference }) => reference.value)])
  const axis = {
    latency: withP90 ? t('chart.latencyAxis', { unit }) : t('report.medianAxis', { unit }),
    throughput: t('chart.rateAxis'),
    memory: t('report.memoryAxis', { unit }),
    energy: t('chart.axisLess', { figure: t('chart.figure.energy'), unit }),
  }[metric]
  const lines = series
    .flatMap(({ label, points }, ink) =>
      linesOf(t, metric, label, { single: series.length === 1, withP90 }).map(
        ({ label: name, figure, variant }): ChartLine => {
          const figures = batches.map((batch): Figure => {
            const found = points.find(({ point }) => point.batch === batch)
            return found === undefined ? { value: null, interval: null } : figure(found)
          })
          return {
            label: name,
            ink,
            variant,
            values: figures.map(({ value }) => (value === null ? null : value / factor)),
            whiskers: figures.map(({ interval }) =>
              interval === null
                ? null
                : { low: interval.low / factor, high: interval.high / factor },
            ),
            invalid: batches.map((batch) =>
              points.some(({ point, invalid }) => point.batch === batch && invalid.length > 0),
            ),
          }
        },
      ),
    )
    .filter(({ values: own }) => own.some((value) => value !== null))
  return {
    groups: batches.map(String),
    lines,
    inks,
    log: isLog,
    xTitle: t('chart.batchAxis'),
    yTitle: isLog ? t('chart.logAxis', { title: axis }) : axis,
    references: references.map(({ reference, labels, mismatches }) => ({
      id: reference.id,
      labels,
      value: reference.value / factor,
      broken: mismatches.length > 0,
    })),
    pointWords: (line, group, value) => {
      const whisker = line.whiskers[group] ?? null
      const said = `${line.label}: ${wordsOf[metric](value * factor)}`
      if (whisker === null) return said
      const [low, high] = [threeDigits(whisker.low), threeDigits(whisker.high)]
      return `${said} (${t('chart.interval', { low, high })})`
    },
  }
}
