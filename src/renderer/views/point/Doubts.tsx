// Whether a point counts, why it was measured no longer, and everything to know before trusting it: what is so, and
// what can be done about it.

import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  type AdviceSaying,
  invalidSaying,
  stopSaying,
  warningSaying,
} from '../../../shared/result-sayings.ts'
import { said } from '../../i18n/sayings.ts'
import type { PointResult } from './usePoint.ts'

function Advice({ advice }: { readonly advice: AdviceSaying }) {
  const { t } = useTranslation()
  return (
    <li>
      {said(t, advice.says)} <span className="hint">{said(t, advice.hint)}</span>
    </li>
  )
}

interface DoubtsProps {
  readonly result: PointResult
  readonly counted: number
  readonly planned: number
}

export function Doubts({ result: { measurement, invalid }, counted, planned }: DoubtsProps) {
  const { t } = useTranslation()
  const { latency, warnings } = measurement
  const counts = invalid.length === 0
  const Icon = counts ? IconCheck : IconAlertTriangle
  const clauses = [
    t(counts ? 'point.valid' : 'point.invalid'),
    said(t, stopSaying(measurement)),
    t('point.samples', { count: latency.count }),
    ...(planned > 1 ? [t('point.repetitionsCounted', { count: counted, total: planned })] : []),
    t(`point.warmup.${measurement.warmup.end}`, { count: measurement.warmup.iterations }),
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a report shows many, and a section would make each a landmark
    <div className="surface" role="group" aria-label={t('point.verdict')}>
      <p className="point-verdict" data-caution={!counts}>
        <Icon size={16} aria-hidden /> {clauses.join(t('point.clause'))}
      </p>
      {!counts && (
        <div className="notice" data-tone="warn">
          <ul className="advice">
            {invalid.map((reason) => (
              <Advice key={JSON.stringify(reason)} advice={invalidSaying(reason)} />
            ))}
          </ul>
        </div>
      )}
      {warnings.length > 0 && (
        <ul className="advice" aria-label={t('point.warnings')}>
          {warnings.map((warning) => (
            <Advice key={JSON.stringify(warning)} advice={warningSaying(warning)} />
          ))}
        </ul>
      )}
    </div>
  )
}
