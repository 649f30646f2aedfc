// What is set of all clusters at once: the governors that they share, turbo clocks, and a Jetson's mode of power.

import { Group, NativeSelect, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Tuning, TuningReport } from '../../../shared/tuning.ts'
import { sharedGovernors } from './clocksOnOffer.ts'
import { wishOf, withPolicy } from './wish.ts'

interface ForAllProps {
  readonly report: TuningReport
  readonly wish: Tuning
  readonly onChange: (wish: Tuning) => void
}

export function ForAll({ report, wish, onChange }: ForAllProps) {
  const { boost, powerModes } = report
  const several = report.policies.length > 1
  if (!several && boost === null && powerModes === null) return null
  return (
    <Group gap="xl" align="flex-start" mt="sm">
      {several && <GovernorOfAll report={report} wish={wish} onChange={onChange} />}
      {boost !== null && <Boost on={boost.on} wish={wish} onChange={onChange} />}
      {powerModes !== null && <PowerMode powerModes={powerModes} wish={wish} onChange={onChange} />}
    </Group>
  )
}

function GovernorOfAll({ report, wish, onChange }: ForAllProps) {
  const { t } = useTranslation()
  const known = report.policies.map(({ policy }) => policy)
  const governors = sharedGovernors(report)
  const now = report.policies.map(
    ({ policy, governor }) => wishOf(wish, policy).governor ?? governor,
  )
  const same = new Set(now).size === 1 ? (now[0] ?? '') : ''
  const choose = (governor: string) => {
    const next = report.policies.reduce(
      (all, { policy, governor: set }) =>
        withPolicy(all, known, policy, {
          governor: governor === set ? null : governor,
          tunables: {},
        }),
      wish,
    )
    onChange(next)
  }
  return (
    <NativeSelect
      label={t('tune.governorOfAll')}
      data={[
        ...(governors.includes(same) ? [] : [{ value: '', label: t('tune.different') }]),
        ...governors.map((value) => ({ value, label: value })),
      ]}
      value={governors.includes(same) ? same : ''}
      onChange={({ currentTarget: { value } }) => {
        if (value !== '') choose(value)
      }}
    />
  )
}

interface BoostProps extends Omit<ForAllProps, 'report'> {
  readonly on: boolean
}

function Boost({ on, wish, onChange }: BoostProps) {
  const { t } = useTranslation()
  return (
    <Switch
      label={t('tune.boost')}
      description={t('tune.boostWhat')}
      checked={wish.boost ?? on}
      data-changed={wish.boost !== null && wish.boost !== on}
      onChange={({ currentTarget: { checked } }) =>
        onChange({ ...wish, boost: checked === on ? null : checked })
      }
    />
  )
}

interface PowerModeProps extends Omit<ForAllProps, 'report'> {
  readonly powerModes: NonNullable<TuningReport['powerModes']>
}

function PowerMode({ powerModes, wish, onChange }: PowerModeProps) {
  const { t } = useTranslation()
  const now = powerModes.modes.find(({ name }) => name === powerModes.now)?.id ?? null
  const chosen = wish.powerMode ?? now
  return (
    <NativeSelect
      label={t('tune.powerMode')}
      description={t('tune.powerModeWhat')}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[
        ...(chosen === null ? [{ value: '', label: t('tune.notKnown') }] : []),
        ...powerModes.modes.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      value={chosen === null ? '' : String(chosen)}
      data-changed={wish.powerMode !== null && wish.powerMode !== now}
      onChange={({ currentTarget: { value } }) => {
        const id = value === '' ? null : Number(value)
        onChange({ ...wish, powerMode: id === now ? null : id })
      }}
    />
  )
}
