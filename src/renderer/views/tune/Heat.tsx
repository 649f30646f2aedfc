// How hot the board is and what cools or slows it now: what decides whether a frequency can be held.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TuningReport } from '../../../shared/tuning.ts'

const celsius = (milliC: number) => `${(milliC / 1_000).toFixed(0)} °C`

/** Several may have one name: each is then known by which of them it is. */
function numbered<T>(all: readonly T[], nameOf: (one: T) => string) {
  return all.map((one, index) => {
    const name = nameOf(one)
    const before = all.slice(0, index).filter((other) => nameOf(other) === name).length
    return { key: `${name} ${before}`, one }
  })
}

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
        {numbered(zones, ({ zone }) => zone).map(({ key, one: { zone, milliC } }) => (
          <li className="chip" key={`zone ${key}`}>
            {zone} {celsius(milliC)}
          </li>
        ))}
        {numbered(working, ({ cooler }) => cooler).map(({ key, one }) => (
          <li className="chip" data-tone="warn" key={`cooler ${key}`}>
            {t('tune.cooler', { cooler: one.cooler, state: one.state, most: one.mostState })}
          </li>
        ))}
        {coolers.length > 0 && working.length === 0 && (
          <li className="chip">{t('tune.noCooling')}</li>
        )}
      </ul>
    </section>
  )
}
