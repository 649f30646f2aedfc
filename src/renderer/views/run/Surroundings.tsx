// What the board does while it measures: the newest readings in words, and the last minute of each as a strip. While
// this computer measures itself only the words stand here.

import { useTranslation } from 'react-i18next'
import type { EnvironmentRecord } from '../../../shared/environment.ts'
import { threeDigits } from '../../../shared/units.ts'
import { stripFactor, strips } from '../point/overTime.ts'
import { sparkPoints } from './convergence.ts'

interface SurroundingsProps {
  readonly around: EnvironmentRecord
  /** Not while this computer measures itself. */
  readonly drawn: boolean
}

/** So many strips of one kind are drawn; a board can have a thermal zone for every part of its chip. */
const mostStrips = 4

export function Surroundings({ around, drawn }: SurroundingsProps) {
  const { t } = useTranslation()
  const lanes = strips.flatMap((kinds) => {
    const [lead] = kinds
    const known = around.series.flatMap(({ kind, name, values }) => {
      const read = values
        .filter((value) => value !== null)
        .map((value) => value / stripFactor[kind])
      const newest = read.at(-1)
      const isOurs = kinds.some((one) => one === kind)
      return !isOurs || newest === undefined ? [] : [{ kind, name, read, newest }]
    })
    return known.length === 0 ? [] : [{ lead, known: known.slice(0, mostStrips) }]
  })
  if (lanes.length === 0) return null
  return (
    <dl className="figures" aria-label={t('run.around')}>
      {lanes.flatMap(({ lead, known }) =>
        known.map(({ kind, name, read, newest }) => (
          <div key={kind + name}>
            <dt>{name === '' ? t(`point.around.${kind}`) : name}</dt>
            <dd>
              {threeDigits(newest)} {t(`point.unit.${lead}`)}
              {drawn && read.length > 1 && (
                <svg
                  aria-hidden="true"
                  className="spark"
                  viewBox="0 -2 160 32"
                  preserveAspectRatio="none"
                >
                  <polyline points={sparkPoints(read, 160, 28)} />
                </svg>
              )}
            </dd>
          </div>
        )),
      )}
    </dl>
  )
}
