// A report as a page: what was found first, then every figure, then how it came about.

import { Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { modelKey } from '../../shared/plan.ts'
import { modelTitle } from '../../shared/point-label.ts'
import type { ReportDocument } from '../../shared/report.ts'
import { useMoment } from '../i18n/moment.ts'
import { useRunNames } from '../views/compare/runNames.ts'
import { useModelWords, useRunBoard } from '../views/run/runWords.ts'
import { ComparisonSection } from './ComparisonSection.tsx'
import { MethodsSection } from './MethodsSection.tsx'
import { ModelCharts } from './ModelCharts.tsx'
import { RunResult } from './RunResult.tsx'
import { type ShownRun, snapshotOf } from './reportedRun.ts'

function useShownRuns({ runs }: ReportDocument): readonly ShownRun[] {
  const snapshots = runs.map(snapshotOf)
  const names = useRunNames(snapshots.map(({ record }) => record))
  return runs.flatMap((run, index) => {
    const snapshot = snapshots[index]
    return snapshot === undefined ? [] : [{ run, snapshot, name: names[index] ?? run.board }]
  })
}

function useTitle(shown: readonly ShownRun[]): string {
  const { t } = useTranslation()
  const modelsOf = useModelWords()
  const boardOf = useRunBoard()
  const models = new Set(shown.map(({ run }) => modelsOf(run.plan)))
  const title = t('run.title', {
    model: [...models].join(', '),
    board: [...new Set(shown.map(({ snapshot }) => boardOf(snapshot.record)))].join(', '),
  })
  useEffect(() => {
    document.title = title
  }, [title])
  return title
}

export function ReportPage({ report }: { readonly report: ReportDocument }) {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const shown = useShownRuns(report)
  const title = useTitle(shown)
  const models = new Map(
    report.runs.flatMap(({ plan }) => plan.models.map((model) => [modelKey(model), model])),
  )
  const random = report.models.some(({ known }) => known?.randomWeights === true)
  return (
    <main className="report">
      <header>
        <Title order={1}>{title}</Title>
        <Text size="sm" c="dimmed">
          {t('report.written', {
            when: momentOf(report.createdMs),
            version: report.benchtop,
          })}
          {random && ` · ${t('sweep.randomWeights')}`}
        </Text>
      </header>
      {report.comparison !== null && (
        <ComparisonSection comparison={report.comparison} shown={shown} />
      )}
      {[...models].map(([key, model]) => (
        <section key={key} aria-label={modelTitle(model)}>
          {models.size > 1 && (
            <Title order={2} className="section-title">
              {modelTitle(model)}
            </Title>
          )}
          <ModelCharts model={model} shown={shown} references={report.references} />
        </section>
      ))}
      {shown.map((run) => (
        <RunResult key={run.run.id} shown={run} models={report.models} />
      ))}
      <MethodsSection report={report} shown={shown} />
    </main>
  )
}
