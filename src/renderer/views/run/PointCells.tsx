// The cells of one point in the table of points: its numbers, or why it has none.

import { Text, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { frequenciesSeen } from '../../../shared/clock-seen.ts'
import type { Measurement, Quantile } from '../../../shared/measurement.ts'
import type { PooledEnergy } from '../../../shared/pooled-energy.ts'
import type { MeasuredPoint, PointView } from '../../../shared/run.ts'
import { leastSamples } from '../../../shared/stats.ts'
import {
  formatBytes,
  formatJoulesWithInterval,
  formatMilliwatts,
  formatNs,
  formatNsWithInterval,
  formatRate,
  unknown,
} from '../../../shared/units.ts'
import { faultWords } from '../../i18n/index.ts'
import { energyMarks, measuredBy } from '../energy/energyWords.ts'
import { cellStateOf } from './cellState.ts'
import { headlineWords } from './headlineWords.ts'
import { usePointReasons } from './pointReasons.ts'
import { seenWords } from './seenClock.ts'

/** Which of the columns that not every table has. */
export interface TableColumns {
  /** Frequencies that were seen, where the plan set the board's clocks. */
  readonly seen: boolean
  readonly headline: boolean
  readonly repetitions: boolean
  readonly counts: boolean
  /** Three of them, where power was measured. */
  readonly energy: boolean
}

export function Percentile({
  measurement,
  quantile,
}: {
  readonly measurement: Measurement
  readonly quantile: Quantile
}) {
  const { t } = useTranslation()
  const { count, percentilesNs } = measurement.latency
  const value = percentilesNs[quantile]
  if (value !== null) return formatNs(value)
  return (
    <Tooltip label={t('common.tooFewSamplesWhy', { least: leastSamples[quantile], count })} w={240}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason has to be reachable by keyboard */}
      <span tabIndex={0} className="few">
        {t('common.tooFew')}
      </span>
    </Tooltip>
  )
}

function Headline({ measurement }: { readonly measurement: Measurement }) {
  const { t } = useTranslation()
  const words = headlineWords(t, measurement.headline)
  return (
    <td>
      {words?.value ?? '–'} <span className="spread">{words?.spread}</span>
    </td>
  )
}

function Repetitions({ view }: { readonly view: PointView }) {
  const { t } = useTranslation()
  const measured = view.repetitions.filter(
    ({ outcome, invalid }) => outcome.kind === 'measured' && invalid.length === 0,
  )
  const [count, total] = [measured.length, view.repetitions.length]
  return <td>{count === total ? count : t('table.repetitionsOf', { count, total })}</td>
}

function Counts({ view }: { readonly view: PointView }) {
  const { t } = useTranslation()
  const reasons = usePointReasons()(view)
  return (
    <td className={reasons.length === 0 ? 'left' : 'left reason'}>
      {reasons.length === 0 ? (
        t('table.counts.yes')
      ) : (
        <>
          <Text span size="xs" fw={600} c="var(--ink-warn)">
            {t('table.counts.no')}
          </Text>{' '}
          <Text span size="xs">
            {reasons.join(' ')}
          </Text>
        </>
      )}
    </td>
  )
}

function EnergyCells({ energy }: { readonly energy: PooledEnergy | undefined }) {
  const { t } = useTranslation()
  if (energy === undefined)
    return (
      <td colSpan={3} className="few">
        {t('energy.notMeasured')}
      </td>
    )
  const perInference = formatJoulesWithInterval(energy.joulesPerInference, energy.interval)
  const rest =
    energy.idle === null ? t('energyUi.restUnknown') : formatMilliwatts(energy.idle.milliwatts)
  const beside = t('energyUi.powerBeside', {
    peak: formatMilliwatts(energy.peakMilliwatts),
    rest,
  })
  return (
    <>
      <td title={measuredBy(t, energy)}>
        {perInference.value} <span className="spread">{perInference.spread}</span>
        <div className="spread">{energyMarks(t, energy)}</div>
      </td>
      <td>{formatRate(energy.samplesPerJoule)}</td>
      <td title={beside}>{formatMilliwatts(energy.meanMilliwatts)}</td>
    </>
  )
}

interface MeasuredProps {
  readonly view: PointView
  readonly measured: MeasuredPoint
  readonly columns: TableColumns
}

export function Measured({ view, measured, columns }: MeasuredProps) {
  const { t } = useTranslation()
  const { measurement, energy } = measured
  const { latency, coldStart, memory } = measurement
  const median = formatNsWithInterval(latency.percentilesNs.p50, latency.medianIntervalNs)
  const cold = t('table.coldWhy', {
    session: formatNs(coldStart.sessionNs),
    first: formatNs(coldStart.firstInferenceNs),
  })
  const floor = t('table.memoryWhy', {
    peak: formatBytes(memory.peakBytes),
    floor: formatBytes(memory.floorBytes),
  })
  return (
    <>
      {columns.seen && <td>{seenWords(frequenciesSeen([view])) || unknown}</td>}
      {columns.headline && <Headline measurement={measurement} />}
      <td>
        {latency.percentilesNs.p50 === null ? (
          <Percentile measurement={measurement} quantile="p50" />
        ) : (
          <>
            {median.value} <span className="spread">{median.spread}</span>
          </>
        )}
      </td>
      {(['p90', 'p95', 'p99'] as const).map((quantile) => (
        <td key={quantile}>
          <Percentile measurement={measurement} quantile={quantile} />
        </td>
      ))}
      <td>{formatRate(measurement.samplesPerSecond)}</td>
      <td title={cold}>{formatNs(coldStart.sessionNs + coldStart.firstInferenceNs)}</td>
      <td title={floor}>{formatBytes(Math.max(0, memory.peakBytes - memory.floorBytes))}</td>
      <td>{latency.count}</td>
      {columns.energy && <EnergyCells energy={energy[0]} />}
      {columns.repetitions && <Repetitions view={view} />}
      <td className="left">{t(`table.stopReason.${measurement.stop}`)}</td>
      {columns.counts && <Counts view={view} />}
    </>
  )
}

export function Unmeasured({ view, span }: { readonly view: PointView; readonly span: number }) {
  const { t } = useTranslation()
  const { state } = view
  const cell = cellStateOf(view)
  const reasons = usePointReasons()(view)
  const hint =
    state.kind === 'ended' && 'fault' in state.outcome
      ? faultWords(t, state.outcome.fault).hint
      : ''
  return (
    <td colSpan={span} className="left wrap">
      {reasons.length === 0 ? (
        <Text size="xs" c="dimmed">
          {state.kind === 'ended' ? t(`run.cell.${cell}`) : t('common.notMeasured')}
        </Text>
      ) : (
        <>
          {cell !== 'skipped' && (
            <Text span size="xs" fw={600} {...(cell === 'failed' ? { c: 'var(--ink-bad)' } : {})}>
              {t(`run.cell.${cell}`)}:{' '}
            </Text>
          )}
          {reasons.join(' ')}{' '}
          <Text span size="xs" c="dimmed">
            {hint}
          </Text>
        </>
      )}
    </td>
  )
}
