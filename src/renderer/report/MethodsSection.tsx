// How a report's figures came about, from the facts of its runs: enough that another engineer can repeat them.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { stretchedMaxMs } from '../../shared/limits.ts'
import { quantiles } from '../../shared/measurement.ts'
import { preflightSaying } from '../../shared/preflight-sayings.ts'
import type { ReportDocument } from '../../shared/report.ts'
import { runtimeVersions } from '../../shared/runtime-version.ts'
import { leastSamples, warmupWindow } from '../../shared/stats.ts'
import { formatCount, formatDuration, threeDigits, unknown } from '../../shared/units.ts'
import { said } from '../i18n/sayings.ts'
import { Facts } from '../views/run/Methods.tsx'
import { planConditions } from '../views/run/planConditions.ts'
import { ClocksTable } from './ClocksTable.tsx'
import { inputWords } from './inputWords.ts'
import { PointConditions } from './PointConditions.tsx'
import { PowerTable } from './PowerTable.tsx'
import { ReportedModels } from './ReportedModels.tsx'
import type { ShownRun } from './reportedRun.ts'

interface MethodsSectionProps {
  readonly report: ReportDocument
  readonly shown: readonly ShownRun[]
}

/** What holds for every run of Benchtop. */
function Definitions({ report }: Pick<MethodsSectionProps, 'report'>) {
  const { t } = useTranslation()
  const least = quantiles.map((quantile) => `${quantile} ${leastSamples[quantile]}`).join(', ')
  return (
    <div className="surface methods-text">
      <p>{t('report.single')}</p>
      <p>{t('report.percentiles', { least })}</p>
      <p>{t('report.interval')}</p>
      <p>{t('report.throughput')}</p>
      <p>{t('report.memory')}</p>
      <p>{t('report.energy')}</p>
      <p>{t('report.validity')}</p>
      {report.comparison !== null && <p>{t('report.ratios')}</p>}
      {report.references.length > 0 && <p>{t('report.references')}</p>}
    </div>
  )
}

function Inputs({ run }: Pick<ShownRun, 'run'>) {
  const { t } = useTranslation()
  const said = run.plan.models.flatMap(({ name, inputs }) =>
    Object.entries(inputs).map(([input, values]) => ({ name, input, values })),
  )
  return (
    <>
      <p>
        {t('report.inputs')}: {t('report.inputsSeeded', { seed: run.plan.seed })}
      </p>
      {said.length > 0 && (
        <ul className="sentences">
          {said.map(({ name, input, values }) => (
            <li key={`${name} ${input}`}>
              {name}, {input}: {inputWords(t, values)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What spoke against measuring as the run began. */
function Accepted({ run: { preflight } }: Pick<ShownRun, 'run'>) {
  const { t } = useTranslation()
  if (preflight === null) return <p>{t('report.notLooked')}</p>
  if (preflight.length === 0) return <p>{t('report.nothingFound')}</p>
  return (
    <>
      <p>{t('report.accepted')}:</p>
      <ul className="sentences">
        {preflight.map((finding) => (
          <li key={JSON.stringify(finding)}>{said(t, preflightSaying(finding).says)}</li>
        ))}
      </ul>
    </>
  )
}

function RunMethods({ shown }: { readonly shown: ShownRun }) {
  const { t } = useTranslation()
  const { run, snapshot, name } = shown
  const { limits } = run.plan
  return (
    <>
      <div className="surface">
        <Title order={3} mb={8}>
          {name}
        </Title>
        <Facts snapshot={snapshot} />
        <div className="methods-text" style={{ marginTop: 12 }}>
          <p>
            {t('report.process', {
              times: t('report.times', { count: run.plan.repetitions }),
              conditions: planConditions(t, run.plan),
              ort: runtimeVersions(snapshot.view).join(', ') || unknown,
              node: run.facts?.runtime.node ?? unknown,
              providers: run.facts?.runtime.providers.join(', ') ?? unknown,
            })}{' '}
            {t('report.warmup', {
              window: warmupWindow,
              iterations: limits.warmupMaxIterations,
              max: formatDuration(limits.warmupMaxMs),
            })}{' '}
            {t('report.stop', {
              samples: limits.minSamples,
              min: formatDuration(limits.minMs),
              percent: threeDigits(limits.precision * 100),
              maxSamples: formatCount(limits.maxSamples),
              max: formatDuration(limits.maxMs),
              stretched: formatDuration(stretchedMaxMs(limits)),
            })}
          </p>
          <Inputs run={run} />
          <Accepted run={run} />
        </div>
        <Title order={4} size="h3" mt={12} mb={4}>
          {t('report.plan')}
        </Title>
        <Text size="sm" mb={8}>
          {t('report.planWhat')}
        </Text>
        <pre className="plan">{run.planFile}</pre>
      </div>
      <ClocksTable shown={shown} />
      <PowerTable shown={shown} />
      <PointConditions shown={shown} />
    </>
  )
}

export function MethodsSection({ report, shown }: MethodsSectionProps) {
  const { t } = useTranslation()
  const references = report.references.flatMap(({ lines }) => lines)
  return (
    <section aria-label={t('report.methods')}>
      <Title order={2} className="section-title">
        {t('report.methods')}
      </Title>
      <Definitions report={report} />
      <ReportedModels models={report.models} />
      {shown.map((run) => (
        <RunMethods key={run.run.id} shown={run} />
      ))}
      {references.length > 0 && (
        <div className="surface">
          <Title order={3} mb={8}>
            {t('report.sources')}
          </Title>
          <ul className="sentences">
            {references.map(({ reference, label }) => (
              <li key={reference.id}>
                {label}: {reference.sourceUrl}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
