// A button that copies a text and says so for a moment.

import { Button } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from './clipboard.ts'

interface CopyButtonProps {
  readonly text: () => string
  readonly label: string
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const { start } = useTimeout(() => setCopied(false), 2000)
  const copy = async () => {
    setCopied(await copyText(text()))
    start()
  }
  const Icon = copied ? IconCheck : IconCopy
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{copied ? t('common.copied') : label}</span>
    </Button>
  )
}
