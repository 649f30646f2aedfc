// Where the power of a run was read: method, rails, rate, and what the board took at rest before, clock by clock. Beside
// every energy of the report; where there is no source it says so.

import { Text, Title } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { coverageSaying, methodSaying } from '../../shared/energy-sayings.ts'
import type { Clock } from '../../shared/plan.ts'
import { clockSayings } from '../../shared/result-sayings.ts'
import type { RunView } from '../../shared/run.ts'
import { formatMilliwatts, formatNs, threeDigits } from '../../shared/units.ts'
import { said } from '../i18n/sayings.ts'
import { leftHead, NumberTable } from '../table/NumberTable.tsx'
import type { ShownRun } from './reportedRun.ts'

const clockWords = (t: TFunction, clock: Clock) =>
  clockSayings(clock)
    .map((saying) => said(t, saying))
    .join(' · ') || t('report.clocks.asFound')

/** At rest before the first point of each clock: `1.20 W for 30.0 s (as found)`. */
const restOf = (t: TFunction, { idles }: RunView, source: string): readonly string[] =>
  idles.flatMap(({ clock, wallNs, sources }) =>
    sources
      .filter((idle) => idle.source === source)
      .map(({ milliwatts }) =>
        t('report.power.restAt', {
          power: formatMilliwatts(milliwatts),
          duration: formatNs(wallNs),
          clock: clockWords(t, clock),
        }),
      ),
  )

export function PowerTable({ shown }: { readonly shown: ShownRun }) {
  const { t } = useTranslation()
  const { view } = shown.snapshot
  const title = `${t('report.power.title')}: ${shown.name}`
  return (
    <div className="surface">
      <Title order={3} mb={8}>
        {title}
      </Title>
      {view.powerSources.length === 0 ? (
        <Text>{t('energyUi.notMeasuredWhy')}</Text>
      ) : (
        <NumberTable
          label={title}
          heads={[
            leftHead(t('energyUi.head.method')),
            leftHead(t('energyUi.head.coverage')),
            leftHead(t('report.power.rails')),
            { words: t('energyUi.head.rate') },
            { words: t('report.power.uncertainty') },
            leftHead(t('energyUi.head.rest')),
          ]}
        >
          {view.powerSources.map(({ id, method, coverage, rails, hz, uncertainty }) => {
            const rest = restOf(t, view, id)
            return (
              <tr key={id}>
                <th scope="row" className="left">
                  {said(t, methodSaying(method))}
                  <div className="spread">{id}</div>
                </th>
                <td className="left">{said(t, coverageSaying(coverage))}</td>
                <td className="left">
                  {rails
                    .map(({ name, inTotal }) =>
                      inTotal ? name : t('report.power.beside', { name }),
                    )
                    .join(t('compare.comma'))}
                </td>
                <td>{t('energyUi.hz', { hz: threeDigits(hz) })}</td>
                <td>
                  {uncertainty === null
                    ? t('energyUi.uncertaintyUnknown')
                    : `±${threeDigits(uncertainty * 100)} %`}
                </td>
                <td className="left">
                  {rest.length === 0 ? t('energy.notMeasured') : rest.join('; ')}
                </td>
              </tr>
            )
          })}
        </NumberTable>
      )}
    </div>
  )
}
