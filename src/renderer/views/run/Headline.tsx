// The figures of a result that are read from a metre away, and the point that they are of.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Quantile } from '../../../shared/measurement.ts'
import type { MeasuredPoint } from '../../../shared/run.ts'
import { leastSamples } from '../../../shared/stats.ts'
import { formatBytes, formatNs, formatNsWithInterval, formatRate } from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'
import { usePointWords } from './runWords.ts'

interface HeadlineProps {
  readonly found: MeasuredPoint
  readonly severalModels: boolean
  /** The run, where several stand on one page. */
  readonly of?: string
}

export function Headline({ found, severalModels, of }: HeadlineProps) {
  const { t } = useTranslation()
  const words = usePointWords(severalModels)
  const { latency, memory, samplesPerSecond } = found.measurement
  const median = formatNsWithInterval(latency.percentilesNs.p50, latency.medianIntervalNs)
  const percentile = (quantile: Quantile, why: string) => {
    const value = latency.percentilesNs[quantile]
    return value === null
      ? {
          value: '',
          missing: t('common.tooFewSamples'),
          why: t('common.tooFewSamplesWhy', {
            least: leastSamples[quantile],
            count: latency.count,
          }),
        }
      : { value: formatNs(value), why }
  }
  return (
    <section
      className="surface"
      aria-label={of === undefined ? t('run.headline') : `${of}: ${words(found.point)}`}
    >
      <Title order={2} mb={8}>
        {t('run.headlineAt', { point: words(found.point) })}
      </Title>
      <dl className="figures headline">
        <Figure
          name={t('run.median')}
          {...percentile('p50', t('run.medianWhy'))}
          {...(latency.percentilesNs.p50 === null ? {} : median)}
        />
        <Figure name={t('run.p90')} {...percentile('p90', t('run.p90Why'))} />
        <Figure name={t('run.p99')} {...percentile('p99', t('run.p99Why'))} />
        <Figure
          name={t('run.rate')}
          value={formatRate(samplesPerSecond)}
          spread={t('boards.rate')}
          why={t('run.rateWhy')}
        />
        <Figure
          name={t('run.memory')}
          value={formatBytes(memory.peakBytes)}
          spread={t('run.overFloor', {
            size: formatBytes(Math.max(0, memory.peakBytes - memory.floorBytes)),
          })}
          why={t('run.memoryWhy', { floor: formatBytes(memory.floorBytes) })}
        />
      </dl>
    </section>
  )
}

export function NothingMeasured() {
  const { t } = useTranslation()
  return (
    <section className="surface">
      <Text c="dimmed">{t('run.nothingMeasured')}</Text>
    </section>
  )
}
