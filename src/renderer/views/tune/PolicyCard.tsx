// One frequency policy: which cores it clocks, how fast they run now, and what may be set of it. What is asked for
// stands in the controls; what differs from what is set now is marked, and written only by Apply.

import { Group, NativeSelect, Text, Title } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { coresText } from '../../../shared/core-list.ts'
import type { PolicyWish, TunablePolicy } from '../../../shared/tuning.ts'
import { formatKhz } from '../../../shared/units.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { useGovernorWords } from './clockWords.ts'
import { FrequencyChoice } from './FrequencyChoice.tsx'
import { Spark } from './Spark.tsx'
import { Tunables } from './Tunables.tsx'

interface PolicyCardProps {
  readonly policy: TunablePolicy
  readonly wish: PolicyWish
  /** What its clock was in the last minute, oldest first. */
  readonly pastKhz: readonly number[]
  readonly onChange: (part: Partial<PolicyWish>) => void
}

export function PolicyCard({ policy, wish, pastKhz, onChange }: PolicyCardProps) {
  const { t } = useTranslation()
  const titleId = useId()
  const nameId = useId()
  const isOffline = policy.onlineCpus.length === 0
  return (
    <section className="surface policy" aria-labelledby={`${titleId} ${nameId}`}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2} id={titleId}>
            {policy.cluster ?? policy.policy}
          </Title>
          <Text size="xs" c="dimmed" id={nameId}>
            {[
              policy.cluster === null ? null : policy.policy,
              t('tune.cores', { count: policy.cpus.length, cores: coresText(policy.cpus) }),
              policy.driver,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </Text>
          <Offline policy={policy} />
        </div>
        {!isOffline && <Now policy={policy} pastKhz={pastKhz} />}
      </Group>
      {isOffline ? (
        <Text c="dimmed">{t('tune.policyOffline')}</Text>
      ) : (
        <>
          <GovernorChoice policy={policy} wish={wish} onChange={onChange} />
          <FrequencyChoice policy={policy} wish={wish} onChange={onChange} />
          <Preference policy={policy} wish={wish} onChange={onChange} />
          <Tunables policy={policy} wish={wish} onChange={onChange} />
        </>
      )}
    </section>
  )
}

function Offline({ policy: { cpus, onlineCpus } }: Pick<PolicyCardProps, 'policy'>) {
  const { t } = useTranslation()
  const off = cpus.filter((cpu) => !onlineCpus.includes(cpu))
  if (off.length === 0) return null
  return (
    <StateWord
      tone="warn"
      word={t('tune.coresOffline', { count: off.length, cores: coresText(off) })}
    />
  )
}

function Now({ policy, pastKhz }: Pick<PolicyCardProps, 'policy' | 'pastKhz'>) {
  const { t } = useTranslation()
  const { nowKhz, hardwareMinKhz, hardwareMaxKhz } = policy
  return (
    <div className="policy-now">
      <Text size="xs" c="dimmed" title={t('tune.nowWhat')}>
        {t('tune.now')}
      </Text>
      <Text size="xl" fw={600} lh={1.2}>
        {formatKhz(nowKhz)}
      </Text>
      <Spark values={pastKhz} low={hardwareMinKhz ?? 0} high={hardwareMaxKhz} />
    </div>
  )
}

type ChoiceProps = Omit<PolicyCardProps, 'pastKhz'>

function GovernorChoice({ policy, wish, onChange }: ChoiceProps) {
  const { t } = useTranslation()
  const whatOf = useGovernorWords()
  const chosen = wish.governor ?? policy.governor ?? ''
  const known = policy.governors.includes(chosen)
    ? policy.governors
    : [...policy.governors, chosen].filter((name) => name !== '')
  if (known.length === 0) return null
  const isChanged = wish.governor !== null && wish.governor !== policy.governor
  return (
    <NativeSelect
      label={t('tune.governor')}
      description={whatOf(chosen, policy.driver)}
      inputWrapperOrder={['label', 'input', 'description']}
      data={known.map((value) => ({ value, label: value }))}
      value={chosen}
      data-changed={isChanged}
      disabled={known.length === 1}
      maw={260}
      onChange={({ currentTarget: { value } }) =>
        onChange({ governor: value === policy.governor ? null : value, tunables: {} })
      }
    />
  )
}

function Preference({ policy, wish, onChange }: ChoiceProps) {
  const { t } = useTranslation()
  const { energyPreference: now, energyPreferences } = policy
  if (energyPreferences.length === 0) return null
  const chosen = wish.energyPreference ?? now ?? ''
  const known = [...new Set([...energyPreferences, chosen])].filter((name) => name !== '')
  return (
    <NativeSelect
      label={t('tune.preference')}
      description={t('tune.preferenceWhat')}
      inputWrapperOrder={['label', 'input', 'description']}
      data={known.map((value) => ({ value, label: value }))}
      value={chosen}
      data-changed={wish.energyPreference !== null && wish.energyPreference !== now}
      maw={260}
      onChange={({ currentTarget: { value } }) =>
        onChange({ energyPreference: value === now ? null : value })
      }
    />
  )
}
