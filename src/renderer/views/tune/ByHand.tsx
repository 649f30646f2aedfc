// The commands that put back by hand what Benchtop could not. They are only shown: made here of paths and values that the
// allow-list knows, and run by nobody but a person.

import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TuningStatus } from '../../../shared/tuning.ts'
import { commandsByHand } from '../../../shared/tuning-by-hand.ts'
import { CopyButton } from '../../CopyButton.tsx'

export function ByHand({ status }: { readonly status: TuningStatus }) {
  const { t } = useTranslation()
  const commands = commandsByHand(status)
  if (commands.length === 0) return null
  const text = commands.join('\n')
  return (
    <div>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {t('tune.byHand')}
        </Text>
        <CopyButton label={t('tune.copyCommands')} text={() => text} />
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too */}
      <pre className="mono commands" tabIndex={0}>
        {text}
      </pre>
    </div>
  )
}
