// What is set of all clusters at once: the governors that they share, turbo clocks, and a Jetson's mode of power.

import { Group, NativeSelect, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Tuning, TuningReport } from '../../../shared/tuning.ts'
import { onlinePolicies, sharedGovernors } from './clocksOnOffer.ts'
import { wishOf, withPolicy } from './wish.ts'

interface ForAllProps {
  readonly report: TuningReport
  readonly wish: Tuning
  readonly onChange: (wish: Tuning) => void
}

export function ForAll({ report, wish, onChange }: ForAllProps) {
  const { powerModes } = report
  const several = onlinePolicies(report).length > 1
  const boosts = boostsOf(report)
  if (!several && boosts.length === 0 && powerModes === null) return null
  return (
    <Group gap="xl" align="flex-start" mt="sm">
      {several && <GovernorOfAll report={report} wish={wish} onChange={onChange} />}
      {boosts.length > 0 && <Boost boosts={boosts} wish={wish} onChange={onChange} />}
      {powerModes !== null && <PowerMode powerModes={powerModes} wish={wish} onChange={onChange} />}
    </Group>
  )
}

/** The one switch of all policies, or those of their own, where the driver has it there. */
function boostsOf(report: TuningReport): readonly boolean[] {
  if (report.boost !== null) return [report.boost.on]
  return onlinePolicies(report).flatMap(({ boost }) => (boost === null ? [] : [boost]))
}

function GovernorOfAll({ report, wish, onChange }: ForAllProps) {
  const { t } = useTranslation()
  const known = report.policies.map(({ policy }) => policy)
  const online = onlinePolicies(report)
  const governors = sharedGovernors(report)
  const now = online.map(({ policy, governor }) => wishOf(wish, policy).governor ?? governor)
  const same = new Set(now).size === 1 ? (now[0] ?? '') : ''
  const choose = (governor: string) => {
    const next = online.reduce(
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
  readonly boosts: readonly boolean[]
}

function Boost({ boosts, wish, onChange }: BoostProps) {
  const { t } = useTranslation()
  const on = !boosts.includes(false)
  const isSet = (value: boolean) => boosts.every((one) => one === value)
  return (
    <Switch
      label={t('tune.boost')}
      description={t('tune.boostWhat')}
      checked={wish.boost ?? on}
      data-changed={wish.boost !== null && !isSet(wish.boost)}
      onChange={({ currentTarget: { checked } }) =>
        onChange({ ...wish, boost: isSet(checked) ? null : checked })
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
