// For how long a tuning is lent: the board gives itself back what it had when the time is up, or at its next start.

import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CallRequest } from '../../../shared/ipc.ts'
import { leaseNames, leasesMs } from './lease.ts'

const kept = 'kept'

export const usualLease = String(leasesMs.tenMinutes)

/** What is asked of the board, from what the choice holds. */
export const leaseOf = (value: string): CallRequest<'tuning.apply'>['lease'] =>
  value === kept ? { kind: 'kept' } : { kind: 'until', leftMs: Number(value) }

interface LeaseChoiceProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

export function LeaseChoice({ value, onChange }: LeaseChoiceProps) {
  const { t } = useTranslation()
  return (
    <NativeSelect
      size="xs"
      label={t('tune.leaseFor')}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        ...leaseNames.map((name) => ({
          value: String(leasesMs[name]),
          label: t(`tune.lease.${name}`),
        })),
        { value: kept, label: t('tune.lease.kept') },
      ]}
    />
  )
}
