// The charts of a comparison: median latency as bars with their intervals, throughput as lines beside published
// references, and where it was measured the energy of an inference. Every side keeps its ink in all of them, and what does
// not count is hatched or crossed out.

import { Group, NativeSelect, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparisonRow } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import type { Interval } from '../../../shared/measurement.ts'
import { commonMeter, energyBy } from '../../../shared/one-meter.ts'
import {
  formatJoules,
  formatNs,
  formatRate,
  jouleScaleFor,
  type Scale,
  threeDigits,
  timeScaleFor,
} from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { BarFigure } from '../../charts/BarFigure.tsx'
import type { BarChart } from '../../charts/barChart.ts'
import { LineFigure } from '../../charts/LineFigure.tsx'
import { type LineChart, needsLogScale } from '../../charts/lineChart.ts'
import { chartInks } from '../../charts/palette.ts'
import { ReferenceList } from '../../charts/ReferenceList.tsx'
import { useInks } from '../../charts/useInks.ts'
import { useReferences } from '../../charts/useReferences.ts'
import { measuredByAll } from '../energy/energyWords.ts'
import { chartCsv } from './chartCsv.ts'
import { choiceOf, chosenRows, groupsOf, leaderOf, threadsOf } from './chosenRows.ts'
import { latencyTitle } from './findingWords.ts'
import { conditionWords } from './rowWords.ts'
import type { LoadedComparison } from './useComparison.ts'

interface ChartProps {
  readonly loaded: LoadedComparison
  readonly rows: readonly ComparisonRow[]
  readonly subtitle: string
}

const cellsOf = (rows: readonly ComparisonRow[], side: number) =>
  rows.map(({ cells }) => cells[side] ?? null)

const invalidIn = (rows: readonly ComparisonRow[], side: number) =>
  cellsOf(rows, side).map((cell) => (cell?.invalid.length ?? 0) > 0)

/** Rows of sides that are batches stand at no place of their own. */
const groupOf = ({ batch }: ComparisonRow) => (batch === null ? '' : String(batch))
const isOverBatches = (rows: readonly ComparisonRow[]) => rows.every(({ batch }) => batch !== null)
const xTitleOf = (t: TFunction, rows: readonly ComparisonRow[]) =>
  isOverBatches(rows) ? t('chart.batchAxis') : ''

/** More could not be told apart by their inks. */
const mostDrawn = chartInks.light.series.length

/** One figure as a bar for each side, with its interval. */
interface BarsOf {
  readonly title: string
  readonly yTitle: (unit: string) => string
  readonly valueIn: (cell: ComparedPoint) => number | null
  readonly intervalOf: (cell: ComparedPoint) => Interval | null
  readonly scaleFor: (largest: number) => Scale
  readonly words: (value: number) => string
  /** What the columns of its CSV are called. */
  readonly csvName: (bound: '' | '_low' | '_high') => string
}

