// The two charts of a comparison: median latency as bars with their intervals, throughput as lines beside published
// references. Every run keeps its ink in both.

import { Group, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparisonRow } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import { formatNs, formatRate, threeDigits, timeScaleFor } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { BarFigure } from '../../charts/BarFigure.tsx'
import type { BarChart } from '../../charts/barChart.ts'
import { csvText } from '../../charts/csv.ts'
import { LineFigure } from '../../charts/LineFigure.tsx'
import { type LineChart, needsLogScale } from '../../charts/lineChart.ts'
import { ReferenceList } from '../../charts/ReferenceList.tsx'
import { useInks } from '../../charts/useInks.ts'
import { useReferences } from '../../charts/useReferences.ts'
import { choiceOf, chosenRows, leaderOf, modelsOf, threadsOf } from './chosenRows.ts'
import { conditionWords, latencyTitle } from './findingWords.ts'
import type { LoadedComparison } from './useComparison.ts'

interface ChartProps {
  readonly loaded: LoadedComparison
  readonly rows: readonly ComparisonRow[]
  readonly subtitle: string
}

const cellsOf = (rows: readonly ComparisonRow[], run: number) =>
  rows.map(({ cells }) => cells[run] ?? null)

function chartCsv(
  { names }: LoadedComparison,
  rows: readonly ComparisonRow[],
  columns: readonly (readonly [string, (cell: ComparedPoint) => number | null])[],
): string {
  const head = ['run', 'model', 'engine', 'batch', 'threads', ...columns.map(([name]) => name)]
  const lines = rows.flatMap(({ cells, model, engine, batch }) =>
    cells.flatMap((cell, run) =>
      cell === null
        ? []
        : [
            [
              names[run] ?? '',
              model.name,
              engine,
              batch,
              cell.point.threads,
              ...columns.map(([, value]) => value(cell)),
            ],
          ],
    ),
  )
  return csvText([head, ...lines])
}

function LatencyBars({ loaded, rows, subtitle }: ChartProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const leader = leaderOf(rows)
  const medians = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.medianNs ?? []))
  const { unit, factor } = timeScaleFor(Math.max(...medians, 1))
  const chart: BarChart = {
    groups: rows.map(({ batch }) => String(batch)),
    inks,
    xTitle: t('chart.batchAxis'),
    yTitle: t('chart.latencyAxis', { unit }),
    series: loaded.names.map((label, run) => ({
      label,
      ink: loaded.inks[run] ?? 0,
      values: cellsOf(rows, run).map((cell) =>
        cell?.medianNs == null ? null : cell.medianNs / factor,
      ),
      whiskers: cellsOf(rows, run).map((cell) =>
        cell?.medianIntervalNs == null
          ? null
          : { low: cell.medianIntervalNs.low / factor, high: cell.medianIntervalNs.high / factor },
      ),
    })),
    barWords: (series, group, value) => {
      const whisker = series.whiskers[group] ?? null
      const interval =
        whisker === null
          ? ''
          : ` (${t('chart.interval', {
              low: threeDigits(whisker.low),
              high: threeDigits(whisker.high),
            })})`
      return t('compare.bar', { run: series.label, value: formatNs(value * factor), interval })
    },
  }
  return (
    <BarFigure
      title={latencyTitle(t, leader === null ? null : (loaded.names[leader] ?? null))}
      subtitle={subtitle}
      chart={chart}
      csv={() =>
        chartCsv(loaded, rows, [
          ['p50_ns', ({ medianNs }) => medianNs],
          ['p50_low_ns', ({ medianIntervalNs }) => medianIntervalNs?.low ?? null],
          ['p50_high_ns', ({ medianIntervalNs }) => medianIntervalNs?.high ?? null],
        ])
      }
    />
  )
}

function ThroughputLines({ loaded, rows, subtitle }: ChartProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const models = useCall('models.list', {}).data ?? []
  const [pickedLog, setLog] = useState<boolean | null>(null)
  const rates = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.samplesPerSecond ?? []))
  const best = Math.max(...rates)
  const model = models.find(({ sha256 }) => sha256 === rows[0]?.model.sha256) ?? null
  const points = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? []))
  const references = useReferences('throughput', loaded.baseline, points, model, best)
  const referenceValues = references.drawn.map(({ reference }) => reference.value)
  const log = pickedLog ?? needsLogScale([...rates, ...referenceValues])
  const axis = t('chart.rateAxis')
  const chart: LineChart = {
    groups: rows.map(({ batch }) => String(batch)),
    inks,
    log,
    xTitle: t('chart.batchAxis'),
    yTitle: log ? t('chart.logAxis', { title: axis }) : axis,
    lines: loaded.names.map((label, run) => ({
      label,
      ink: loaded.inks[run] ?? 0,
      variant: false,
      values: cellsOf(rows, run).map((cell) => cell?.samplesPerSecond ?? null),
      whiskers: [],
    })),
    references: references.drawn.map(({ reference, labels, mismatches }) => ({
      id: reference.id,
      labels,
      value: reference.value,
      broken: mismatches.length > 0,
    })),
    pointWords: (line, _group, value) =>
      t('compare.bar', {
        run: line.label,
        value: `${formatRate(value)} ${t('boards.rate')}`,
        interval: '',
      }),
  }
  return (
    <LineFigure
      title={t('compare.throughputTitle')}
      subtitle={subtitle}
      chart={chart}
      onLog={setLog}
      csv={() =>
        chartCsv(loaded, rows, [['samples_per_second', ({ samplesPerSecond }) => samplesPerSecond]])
      }
    >
      <ReferenceList
        all={references.all}
        chosen={references.chosen}
        onChoose={references.choose}
        ownValue={null}
      />
    </LineFigure>
  )
}

export function CompareCharts({ loaded }: { readonly loaded: LoadedComparison }) {
  const { t } = useTranslation()
  const [model, setModel] = useState<string | null>(null)
  const [threads, setThreads] = useState<number | null>(null)
  const { comparison, names } = loaded
  const choice = choiceOf(comparison, { model, threads })
  const models = modelsOf(comparison)
  const chosen = models.get(choice.model)
  const labelOf = (row: ComparisonRow) =>
    [row.model.name, conditionWords(t, row)].join(t('axis.and'))
  const counts = threadsOf(comparison, choice.model)
  const rows = chosenRows(comparison, choice)
  const subtitle = [
    chosen === undefined ? '' : labelOf(chosen),
    names.join(' / '),
    choice.threads === null
      ? t('compare.threadsBest')
      : t('sweep.threadsRow', { count: choice.threads }),
  ].join(' · ')
  return (
    <>
      {(models.size > 1 || counts.length > 1) && (
        <Group gap="sm">
          {models.size > 1 && (
            <NativeSelect
              size="xs"
              label={t('compare.model')}
              value={choice.model}
              onChange={(event) => setModel(event.currentTarget.value)}
              data={[...models].map(([value, row]) => ({ value, label: labelOf(row) }))}
            />
          )}
          {counts.length > 1 && (
            <NativeSelect
              size="xs"
              label={t('compare.chartThreads')}
              value={String(choice.threads)}
              onChange={(event) => setThreads(Number(event.currentTarget.value))}
              data={counts.map(String)}
            />
          )}
        </Group>
      )}
      <div className="charts">
        <LatencyBars loaded={loaded} rows={rows} subtitle={subtitle} />
        <ThroughputLines loaded={loaded} rows={rows} subtitle={subtitle} />
      </div>
    </>
  )
}
