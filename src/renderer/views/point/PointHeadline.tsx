// The figure that a point's scenario is about, with its interval, and the few others that are read from afar.

import { useTranslation } from 'react-i18next'
import type { Point } from '../../../shared/plan.ts'
import { formatNs, formatNsWithInterval } from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'
import { EnergyFigures } from '../energy/EnergyFigures.tsx'
import { CommonFigures } from '../run/CommonFigures.tsx'
import { headlineWords } from '../run/headlineWords.ts'
import type { PointResult } from './usePoint.ts'

interface PointHeadlineProps {
  readonly point: Point
  readonly result: PointResult
}

export function PointHeadline({ point, result }: PointHeadlineProps) {
  const { t } = useTranslation()
  const { measurement, invalid, energy } = result
  const { latency, samplesPerSecond, coldStart, memory } = measurement
  const own = headlineWords(t, measurement.headline)
  const median = formatNsWithInterval(latency.percentilesNs.p50, latency.medianIntervalNs)
  const few = t('common.tooFewSamples')
  return (
    <section className="surface" aria-label={t('run.headline')}>
      <dl className="figures headline" data-invalid={invalid.length > 0}>
        {own !== null && (
          <Figure
            name={t(`scenario.${point.scenario}.headline`)}
            {...own}
            why={t(`scenario.${point.scenario}.what`)}
          />
        )}
        <Figure
          name={t('run.median')}
          {...(latency.percentilesNs.p50 === null ? { value: '', missing: few } : median)}
          why={t('run.medianWhy')}
        />
        <CommonFigures samplesPerSecond={samplesPerSecond} memory={memory} />
        <EnergyFigures energy={energy[0]} />
        <Figure
          name={t('point.coldStart')}
          value={formatNs(coldStart.sessionNs + coldStart.firstInferenceNs)}
          why={t('table.coldWhy', {
            session: formatNs(coldStart.sessionNs),
            first: formatNs(coldStart.firstInferenceNs),
          })}
        />
      </dl>
    </section>
  )
}
