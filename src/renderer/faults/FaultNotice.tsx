// A fault where it happened: what failed, what to do, the foreign words folded, and the next step as a button.

import { Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Fault, toFault } from '../../shared/fault.ts'
import { CopyButton } from '../CopyButton.tsx'
import { faultWords } from '../i18n/index.ts'

interface FaultNoticeProps {
  readonly fault: Fault
  readonly onRetry?: () => void
  readonly retrying?: boolean
  readonly children?: ReactNode
}

export function FaultNotice({ fault, onRetry, retrying = false, children }: FaultNoticeProps) {
  const { t } = useTranslation()
  const { message, hint } = faultWords(t, fault)
  return (
    <div className="notice" role="alert">
      <Stack gap={6}>
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconAlertTriangle size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
        </Group>
        {hint !== '' && <Text style={{ overflowWrap: 'anywhere' }}>{hint}</Text>}
        {fault.detail !== undefined && (
          <details className="fold">
            <summary>{t('common.details')}</summary>
            <pre className="mono">{fault.detail}</pre>
          </details>
        )}
        <Group gap="xs">
          {children}
          {onRetry !== undefined && fault.retry !== 'never' && (
            <Button size="compact-sm" variant="light" onClick={onRetry} loading={retrying}>
              {t('common.tryAgain')}
            </Button>
          )}
          <CopyButton label={t('common.copy')} text={() => JSON.stringify(fault, null, 2)} />
        </Group>
      </Stack>
    </div>
  )
}

/** The fault of a call that failed; nothing while there is none. */
export function CallFault({
  error,
  onRetry,
}: {
  readonly error: Error | null
  readonly onRetry?: () => void
}) {
  if (error === null) return null
  return <FaultNotice fault={toFault(error)} {...(onRetry === undefined ? {} : { onRetry })} />
}
