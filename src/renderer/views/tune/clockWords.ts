// What sets clocks, in the words of the reader.

import { useTranslation } from 'react-i18next'
import type { TunablePolicy } from '../../../shared/tuning.ts'

const told = [
  'performance',
  'powersave',
  'schedutil',
  'ondemand',
  'conservative',
  'userspace',
  'interactive',
] as const

const isTold = (name: string): name is (typeof told)[number] => told.some((known) => known === name)

/** Drivers under which the processor itself chooses its clock, and `powersave` is no lower limit. */
const choosesItself = (driver: string | null) =>
  driver === 'intel_pstate' || driver === 'amd-pstate-epp'

/** What a governor does, in a few words; empty for one that is not known here. */
export function useGovernorWords() {
  const { t } = useTranslation()
  return (governor: string | null, driver: TunablePolicy['driver']): string => {
    if (governor === null || !isTold(governor)) return ''
    if (choosesItself(driver) && (governor === 'powersave' || governor === 'performance'))
      return t(`tune.governorItself.${governor}`)
    return t(`tune.governorWhat.${governor}`)
  }
}
