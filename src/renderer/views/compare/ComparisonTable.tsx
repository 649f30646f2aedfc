// Every point that the sides have in common, one figure at a time: each side's value and its ratio to the baseline.
// What may be printed has a table of every figure for paper, where nothing can be chosen.

import { Group, SegmentedControl, Title, Tooltip } from '@mantine/core'
import {
  IconArrowDownRight,
  IconArrowUpRight,
  IconEqual,
  IconQuestionMark,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparisonRow } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import type { Ratio, RatioVerdict } from '../../../shared/ratio.ts'
import { invalidSaying } from '../../../shared/result-sayings.ts'
import { formatJoules, formatRatio, unknown } from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { SortHead } from '../../table/SortHead.tsx'
import { type Sorting, sorted } from '../../table/sort.ts'
import { measuredBy, mismatchWords } from '../energy/energyWords.ts'
import { type Metric, metricsOf, readings } from './figures.ts'
import { intervalWords } from './findingWords.ts'
import { conditionWords, rowColumns } from './rowWords.ts'
import type { LoadedComparison } from './useComparison.ts'

const icons: Readonly<Record<RatioVerdict, typeof IconEqual | null>> = {
  better: IconArrowUpRight,
  worse: IconArrowDownRight,
  same: IconEqual,
  unclear: IconQuestionMark,
  unjudged: null,
}

export function RatioCell({ ratio }: { readonly ratio: Ratio }) {
  const { t } = useTranslation()
  const Icon = icons[ratio.verdict]
  const interval = ratio.interval === null ? '' : ` (${intervalWords(ratio.interval)})`
  const words = `${formatRatio(ratio.value)}${interval}: ${t(`compare.verdictAlone.${ratio.verdict}`)}`
  return (
    <Tooltip label={words} w={240}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the verdict has to be reachable by keyboard */}
      <span tabIndex={0} className="ratio" data-verdict={ratio.verdict}>
        {Icon !== null && <Icon size={13} aria-hidden />}
        {formatRatio(ratio.value)}
        {ratio.verdict === 'unclear' && <em>{t('compare.verdictAlone.unclear')}</em>}
      </span>
    </Tooltip>
  )
}

interface PointCellsProps {
  readonly cell: ComparedPoint | null
  readonly metric: Metric
  readonly isBaseline: boolean
  /** Each side has its own thread count, which is said. */
  readonly namesThreads: boolean
}

function PointCells({ cell, metric, isBaseline, namesThreads }: PointCellsProps) {
  const { t } = useTranslation()
  if (cell === null)
    return (
      <>
        <td title={t('compare.notMeasured')}>{unknown}</td>
        {!isBaseline && <td />}
      </>
    )
  const reading = readings[metric]
  const { value, spread } = reading.words(cell)
  const ratio = reading.ratio(cell)
  const isInvalid = cell.invalid.length > 0
  const unlike = mismatchWords(t, reading.mismatches?.(cell) ?? [])
  const missing = t(metric === 'energy' ? 'energy.notMeasured' : 'common.tooFewSamples')
  const why = cell.invalid
    .map((reason) => said(t, invalidSaying(reason).says))
    .join(t('compare.gap'))
  return (
    <>
      <td
        data-state={isInvalid ? 'invalid' : undefined}
        title={isInvalid ? why : value === unknown ? missing : undefined}
      >
        {value} <span className="spread">{spread}</span>
        {isInvalid && <div className="spread">{t('compare.invalid')}</div>}
        {metric === 'energy' && cell.energy !== null && (
          <div className="spread">{measuredBy(t, cell.energy)}</div>
        )}
        {namesThreads && (
          <div className="spread">{t('sweep.threadsRow', { count: cell.point.threads })}</div>
        )}
      </td>
      {!isBaseline && (
        <td>
          {ratio === null ? unknown : <RatioCell ratio={ratio} />}
          {ratio !== null && unlike !== '' && <div className="spread">{unlike}</div>}
          {metric === 'energy' && ratio !== null && cell.energyBase !== null && (
            <div className="spread">
              {t('compare.energyAgainst', {
                energy: formatJoules(cell.energyBase.joulesPerInference),
                by: measuredBy(t, cell.energyBase),
              })}
            </div>
          )}
        </td>
      )}
    </>
  )
}

