// How the runs of a report compare: the window's own sentences, warnings and table, from the document alone.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReportDocument } from '../../shared/report.ts'
import { ComparisonTable } from '../views/compare/ComparisonTable.tsx'
import { Differences } from '../views/compare/Differences.tsx'
import { Findings } from '../views/compare/Findings.tsx'
import type { LoadedComparison } from '../views/compare/useComparison.ts'
import type { ShownRun } from './reportedRun.ts'

interface ComparisonSectionProps {
  readonly comparison: NonNullable<ReportDocument['comparison']>
  readonly shown: readonly ShownRun[]
}

export function ComparisonSection({ comparison, shown }: ComparisonSectionProps) {
  const { t } = useTranslation()
  const snapshots = shown.map(({ snapshot }) => snapshot)
  const baseline = snapshots.find(({ record }) => record.id === comparison.baseline)
  if (baseline === undefined) return null
  const loaded: LoadedComparison = {
    snapshots,
    baseline,
    comparison: { ...comparison, runs: snapshots.map(({ record }) => record) },
    names: shown.map(({ name }) => name),
    inks: shown.map((_, index) => index),
  }
  return (
    <section aria-label={t('report.comparison')}>
      <Title order={2} className="section-title">
        {t('report.comparison')}
      </Title>
      <Findings loaded={loaded} />
      <Differences loaded={loaded} />
      {comparison.rows.length > 0 && <ComparisonTable loaded={loaded} isPrinted />}
    </section>
  )
}
