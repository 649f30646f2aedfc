// A fault where it happened: what failed, what to do, the command for it, the foreign words folded, and the next step
// as a button where the window itself can take it.

import { Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Fault, faultCommand, faultLines, toFault } from '../../shared/fault.ts'
import { CopyButton } from '../CopyButton.tsx'
import { faultWords } from '../i18n/index.ts'
import { Command } from './Command.tsx'
import { type FaultPlace, Remedy } from './remedies.tsx'

interface FaultNoticeProps {
  readonly fault: Fault
  readonly onRetry?: () => void
  readonly retrying?: boolean
  /** The board and the model that it is about, where a remedy needs them. */
  readonly about?: FaultPlace
  readonly children?: ReactNode
}

export function FaultNotice({
  fault,
  onRetry,
  retrying = false,
  about = {},
  children,
}: FaultNoticeProps) {
  const { t } = useTranslation()
  const { message, hint } = faultWords(t, fault)
  const command = faultCommand(fault)
  const whole = () => [...faultLines({ ...fault, message, hint }), `(${fault.code})`].join('\n')
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
        {command !== null && <Command line={command} />}
        {fault.detail !== undefined && (
          <details className="fold">
            <summary>{t('common.details')}</summary>
            <pre className="mono">{fault.detail}</pre>
          </details>
        )}
        <Group gap="xs">
          {children}
          <Remedy fault={fault} about={about} {...(onRetry === undefined ? {} : { onRetry })} />
          {onRetry !== undefined && fault.retry !== 'never' && (
            <Button size="compact-sm" variant="light" onClick={onRetry} loading={retrying}>
              {t('common.tryAgain')}
            </Button>
          )}
          <CopyButton label={t('faultsUi.copyAll')} text={whole} />
        </Group>
      </Stack>
    </div>
  )
}

/** The fault of a call that failed; nothing while there is none. */
export function CallFault({
  error,
  onRetry,
  about = {},
}: {
  readonly error: Error | null
  readonly onRetry?: () => void
  readonly about?: FaultPlace
}) {
  if (error === null) return null
  return (
    <FaultNotice
      fault={toFault(error)}
      about={about}
      {...(onRetry === undefined ? {} : { onRetry })}
    />
  )
}
