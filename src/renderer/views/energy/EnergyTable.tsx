// The energy of a point by each source that was read: how it was measured stands beside every figure, the board at rest
// too, and is never taken off.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { coverageSaying, methodSaying } from '../../../shared/energy-sayings.ts'
import { type PooledEnergy, readingHz } from '../../../shared/pooled-energy.ts'
import type { PowerSource } from '../../../shared/power.ts'
import {
  formatJoulesWithInterval,
  formatMilliwatts,
  formatNs,
  formatRate,
  threeDigits,
  unknown,
} from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { energyMarks } from './energyWords.ts'

interface EnergyTableProps {
  readonly energy: readonly PooledEnergy[]
  /** Of the run: which rails make a total. */
  readonly sources: readonly PowerSource[]
}

const numbers = ['perInference', 'perJoule', 'mean', 'peak', 'rest', 'rate', 'window'] as const

function Row({
  energy,
  source,
}: {
  readonly energy: PooledEnergy
  readonly source: PowerSource | undefined
}) {
  const { t } = useTranslation()
  const perInference = formatJoulesWithInterval(energy.joulesPerInference, energy.interval)
  const rails = source?.rails.filter(({ inTotal }) => inTotal).map(({ name }) => name) ?? []
  const hz = t('energyUi.hz', { hz: threeDigits(readingHz(energy)) })
  const uncertainty =
    energy.uncertainty === null
      ? t('energyUi.uncertaintyUnknown')
      : `±${threeDigits(energy.uncertainty * 100)} %`
  return (
    <tr>
      <th scope="row" className="left wrap">
        {said(t, methodSaying(energy.method))}
        <div className="spread">{energy.source}</div>
        {rails.length > 0 && <div className="spread">{rails.join(t('compare.comma'))}</div>}
      </th>
      <td className="left">
        {said(t, coverageSaying(energy.coverage))}
        <div className="spread">{energyMarks(t, energy)}</div>
      </td>
      <td>
        {perInference.value} <span className="spread">{perInference.spread}</span>
      </td>
      <td>{energy.samplesPerJoule === null ? unknown : formatRate(energy.samplesPerJoule)}</td>
      <td>{formatMilliwatts(energy.meanMilliwatts)}</td>
      <td>{formatMilliwatts(energy.peakMilliwatts)}</td>
      <td>
        {energy.idle === null ? (
          <span className="few">{t('energy.notMeasured')}</span>
        ) : (
          <>
            {formatMilliwatts(energy.idle.milliwatts)}{' '}
            <span className="spread">
              {t('energyUi.restFor', { duration: formatNs(energy.idle.wallNs) })}
            </span>
          </>
        )}
      </td>
      <td>
        {hz} <span className="spread">{uncertainty}</span>
      </td>
      <td>{formatNs(energy.windowNs)}</td>
    </tr>
  )
}

export function EnergyTable({ energy, sources }: EnergyTableProps) {
  const { t } = useTranslation()
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('energyUi.title')}
      </Title>
      {energy.length === 0 ? (
        <Text c="dimmed">{t('energyUi.notMeasuredWhy')}</Text>
      ) : (
        <>
          <NumberTable
            label={t('energyUi.title')}
            heads={[
              leftHead(t('energyUi.head.method')),
              leftHead(t('energyUi.head.coverage')),
              ...numbers.map((head) => ({ words: t(`energyUi.head.${head}`) })),
            ]}
          >
            {energy.map((one) => (
              <Row
                key={`${one.method} ${one.source}`}
                energy={one}
                source={sources.find(({ id }) => id === one.source)}
              />
            ))}
          </NumberTable>
          <Text size="xs" c="dimmed" mt={6}>
            {t('energyUi.tableWhat')}
          </Text>
        </>
      )}
    </section>
  )
}
