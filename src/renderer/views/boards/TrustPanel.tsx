// The question whether a board's key is the right one: the fingerprint, how to check it, and the two answers.
// Nothing is trusted but the fingerprint that is shown.

import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconShieldExclamation, IconShieldQuestion } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api.ts'
import { Command } from '../../faults/Command.tsx'
import { CallFault } from '../../faults/FaultNotice.tsx'
import type { offeredKey } from './state.ts'

interface TrustPanelProps {
  readonly board: string
  /** It is not the board's own key, but that of a host on the way. */
  readonly jump: boolean
  readonly offered: NonNullable<ReturnType<typeof offeredKey>>
  readonly onTrusted: () => void
}

export function TrustPanel({ board, jump, offered, onTrusted }: TrustPanelProps) {
  const { t } = useTranslation()
  const [declined, setDeclined] = useState(false)
  const { host, algorithm, fingerprint, expected, command } = offered
  const changed = expected !== null
  const trust = useMutation({
    mutationFn: () => call('boards.trust', { board, fingerprint }),
    onSuccess: onTrusted,
  })
  const question = jump ? t('trust.jumpTitle', { host }) : t('trust.title')
  const title = changed ? t('trust.changedTitle', { host }) : question
  const Icon = changed ? IconShieldExclamation : IconShieldQuestion
  return (
    <section className="notice" data-tone={changed ? 'warn' : 'calm'} aria-label={title}>
      <Stack gap={8}>
        <Group gap={8} wrap="nowrap">
          <Icon size={18} aria-hidden style={{ flex: 'none' }} />
          <Title order={3}>{title}</Title>
        </Group>
        <Text>{changed ? t('trust.changed', { host }) : t('trust.what', { host, algorithm })}</Text>
        {changed && (
          <div>
            <Text size="xs" c="dimmed">
              {t('trust.expected')}
            </Text>
            <div className="mono">{expected}</div>
            <Text size="xs" c="dimmed" mt={4}>
              {t('trust.offered', { algorithm })}
            </Text>
          </div>
        )}
        <div className="mono" style={{ fontWeight: 600 }}>
          {fingerprint}
        </div>
        <Text size="xs" c="dimmed">
          {t('trust.how')}
        </Text>
        {command !== null && <Command line={command} />}
        <CallFault error={trust.error} />
        {declined ? (
          <Group gap="xs">
            <Text role="status">{t('trust.declined')}</Text>
            <Button variant="default" onClick={() => setDeclined(false)}>
              {t('trust.askAgain')}
            </Button>
          </Group>
        ) : (
          <Group gap="xs">
            <Button
              onClick={() => trust.mutate()}
              loading={trust.isPending}
              {...(changed ? { color: '#a33a00' } : {})}
            >
              {changed ? t('trust.trustNew') : t('trust.trust')}
            </Button>
            <Button variant="default" onClick={() => setDeclined(true)}>
              {t('trust.dont')}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  )
}
