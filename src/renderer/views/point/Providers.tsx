// Which ONNX Runtime ran the graph, and which provider which part of it, as a profiled pass of its own saw it.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProviderShare } from '../../../shared/measurement.ts'
import { threeDigits } from '../../../shared/units.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'

interface ProvidersProps {
  /** Null: not looked at. */
  readonly providers: readonly ProviderShare[] | null
  /** The one that was asked for. */
  readonly asked: string
  /** Null: it was not noted. */
  readonly runtimeVersion: string | null
}

export function Providers({ providers, asked, runtimeVersion }: ProvidersProps) {
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
          <NumberTable
            label={t('point.providers')}
            heads={[
              leftHead(t('point.provider')),
              { words: t('point.nodes') },
              { words: t('point.timeShare') },
            ]}
          >
            {providers.map(({ provider, nodes, timeShare }) => (
              <tr key={provider}>
                <th scope="row" className="left">
                  {provider}
                </th>
                <td>{nodes}</td>
                <td>{threeDigits(timeShare * 100)} %</td>
              </tr>
            ))}
          </NumberTable>
          <Text size="xs" c="dimmed" mt={6}>
            {t('point.providersWhat', { asked })}
          </Text>
        </>
      )}
      {runtimeVersion !== null && (
        <Text size="xs" c="dimmed" mt={6}>
          {t('point.ranBy', { version: runtimeVersion })}
        </Text>
      )}
    </section>
  )
}
