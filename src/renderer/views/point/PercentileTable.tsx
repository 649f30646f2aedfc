// The percentiles of a point, each beside LoadGen's upper bound; one that has too few samples is never a number.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type LatencySummary, quantiles } from '../../../shared/measurement.ts'
import { leastSamples } from '../../../shared/stats.ts'
import { formatNs, formatNsWithInterval } from '../../../shared/units.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'

export function PercentileTable({ latency }: { readonly latency: LatencySummary }) {
  const { t } = useTranslation()
  const { percentilesNs, boundsNs, medianIntervalNs, count } = latency
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('point.percentiles')}
      </Title>
      <NumberTable
        label={t('point.percentiles')}
        heads={[
          leftHead(t('point.percentile')),
          { words: t('point.value') },
          { words: t('point.bound') },
        ]}
      >
        {quantiles.map((quantile) => {
          const value = percentilesNs[quantile]
          const interval = quantile === 'p50' ? medianIntervalNs : null
          const { value: said, spread } = formatNsWithInterval(value, interval)
          return (
            <tr key={quantile}>
              <th scope="row" className="left">
                {t(`point.quantile.${quantile}`)}
              </th>
              {value === null ? (
                <td colSpan={2}>
                  <span className="few">
                    {t('point.tooFew', { least: leastSamples[quantile], count })}
                  </span>
                </td>
              ) : (
                <>
                  <td>
                    {said} <span className="spread">{spread}</span>
                  </td>
                  <td>{formatNs(boundsNs[quantile])}</td>
                </>
              )}
            </tr>
          )
        })}
        <tr>
          <th scope="row" className="left">
            {t('point.extremes')}
          </th>
          <td colSpan={2}>
            {t('point.extremesOf', {
              least: formatNs(latency.minNs),
              most: formatNs(latency.maxNs),
            })}
          </td>
        </tr>
      </NumberTable>
      <Text size="xs" c="dimmed" mt={6}>
        {t('point.boundWhat')}
      </Text>
    </section>
  )
}
