// Under what conditions a plan measures, in a few words: its engines always, scenarios and settings where they are not
// what stands where nobody says otherwise.

import type { TFunction } from 'i18next'
import { type Plan, scenarios } from '../../../shared/plan.ts'
import { clockSaying, settingSaying } from '../../../shared/result-sayings.ts'
import {
  namedSettings,
  type SettingName,
  settingNames,
  settingsOf,
} from '../../../shared/session-settings.ts'
import { said } from '../../i18n/sayings.ts'

function settingWords(t: TFunction, { settings }: Plan, name: SettingName): readonly string[] {
  const all = settingsOf(settings)
  if (all.every((one) => !namedSettings(one).includes(name))) return []
  return [[...new Set(all.map((one) => said(t, settingSaying(one, name))))].join(' / ')]
}

/** Governors and frequencies, each where the plan sets any. */
function clockWords(t: TFunction, { governors, frequenciesKhz }: Plan): readonly string[] {
  const axes = [
    governors.map((governor) => clockSaying({ governor, khz: null }, 'governor')),
    frequenciesKhz.map((khz) => clockSaying({ governor: null, khz }, 'frequency')),
  ]
  const isSet = [governors, frequenciesKhz].map((values) => values.some((value) => value !== null))
  return axes
    .filter((_, at) => isSet[at])
    .map((sayings) => sayings.map((saying) => said(t, saying)).join(' / '))
}

export function planConditions(t: TFunction, plan: Plan): string {
  const isUsual = plan.scenarios.every((scenario) => scenario === scenarios[0])
  return [
    ...(isUsual ? [] : [plan.scenarios.map((one) => t(`scenario.${one}.name`)).join(' / ')]),
    plan.engines.join(' / '),
    ...clockWords(t, plan),
    ...settingNames.flatMap((name) => settingWords(t, plan, name)),
  ].join(' · ')
}
