// What went on around a point while it was measured: each frequency, temperature and load from its least to its most.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type EnvironmentSpan, environmentSpans } from '../../shared/environment-span.ts'
import type { PointView } from '../../shared/run.ts'
import { threeDigits } from '../../shared/units.ts'
import { leftHead, NumberTable } from '../table/NumberTable.tsx'

/** What a value is divided by, and its unit then. */
const scales: Readonly<Record<EnvironmentSpan['kind'], readonly [factor: number, unit: string]>> = {
  frequency: [1e6, ' GHz'],
  temperature: [1000, ' °C'],
  'foreign-load': [0.01, ' %'],
  'instrument-load': [0.01, ' %'],
  'power-load': [0.01, ' %'],
  steal: [0.01, ' %'],
  throttle: [1, ''],
}

export function EnvironmentTable({ repetitions }: Pick<PointView, 'repetitions'>) {
  const { t } = useTranslation()
  const spans = environmentSpans(repetitions.map(({ environment }) => environment))
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('report.environment')}
      </Title>
      {spans.length === 0 ? (
        <Text c="dimmed">{t('report.environmentUnknown')}</Text>
      ) : (
        <NumberTable
          label={t('report.environment')}
          heads={[
            leftHead(t('report.observed')),
            ...(['least', 'mean', 'most'] as const).map((head) => ({ words: t(`report.${head}`) })),
          ]}
        >
          {spans.map(({ kind, name, least, mean, most }) => {
            const [factor, unit] = scales[kind]
            return (
              <tr key={kind + name}>
                <th scope="row" className="left">
                  {t(`report.observedKind.${kind}`)} {name}
                </th>
                {Object.entries({ least, mean, most }).map(([which, value]) => (
                  <td key={which}>
                    {threeDigits(value / factor)}
                    {unit}
                  </td>
                ))}
              </tr>
            )
          })}
        </NumberTable>
      )}
    </section>
  )
}
