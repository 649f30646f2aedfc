// What of a draft's advanced part is not as usual, in a line.

import { useTranslation } from 'react-i18next'
import type { CoolDown } from '../../../shared/plan.ts'
import { settingSaying } from '../../../shared/result-sayings.ts'
import {
  defaultSettings,
  type SessionAxes,
  type SettingName,
  settingNames,
} from '../../../shared/session-settings.ts'
import { formatDuration } from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import type { EnergyDraft, SweepDraft } from './draft.ts'

/** A value of a setting, as a label has it. */
export function useSettingLabel() {
  const { t } = useTranslation()
  return <N extends SettingName>(name: N, value: SessionAxes[N][number]) =>
    said(t, settingSaying({ ...defaultSettings, [name]: value }, name))
}

function useCoolDownWords() {
  const { t } = useTranslation()
  return (coolDown: CoolDown): string | null => {
    switch (coolDown.kind) {
      case 'none':
        return null
      case 'time':
        return t('sweep.coolDownTime', { duration: formatDuration(coolDown.ms) })
      case 'temperature':
        return t('sweep.coolDownBelow', { celsius: coolDown.belowMilliC / 1000 })
    }
  }
}

function useEnergyWords() {
  const { t } = useTranslation()
  return ({ minEnergyMs, idleMs }: EnergyDraft): readonly string[] => [
    ...(minEnergyMs === null
      ? []
      : [t('sweep.energyWindow', { duration: formatDuration(minEnergyMs) })]),
    ...(idleMs === null ? [] : [t('sweep.restOf', { duration: formatDuration(idleMs) })]),
  ]
}

/** Empty: everything is as usual. */
export function useSummary() {
  const labelOf = useSettingLabel()
  const coolDownWords = useCoolDownWords()
  const energyWords = useEnergyWords()
  return (draft: Pick<SweepDraft, 'settings' | 'coolDown' | 'energy'>): string => {
    const unusual = settingNames.filter(
      (name) => JSON.stringify(draft.settings[name]) !== JSON.stringify([defaultSettings[name]]),
    )
    const settings = unusual.map((name) =>
      draft.settings[name].map((value) => labelOf(name, value)).join(' / '),
    )
    return [...settings, ...energyWords(draft.energy), coolDownWords(draft.coolDown)]
      .filter((part) => part !== null)
      .join(' · ')
  }
}
