// How and where a result was measured: everything that another person needs to judge or repeat it.

import { Title } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { BoardFacts } from '../../../shared/board.ts'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { runtimeVersions } from '../../../shared/runtime-version.ts'
import { formatBytes, formatDuration, threeDigits, unknown } from '../../../shared/units.ts'
import { useMoment } from '../../i18n/moment.ts'
import { inputWords } from '../../report/inputWords.ts'
import { planConditions } from './planConditions.ts'
import { useRunBoard } from './runWords.ts'

type Fact = readonly [name: string, value: string]

/** 4× Cortex-A76 up to 2.40 GHz. */
function clusterWords(t: TFunction, { clusters }: BoardFacts): string {
  return clusters
    .map(({ name, cpus, maxKhz }) =>
      maxKhz === null
        ? t('facts.cluster', { count: cpus.length, name })
        : t('facts.clusterAt', {
            count: cpus.length,
            name,
            frequency: `${threeDigits(maxKhz / 1e6)} GHz`,
          }),
    )
    .join(', ')
}

function useFacts({ record, view }: RunSnapshot): readonly Fact[] {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const boardOf = useRunBoard()
  const { facts, startedWallMs, lastWallMs } = view
  const { plan } = record
  const governors =
    facts === null
      ? unknown
      : facts.cpuPolicies.length === 0
        ? t('facts.noGovernors')
        : facts.cpuPolicies
            .map(({ policy, governor }) => `${policy}: ${governor ?? unknown}`)
            .join(', ')
  const dims = plan.models
    .flatMap((model) => Object.entries(model.dims))
    .map(([name, size]) => `${name} = ${size}`)
  return [
    [t('facts.board'), boardOf(record)],
    [t('facts.machine'), facts?.model ?? unknown],
    ...(facts?.soc == null ? [] : [[t('facts.soc'), facts.soc] as const]),
    [
      t('facts.cpu'),
      facts === null
        ? unknown
        : `${facts.cpu.model}, ${t('boards.coresOf', {
            available: facts.cpu.availableCores,
            total: facts.cpu.logicalCores,
          })}`,
    ],
    ...(facts === null || facts.clusters.length === 0
      ? []
      : [[t('facts.clusters'), clusterWords(t, facts)] as const]),
    [t('facts.memory'), formatBytes(facts?.memoryBytes ?? null)],
    [t('facts.system'), facts === null ? unknown : `${facts.os.name}, ${facts.os.arch}`],
    [t('facts.kernel'), facts?.os.kernel ?? unknown],
    [t('facts.governors'), governors],
    [t('facts.node'), facts?.runtime.node ?? unknown],
    [t('facts.ort'), runtimeVersions(view).join(', ') || unknown],
    [t('facts.engine'), planConditions(t, plan)],
    [t('facts.repetitions'), String(plan.repetitions)],
    [
      t('facts.limits'),
      t('facts.limitsWhat', {
        warmup: formatDuration(plan.limits.warmupMaxMs),
        percent: threeDigits(plan.limits.precision * 100),
        max: formatDuration(plan.limits.maxMs),
        samples: plan.limits.minSamples,
      }),
    ],
    [t('facts.seed'), `${plan.seed} (${t('facts.inputs')})`],
    ...(dims.length === 0 ? [] : [[t('facts.dims'), dims.join(', ')] as const]),
    ...plan.models.flatMap(({ inputs }) =>
      Object.entries(inputs).map(
        ([input, values]) => [t('facts.input', { input }), inputWords(t, values)] as const,
      ),
    ),
    [t('facts.when'), momentOf(record.createdMs)],
    [
      t('facts.took'),
      startedWallMs === null || lastWallMs === null
        ? unknown
        : formatDuration(lastWallMs - startedWallMs),
    ],
    [t('facts.run'), record.id],
    ...plan.models.map(
      ({ name, sha256 }) => [t('facts.model'), `${name} (${sha256.slice(0, 12)}…)`] as const,
    ),
  ]
}

/** The facts of a run as a list. */
export function Facts({ snapshot }: { readonly snapshot: RunSnapshot }) {
  return (
    <dl className="facts">
      {useFacts(snapshot).map(([name, value]) => (
        <div key={name + value}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Methods({ snapshot }: { readonly snapshot: RunSnapshot }) {
  const { t } = useTranslation()
  return (
    <section className="surface" aria-label={t('run.methods')}>
      <Title order={2} mb={8}>
        {t('run.methods')}
      </Title>
      <Facts snapshot={snapshot} />
    </section>
  )
}
