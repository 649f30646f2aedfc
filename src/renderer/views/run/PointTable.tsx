// Every point with its numbers, one unit in sight of each; a point that failed says why in its own row.

import { Text, Title, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Measurement, Quantile } from '../../../shared/measurement.ts'
import { areSeveral } from '../../../shared/plan.ts'
import type { PointView, RunView } from '../../../shared/run.ts'
import { leastSamples } from '../../../shared/stats.ts'
import { formatBytes, formatNs, formatNsWithInterval, formatRate } from '../../../shared/units.ts'
import { faultWords } from '../../i18n/index.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { isTooLarge } from './verdict.ts'

function Percentile({ measurement, quantile }: { measurement: Measurement; quantile: Quantile }) {
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

function Measured({ measurement }: { readonly measurement: Measurement }) {
  const { t } = useTranslation()
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
      <td className="left">{t(`table.stopReason.${measurement.stop}`)}</td>
    </>
  )
}

function Unmeasured({ state }: Pick<PointView, 'state'>) {
  const { t } = useTranslation()
  const tooLarge = isTooLarge(state)
  const words =
    state.kind === 'ended' && 'fault' in state.outcome ? faultWords(t, state.outcome.fault) : null
  return (
    <td colSpan={9} className="left wrap">
      {words === null ? (
        <Text size="xs" c="dimmed">
          {state.kind === 'ended' ? t('run.cell.cancelled') : t('common.notMeasured')}
        </Text>
      ) : (
        <>
          <Text span size="xs" fw={600} {...(tooLarge ? {} : { c: 'var(--ink-bad)' })}>
            {t(tooLarge ? 'run.cell.tooLarge' : 'run.cell.failed')}:
          </Text>{' '}
          {words.message}{' '}
          <Text span size="xs" c="dimmed">
            {words.hint}
          </Text>
        </>
      )}
    </td>
  )
}

const columns = ['p50', 'p90', 'p95', 'p99', 'rate', 'cold', 'memory', 'samples'] as const

interface PointTableProps {
  readonly view: RunView
  /** The run, where several stand on one page. */
  readonly of?: string
}

export function PointTable({ view, of }: PointTableProps) {
  const { t } = useTranslation()
  const label = of === undefined ? t('run.points') : `${t('run.points')}: ${of}`
  const several = areSeveral(view.points.map(({ point }) => point.model))
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('run.points')}
      </Title>
      <Scroll label={label}>
        <table className="numbers">
          <thead>
            <tr>
              {several && (
                <th scope="col" className="left">
                  {t('table.model')}
                </th>
              )}
              <th scope="col">{t('table.batch')}</th>
              <th scope="col">{t('table.threads')}</th>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {t(`table.${column}`)}
                </th>
              ))}
              <th scope="col" className="left">
                {t('table.stop')}
              </th>
            </tr>
          </thead>
          <tbody>
            {view.points.map(({ point, state }) => (
              <tr key={point.index}>
                {several && <td className="left">{point.model.name}</td>}
                <td>{point.batch}</td>
                <td>{point.threads}</td>
                {state.kind === 'ended' && state.outcome.kind === 'measured' ? (
                  <Measured measurement={state.outcome.measurement} />
                ) : (
                  <Unmeasured state={state} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