function Bars({ loaded, rows, subtitle, of }: ChartProps & { readonly of: BarsOf }) {
  const { t } = useTranslation()
  const inks = useInks()
  const { valueIn, intervalOf } = of
  const values = rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell === null ? [] : (valueIn(cell) ?? []))),
  )
  const { unit, factor } = of.scaleFor(Math.max(...values, 0) || 1)
  const scaled = (value: number | null) => (value === null ? null : value / factor)
  const chart: BarChart = {
    groups: rows.map(groupOf),
    inks,
    xTitle: xTitleOf(t, rows),
    yTitle: of.yTitle(unit),
    series: loaded.names.map((label, side) => ({
      label,
      ink: loaded.inks[side] ?? 0,
      invalid: invalidIn(rows, side),
      values: cellsOf(rows, side).map((cell) => (cell === null ? null : scaled(valueIn(cell)))),
      whiskers: cellsOf(rows, side).map((cell) => {
        const interval = cell === null ? null : intervalOf(cell)
        return interval === null
          ? null
          : { low: interval.low / factor, high: interval.high / factor }
      }),
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
      const doubt = series.invalid?.[group] === true ? `, ${t('compare.invalid')}` : ''
      return (
        t('compare.bar', { run: series.label, value: of.words(value * factor), interval }) + doubt
      )
    },
  }
  return (
    <BarFigure
      title={of.title}
      subtitle={subtitle}
      chart={chart}
      csv={() =>
        chartCsv(loaded.names, rows, [
          [of.csvName(''), valueIn],
          [of.csvName('_low'), (cell) => intervalOf(cell)?.low ?? null],
          [of.csvName('_high'), (cell) => intervalOf(cell)?.high ?? null],
        ])
      }
    />
  )
}

function LatencyBars(props: ChartProps) {
  const { loaded, rows } = props
  const { t } = useTranslation()
  const leader = leaderOf(rows)
  return (
    <Bars
      {...props}
      of={{
        title: isOverBatches(rows)
          ? latencyTitle(t, leader === null ? null : (loaded.names[leader] ?? null))
          : t('compare.metrics.latency'),
        yTitle: (unit) => t('chart.latencyAxis', { unit }),
        valueIn: ({ medianNs }) => medianNs,
        intervalOf: ({ medianIntervalNs }) => medianIntervalNs,
        scaleFor: timeScaleFor,
        words: formatNs,
        csvName: (bound) => `p50${bound}_ns`,
      }}
    />
  )
}

/** Only figures that were measured in one way stand on its axis; what was measured in another is told. */
function EnergyBars(props: ChartProps) {
  const { rows } = props
  const { t } = useTranslation()
  const measured = rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell === null || cell.energies.length === 0 ? [] : [cell.energies])),
  )
  const meter = commonMeter(measured)
  const energyOf = ({ energies }: ComparedPoint) => energyBy(energies, meter)[0] ?? null
  const drawn = measured.flatMap((energies) => energyBy(energies, meter).slice(0, 1))
  if (drawn.length === 0) return null
  const leftOut = measured.length - drawn.length
  const subtitle = [
    props.subtitle,
    measuredByAll(t, drawn),
    ...(leftOut === 0 ? [] : [t('compare.energyLeftOut', { count: leftOut })]),
  ].join(' · ')
  return (
    <Bars
      {...props}
      subtitle={subtitle}
      of={{
        title: t(isOverBatches(rows) ? 'compare.energyTitle' : 'compare.metrics.energy'),
        yTitle: (unit) => t('chart.axisLess', { figure: t('chart.figure.energy'), unit }),
        valueIn: (cell) => energyOf(cell)?.joulesPerInference ?? null,
        intervalOf: (cell) => energyOf(cell)?.interval ?? null,
        scaleFor: jouleScaleFor,
        words: formatJoules,
        csvName: (bound) => `joules_per_inference${bound}`,
      }}
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
  const model = models.find(({ sha256 }) => sha256 === rows[0]?.model?.sha256) ?? null
  const points = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? []))
  const references = useReferences('throughput', loaded.baseline, points, model, best)
  const referenceValues = references.drawn.map(({ reference }) => reference.value)
  const log = pickedLog ?? needsLogScale([...rates, ...referenceValues])
  const axis = t('chart.rateAxis')
  const chart: LineChart = {
    groups: rows.map(groupOf),
    inks,
    log,
    xTitle: xTitleOf(t, rows),
    yTitle: log ? t('chart.logAxis', { title: axis }) : axis,
    lines: loaded.names.map((label, side) => ({
      label,
      ink: loaded.inks[side] ?? 0,
      variant: false,
      values: cellsOf(rows, side).map((cell) => cell?.samplesPerSecond ?? null),
      whiskers: cellsOf(rows, side).map((cell) => cell?.samplesPerSecondInterval ?? null),
      invalid: invalidIn(rows, side),
    })),
    references: references.drawn.map(({ reference, labels, mismatches }) => ({
      id: reference.id,
      labels,
      value: reference.value,
      broken: mismatches.length > 0,
    })),
    pointWords: (line, group, value) =>
      t('compare.bar', {
        run: line.label,
        value: `${formatRate(value)} ${t('boards.rate')}`,
        interval: line.invalid?.[group] === true ? `, ${t('compare.invalid')}` : '',
      }),
  }
  return (
    <LineFigure
      title={t(isOverBatches(rows) ? 'compare.throughputTitle' : 'compare.metrics.throughput')}
      subtitle={subtitle}
      chart={chart}
      onLog={setLog}
      csv={() =>
        chartCsv(loaded.names, rows, [
          ['samples_per_second', ({ samplesPerSecond }) => samplesPerSecond],
        ])
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
  const { comparison, names, sides } = loaded
  const choice = choiceOf(comparison, { model, threads })
  const groups = groupsOf(comparison)
  const chosen = groups.get(choice.model)
  const labelOf = (row: ComparisonRow) =>
    [...(row.model === null ? [] : [row.model.name]), conditionWords(t, row)]
      .filter((part) => part !== '')
      .join(t('axis.and'))
  const counts = threadsOf(comparison, choice.model)
  const rows = chosenRows(comparison, choice)
  const subtitle = [
    chosen === undefined ? '' : labelOf(chosen),
    names.join(' / '),
    choice.threads === null
      ? comparison.by === 'threads'
        ? ''
        : t('compare.threadsBest')
      : t('sweep.threadsRow', { count: choice.threads }),
  ]
    .filter((part) => part !== '')
    .join(' · ')
  if (sides.length > mostDrawn)
    return (
      <Text size="sm" c="dimmed">
        {t('compare.tooManyToDraw', { most: mostDrawn })}
      </Text>
    )
  return (
    <>
      {(groups.size > 1 || counts.length > 1) && (
        <Group gap="sm">
          {groups.size > 1 && (
            <NativeSelect
              size="xs"
              label={t('compare.model')}
              value={choice.model}
              onChange={(event) => setModel(event.currentTarget.value)}
              data={[...groups].map(([value, row]) => ({ value, label: labelOf(row) }))}
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
        <EnergyBars loaded={loaded} rows={rows} subtitle={subtitle} />
      </div>
    </>
  )
}
