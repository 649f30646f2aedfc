// The figure that a point's scenario is about, with its interval, and the few others that are read from afar.

import { useTranslation } from 'react-i18next'
import type { Point } from '../../../shared/plan.ts'
import { formatBytes, formatNs, formatNsWithInterval, formatRate } from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'
import { headlineWords } from '../run/headlineWords.ts'
import type { PointResult } from './usePoint.ts'

interface PointHeadlineProps {
  readonly point: Point
  readonly result: PointResult
}

export function PointHeadline({ point, result: { measurement, invalid } }: PointHeadlineProps) {
  const { t } = useTranslation()
  const { latency, samplesPerSecond, coldStart, memory } = measurement
  const own = headlineWords(t, measurement)
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
