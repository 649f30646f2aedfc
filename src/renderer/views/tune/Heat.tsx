// How hot the board is and what cools or slows it now: what decides whether a frequency can be held.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TuningReport } from '../../../shared/tuning.ts'

const celsius = (milliC: number) => `${(milliC / 1_000).toFixed(0)} °C`

export function Heat({ zones, coolers }: Pick<TuningReport, 'zones' | 'coolers'>) {
  const { t } = useTranslation()
  if (zones.length === 0 && coolers.length === 0) return null
  const working = coolers.filter(({ state }) => state > 0)
  return (
    <section className="surface" aria-label={t('tune.heat')}>
      <Title order={2} mb={8}>
        {t('tune.heat')}
      </Title>
      <ul className="chips">
        {zones.map(({ zone, milliC }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several zones may have one name
          <li className="chip" key={at}>
            {zone} {celsius(milliC)}
          </li>
        ))}
        {working.map(({ cooler, state, mostState }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several coolers may have one name
          <li className="chip" data-tone="warn" key={`cooler ${at}`}>
            {t('tune.cooler', { cooler, state, most: mostState })}
          </li>
        ))}
        {coolers.length > 0 && working.length === 0 && (
          <li className="chip">{t('tune.noCooling')}</li>
        )}
      </ul>
    </section>
  )
}
