// What may be done with the chosen runs: compared, sent, removed. A removal can be undone for a moment, and says what
// it takes.

import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconScale, IconTrash } from '@tabler/icons-react'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../../shared/ipc.ts'
import { ExportMenu } from '../../reports/ExportMenu.tsx'
import { removeSoon, undoMs } from '../../state/removals.ts'
import { isUnderWay } from '../../state/topics.ts'
import { compareAddress, mostRuns } from '../compare/basket.ts'

function Undo({ count, onUndo }: { readonly count: number; readonly onUndo: () => void }) {
  const { t } = useTranslation()
  return (
    <Group gap="xs" justify="space-between">
      <Text size="sm">{t('history.removedWhat', { count })}</Text>
      <Button size="compact-sm" variant="light" onClick={onUndo}>
        {t('history.undo')}
      </Button>
    </Group>
  )
}

export function removeWithUndo(runs: readonly RunRecord[]): void {
  const undo = removeSoon(runs.map(({ id }) => id))
  const shown = notifications.show({
    title: i18next.t('history.removed', { count: runs.length }),
    message: (
      <Undo
        count={runs.length}
        onUndo={() => {
          undo()
          notifications.hide(shown)
        }}
      />
    ),
    autoClose: undoMs,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
  })
}

interface ChosenActionsProps {
  readonly runs: readonly RunRecord[]
  /** How many of them the filters keep out of sight. */
  readonly hidden: number
  readonly onRemoved: () => void
}

export function ChosenActions({ runs, hidden, onRemoved }: ChosenActionsProps) {
  const { t } = useTranslation()
  const ids = runs.map(({ id }) => id)
  const comparable = runs.length > 1 && runs.length <= mostRuns
  return (
    <Group gap="xs" role="group" aria-label={t('history.chosenActions')}>
      <Text size="sm" fw={600} aria-live="polite">
        {hidden === 0
          ? t('history.chosen', { count: runs.length })
          : t('history.chosenHidden', { count: runs.length, hidden })}
      </Text>
      <Button
        size="compact-sm"
        leftSection={<IconScale size={16} aria-hidden />}
        {...(comparable
          ? { component: 'a' as const, href: `#${compareAddress(ids)}` }
          : { disabled: true, title: t('history.compareWhy') })}
      >
        {t('history.compare')}
      </Button>
      <ExportMenu runs={ids} name={t('history.exportName', { count: runs.length })} compact />
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        disabled={runs.some(isUnderWay)}
        onClick={() => {
          removeWithUndo(runs)
          onRemoved()
        }}
      >
        {t('history.remove')}
      </Button>
    </Group>
  )
}
