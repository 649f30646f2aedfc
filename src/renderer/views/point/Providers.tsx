// Which provider ran which part of the graph, as a profiled pass of its own saw it.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProviderShare } from '../../../shared/measurement.ts'
import { threeDigits } from '../../../shared/units.ts'
import { Scroll } from '../../table/Scroll.tsx'

interface ProvidersProps {
  /** Null: not looked at. */
  readonly providers: readonly ProviderShare[] | null
  /** The one that was asked for. */
  readonly asked: string
}

export function Providers({ providers, asked }: ProvidersProps) {
  const { t } = useTranslation()
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('point.providers')}
      </Title>
      {providers === null ? (
        <Text c="dimmed">{t('point.providersUnknown', { asked })}</Text>
      ) : (
        <>
          <Scroll label={t('point.providers')}>
            <table className="numbers">
              <thead>
                <tr>
                  <th scope="col" className="left">
                    {t('point.provider')}
                  </th>
                  <th scope="col">{t('point.nodes')}</th>
                  <th scope="col">{t('point.timeShare')}</th>
                </tr>
              </thead>
              <tbody>
                {providers.map(({ provider, nodes, timeShare }) => (
                  <tr key={provider}>
                    <th scope="row" className="left">
                      {provider}
                    </th>
                    <td>{nodes}</td>
                    <td>{threeDigits(timeShare * 100)} %</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <Text size="xs" c="dimmed" mt={6}>
            {t('point.providersWhat', { asked })}
          </Text>
        </>
      )}
    </section>
  )
}
