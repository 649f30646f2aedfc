// Why a point has no figures, or figures that do not count, in sentences.

import { useTranslation } from 'react-i18next'
import { invalidSaying, skipSaying } from '../../../shared/result-sayings.ts'
import type { PointView } from '../../../shared/run.ts'
import { faultWords } from '../../i18n/index.ts'
import { said } from '../../i18n/sayings.ts'

/** Empty where nothing is to be said. */
export function usePointReasons() {
  const { t } = useTranslation()
  return ({ state }: PointView): readonly string[] => {
    if (state.kind !== 'ended') return []
    const { outcome, invalid } = state
    if (outcome.kind === 'skipped') return [said(t, skipSaying(outcome.reason))]
    if ('fault' in outcome) return [faultWords(t, outcome.fault).message]
    return invalid.map((reason) => said(t, invalidSaying(reason).says))
  }
}
