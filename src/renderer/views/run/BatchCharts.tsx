// The two charts of a result, latency and throughput over the batch size, each beside published references.

import { type ComponentProps, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord, RunSnapshot } from '../../../shared/ipc.ts'
import { areSeveral } from '../../../shared/plan.ts'
import { formatNs, formatRate, threeDigits, timeScaleFor } from '../../../shared/units.ts'
import { pointsCsv } from '../../charts/csv.ts'
import { batchFinding, latencyFinding } from '../../charts/finding.ts'
import { LineFigure } from '../../charts/LineFigure.tsx'
import { type ChartLine, type LineChart, needsLogScale } from '../../charts/lineChart.ts'
import { ReferenceList } from '../../charts/ReferenceList.tsx'
import { batchesOf, type Series, type SeriesPoint, seriesOf } from '../../charts/series.ts'
import { useInks } from '../../charts/useInks.ts'
import { useReferences } from '../../charts/useReferences.ts'
import { latencyTitle, throughputTitle } from './chartTitles.ts'

interface BatchChartsProps {
  readonly snapshot: RunSnapshot
  readonly model: ModelRecord | null
  readonly subtitle: string
}

const onBatches = <T,>(
  batches: readonly number[],
  line: Series,
  value: (point: SeriesPoint) => T,
): readonly (T | null)[] =>
  batches.map((batch) => {
    const point = line.points.find((found) => found.batch === batch)
    return point === undefined ? null : value(point)
  })

function useSeriesNames(series: readonly Series[]) {
  const { t } = useTranslation()
  const several = areSeveral(series.map(({ model }) => model))
  return (line: Series) => {
    const threads = t('sweep.threadsRow', { count: line.threads })
    return several ? `${line.model.name}, ${threads}` : threads
  }
}

type References = ReturnType<typeof useReferences>

/** The chosen references as lines of a chart whose unit is `factor` base units. */
function referenceLines({ drawn }: References, factor: number): LineChart['references'] {
  return drawn.map(({ reference, labels, mismatches }) => ({
    id: reference.id,
    labels,
    value: reference.value / factor,
    broken: mismatches.length > 0,
  }))
}

interface FigureWithReferencesProps
  extends Pick<ComponentProps<typeof LineFigure>, 'title' | 'subtitle' | 'chart' | 'onLog'> {
  readonly snapshot: RunSnapshot
  readonly references: References
  readonly ownValue: ComponentProps<typeof ReferenceList>['ownValue']
}

function FigureWithReferences({
  snapshot,
  references,
  ownValue,
  ...figure
}: FigureWithReferencesProps) {
  return (
    <LineFigure {...figure} csv={() => pointsCsv([snapshot])}>
      <ReferenceList
        all={references.all}
        chosen={references.chosen}
        onChoose={references.choose}
        ownValue={ownValue}
      />
    </LineFigure>
  )
}

function LatencyChart({ snapshot, model, subtitle }: BatchChartsProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const series = seriesOf(snapshot.view)
  const nameOf = useSeriesNames(series)
  const batches = batchesOf(series)
  const p90s = series.flatMap(({ points }) => points.flatMap(({ p90Ns }) => p90Ns ?? []))
  const medians = series.flatMap(({ points }) => points.flatMap(({ medianNs }) => medianNs ?? []))
  // Single-stream [LoadGen] is one sample a query: only batch 1 stands in a ratio to it.
  const p90sAtOne = series.flatMap(({ points }) =>
    points.flatMap(({ batch, p90Ns }) => (batch === 1 ? (p90Ns ?? []) : [])),
  )
  const ownP90 = p90sAtOne.length === 0 ? null : Math.min(...p90sAtOne)
  const references = useReferences('latencyP90', snapshot, model, ownP90 ?? Math.min(...medians))
  const [pickedLog, setLog] = useState<boolean | null>(null)
  const referenceValues = references.drawn.map(({ reference }) => reference.value)
  const { unit, factor } = timeScaleFor(Math.max(...medians, ...p90s, 1))
  const log = pickedLog ?? needsLogScale([...medians, ...p90s, ...referenceValues])
  const scaled = (ns: number | null) => (ns === null ? null : ns / factor)
  const single = series.length === 1
  const lines: readonly ChartLine[] = series.flatMap((line, ink) => {
    const name = nameOf(line)
    return [
      {
        label: single ? t('chart.medianOnly') : t('chart.median', { series: name }),
        ink,
        variant: false,
        values: onBatches(batches, line, ({ medianNs }) => scaled(medianNs)),
        whiskers: onBatches(batches, line, ({ intervalNs }) =>
          intervalNs === null
            ? null
            : { low: intervalNs.low / factor, high: intervalNs.high / factor },
        ),
      },
      {
        label: single ? t('chart.p90Only') : t('chart.p90', { series: name }),
        ink,
        variant: true,
        values: onBatches(batches, line, ({ p90Ns }) => scaled(p90Ns)),
        whiskers: [],
      },
    ].filter(({ values }) => values.some((value) => value !== null))
  })
  const axis = t('chart.latencyAxis', { unit })
  const chart: LineChart = {
    batches,
    lines,
    inks,
    log,
    xTitle: t('chart.batchAxis'),
    yTitle: log ? t('chart.logAxis', { title: axis }) : axis,
    references: referenceLines(references, factor),
    pointWords: (line, batch, value) => {
      const whisker = line.whiskers[batches.indexOf(batch)] ?? null
      const interval =
        whisker === null
          ? ''
          : ` (${t('chart.interval', {
              low: threeDigits(whisker.low),
              high: threeDigits(whisker.high),
            })})`
      return `${line.label}: ${formatNs(value * factor)}${interval}`
    },
  }
  return (
    <FigureWithReferences
      title={latencyTitle(t, latencyFinding(series))}
      subtitle={subtitle}
      chart={chart}
      onLog={setLog}
      snapshot={snapshot}
      references={references}
      ownValue={ownP90}
    />
  )
}

function ThroughputChart({ snapshot, model, subtitle }: BatchChartsProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const series = seriesOf(snapshot.view)
  const nameOf = useSeriesNames(series)
  const batches = batchesOf(series)
  const rates = series.flatMap(({ points }) => points.map((point) => point.samplesPerSecond))
  const best = Math.max(...rates)
  const references = useReferences('throughput', snapshot, model, best)
  const [pickedLog, setLog] = useState<boolean | null>(null)
  const referenceValues = references.drawn.map(({ reference }) => reference.value)
  const log = pickedLog ?? needsLogScale([...rates, ...referenceValues])
  const axis = t('chart.rateAxis')
  const chart: LineChart = {
    batches,
    inks,
    log,
    xTitle: t('chart.batchAxis'),
    yTitle: log ? t('chart.logAxis', { title: axis }) : axis,
    lines: series.map((line, ink) => ({
      label: nameOf(line),
      ink,
      variant: false,
      values: onBatches(batches, line, (point) => point.samplesPerSecond),
      whiskers: [],
    })),
    references: referenceLines(references, 1),
    pointWords: (line, _batch, value) => `${line.label}: ${formatRate(value)} ${t('boards.rate')}`,
  }
  return (
    <FigureWithReferences
      title={throughputTitle(t, batchFinding(series))}
      subtitle={subtitle}
      chart={chart}
      onLog={setLog}
      snapshot={snapshot}
      references={references}
      ownValue={best}
    />
  )
}

export function BatchCharts(props: BatchChartsProps) {
  return (
    <div className="charts">
      <LatencyChart {...props} />
      <ThroughputChart {...props} />
    </div>
  )
}
