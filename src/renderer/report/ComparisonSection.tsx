// How the runs of a report, or their parts, compare: the window's own sentences, warnings and table, from the document alone.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { sidesOf } from '../../shared/compared-side.ts'
import type { ReportDocument } from '../../shared/report.ts'
import { ComparisonTable } from '../views/compare/ComparisonTable.tsx'
import { Differences } from '../views/compare/Differences.tsx'
import { Findings } from '../views/compare/Findings.tsx'
import { useSideNames } from '../views/compare/runNames.ts'
import type { LoadedComparison } from '../views/compare/useComparison.ts'
import type { ShownRun } from './reportedRun.ts'

interface ComparisonSectionProps {
  readonly comparison: NonNullable<ReportDocument['comparison']>
  readonly shown: readonly ShownRun[]
}

export function ComparisonSection({ comparison, shown }: ComparisonSectionProps) {
  const { t } = useTranslation()
  const runs = shown.map(({ snapshot }) => snapshot)
  const sides = sidesOf(runs, comparison.by)
  const names = useSideNames(sides)
  const baseline = sides.find(({ id }) => id === comparison.baseline)
  if (baseline === undefined) return null
  const loaded: LoadedComparison = {
    runs,
    sides,
    baseline,
    comparison: { ...comparison, sides },
    names,
    inks: sides.map((_, index) => index),
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
