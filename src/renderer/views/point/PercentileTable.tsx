// The percentiles of a point, each beside LoadGen's upper bound; one that has too few samples is never a number.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type LatencySummary, quantiles } from '../../../shared/measurement.ts'
import { leastSamples } from '../../../shared/stats.ts'
import { formatNs, formatNsWithInterval } from '../../../shared/units.ts'
import { Scroll } from '../../table/Scroll.tsx'

export function PercentileTable({ latency }: { readonly latency: LatencySummary }) {
  const { t } = useTranslation()
  const { percentilesNs, boundsNs, medianIntervalNs, count } = latency
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('point.percentiles')}
      </Title>
      <Scroll label={t('point.percentiles')}>
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col" className="left">
                {t('point.percentile')}
              </th>
              <th scope="col">{t('point.value')}</th>
              <th scope="col">{t('point.bound')}</th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </Scroll>
      <Text size="xs" c="dimmed" mt={6}>
        {t('point.boundWhat')}
      </Text>
    </section>
  )
}
