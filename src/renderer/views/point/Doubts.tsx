// Whether a point counts, why it was measured no longer, and everything to know before trusting it: what is so, and
// what can be done about it.

import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { energyFlagSaying } from '../../../shared/energy-sayings.ts'
import { flagsOf } from '../../../shared/pooled-energy.ts'
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

export function Doubts({
  result: { measurement, invalid, energy },
  counted,
  planned,
}: DoubtsProps) {
  const { t } = useTranslation()
  const { latency, warnings } = measurement
  const counts = invalid.length === 0
  const advices = [
    ...warnings.map(warningSaying),
    ...energy.slice(0, 1).flatMap((own) => flagsOf(own).map(energyFlagSaying)),
  ]
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
      {advices.length > 0 && (
        <ul className="advice" aria-label={t('point.warnings')}>
          {advices.map((advice) => (
            <Advice key={advice.says.key} advice={advice} />
          ))}
        </ul>
      )}
    </div>
  )
}