/** `batch`, `threads`, or the place of a side. */
type Column = string

function valueIn(row: ComparisonRow, column: Column, metric: Metric): number | null {
  if (column === 'batch') return row.batch
  if (column === 'threads') return row.threads
  const cell = row.cells[Number(column)] ?? null
  return cell === null ? null : readings[metric].raw(cell)
}

interface MetricTableProps {
  readonly loaded: LoadedComparison
  readonly metric: Metric
  readonly sorting: Sorting<Column>
  readonly onSort: (sorting: Sorting<Column>) => void
}

function MetricTable({ loaded, metric, sorting, onSort }: MetricTableProps) {
  const { t } = useTranslation()
  const { comparison, names } = loaded
  const base = comparison.sides.findIndex(({ id }) => id === comparison.baseline)
  const columns = rowColumns(comparison)
  const rows = sorted(comparison.rows, sorting, (row, column) => valueIn(row, column, metric))
  const head = { sorting, onSort }
  return (
    <Scroll both label={t('compare.table')}>
      <table className="numbers">
        <thead className="sticky-head">
          <tr>
            {columns.model && (
              <th scope="col" className="left">
                {t('table.model')}
              </th>
            )}
            {columns.conditions && (
              <th scope="col" className="left">
                {t('compare.difference.conditions')}
              </th>
            )}
            {columns.batch && (
              <SortHead column="batch" {...head}>
                {t('table.batch')}
              </SortHead>
            )}
            {columns.threads && (
              <SortHead column="threads" {...head}>
                {t('table.threads')}
              </SortHead>
            )}
            {names.flatMap((name, run) => [
              <SortHead key={name} column={String(run)} {...head}>
                {name}
                {run === base && ` (${t('compare.isBaseline')})`}
              </SortHead>,
              ...(run === base
                ? []
                : [
                    <th scope="col" key={`${name} ratio`} title={t('compare.ratioWhy')}>
                      {t('compare.ratioTo', { baseline: names[base] ?? '' })}
                    </th>,
                  ]),
            ])}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {columns.model && <td className="left">{row.model?.name}</td>}
              {columns.conditions && <td className="left">{conditionWords(t, row)}</td>}
              {columns.batch && <td>{row.batch}</td>}
              {columns.threads && <td>{row.threads}</td>}
              {row.cells.map((cell, run) => (
                <PointCells
                  // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place in the comparison
                  key={run}
                  cell={cell}
                  metric={metric}
                  isBaseline={run === base}
                  namesThreads={columns.ownThreads}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

interface ComparisonTableProps {
  readonly loaded: LoadedComparison
  readonly isPrinted?: boolean
}

export function ComparisonTable({ loaded, isPrinted = false }: ComparisonTableProps) {
  const { t } = useTranslation()
  const [chosen, setMetric] = useState<Metric>('latency')
  const [sorting, setSorting] = useState<Sorting<Column>>({ column: 'batch', down: false })
  const metrics = metricsOf(loaded.comparison.rows)
  const metric = metrics.includes(chosen) ? chosen : 'latency'
  return (
    <section className="surface">
      <Group justify="space-between" mb={8}>
        <Title order={2}>{t('compare.table')}</Title>
        <SegmentedControl
          size="xs"
          aria-label={t('compare.metric')}
          value={metric}
          onChange={(value) => setMetric(metrics.find((known) => known === value) ?? 'latency')}
          data={metrics.map((value) => ({ value, label: t(`compare.metrics.${value}`) }))}
        />
      </Group>
      {(isPrinted ? metrics : [metric]).map((shown) => (
        <div key={shown} className={shown === metric ? undefined : 'only-on-paper'}>
          {isPrinted && (
            <Title order={3} className="only-on-paper">
              {t(`compare.metrics.${shown}`)}
            </Title>
          )}
          <MetricTable loaded={loaded} metric={shown} sorting={sorting} onSort={setSorting} />
        </div>
      ))}
    </section>
  )
}
