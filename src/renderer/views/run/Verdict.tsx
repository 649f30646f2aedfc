// The verdict of a result as one line of clauses; what asks for caution carries its own mark.

import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { faultWords } from '../../i18n/index.ts'
import { cautions, type VerdictFact, verdictOf } from './verdict.ts'

const percentWord = (percent: number) => String(Number(percent.toPrecision(2)))

export function verdictClause(t: TFunction, fact: VerdictFact): string {
  switch (fact.kind) {
    case 'failed':
      return faultWords(t, fact.fault).message
    case 'invalid':
      return t('verdict.invalid', {
        count: fact.count,
        reasons: fact.because.map((kind) => t(`verdict.because.${kind}`)).join(t('axis.and')),
      })
    case 'precise':
    case 'settled':
    case 'capped':
      return fact.widestPercent === null
        ? t(`verdict.${fact.kind}Unknown`, { count: fact.count })
        : t(`verdict.${fact.kind}`, {
            count: fact.count,
            percent: percentWord(fact.widestPercent),
          })
    case 'partial':
    case 'fits':
    case 'cancelled':
    case 'lost':
      return t(`verdict.${fact.kind}`, { count: fact.count, total: fact.total })
    case 'crowded':
      return t('verdict.crowded', { count: fact.count, cores: fact.cores })
    case 'completed':
    case 'failedPoints':
    case 'tooLarge':
    case 'skipped':
    case 'whole':
    case 'fallback':
    case 'warned':
    case 'sparse':
    case 'unsteady':
      return t(`verdict.${fact.kind}`, { count: fact.count })
  }
}

export function Verdict({ snapshot }: { readonly snapshot: RunSnapshot }) {
  const { t } = useTranslation()
  const facts = verdictOf(snapshot.record, snapshot.view)
  return (
    <ul className="verdict" aria-label={t('verdict.label')}>
      {facts.map((fact) => {
        const caution = cautions.has(fact.kind)
        const Icon = caution ? IconAlertTriangle : IconCheck
        return (
          <li key={fact.kind} data-caution={caution}>
            <Icon size={14} aria-hidden />
            {verdictClause(t, fact)}
          </li>
        )
      })}
    </ul>
  )
}
