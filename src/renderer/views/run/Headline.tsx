// The figures of a result that are read from a metre away, and the point that they are of.

import { Anchor, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { Quantile } from '../../../shared/measurement.ts'
import { invalidSaying } from '../../../shared/result-sayings.ts'
import type { MeasuredPoint } from '../../../shared/run.ts'
import { leastSamples } from '../../../shared/stats.ts'
import { formatNs, formatNsWithInterval } from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'
import { said } from '../../i18n/sayings.ts'
import { EnergyFigures } from '../energy/EnergyFigures.tsx'
import { CommonFigures } from './CommonFigures.tsx'
import { headlineWords } from './headlineWords.ts'
import { pointAddress } from './pointAddress.ts'
import { usePointWords } from './runWords.ts'

interface HeadlineProps {
  readonly found: MeasuredPoint
  readonly severalModels: boolean
  /** The run, where several stand on one page. */
  readonly of?: string
  /** Where the point can be looked at. */
  readonly run?: RunId
}

export function Headline({ found, severalModels, of, run }: HeadlineProps) {
  const { t } = useTranslation()
  const words = usePointWords(severalModels)
  const { latency, memory, samplesPerSecond } = found.measurement
  const { scenario } = found.point
  const own = headlineWords(t, found.measurement.headline)
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
        {run !== undefined && (
          <Anchor href={`#${pointAddress(run, found.point.index)}`} size="sm" fw={400} ml={12}>
            {t('point.open')}
          </Anchor>
        )}
      </Title>
      {found.invalid.length > 0 && (
        <Text size="sm" c="var(--ink-warn)" mb={8}>
          {[
            t('run.headlineInvalid'),
            ...found.invalid.map((reason) => said(t, invalidSaying(reason).says)),
          ].join(' ')}
        </Text>
      )}
      <dl className="figures headline" data-invalid={found.invalid.length > 0}>
        {scenario !== 'single-stream' && (
          <Figure
            name={t(`scenario.${scenario}.headline`)}
            {...(own ?? { value: '', missing: t('common.tooFewSamples') })}
            why={t(`scenario.${scenario}.what`)}
          />
        )}
        <Figure
          name={t('run.median')}
          {...percentile('p50', t('run.medianWhy'))}
          {...(latency.percentilesNs.p50 === null ? {} : median)}
        />
        <Figure
          name={t('run.p90')}
          {...percentile('p90', t('run.p90Why'))}
          {...(scenario === 'single-stream' && own !== null ? own : {})}
        />
        <Figure name={t('run.p99')} {...percentile('p99', t('run.p99Why'))} />
        <CommonFigures samplesPerSecond={samplesPerSecond} memory={memory} />
        <EnergyFigures energy={found.energy[0]} />
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
