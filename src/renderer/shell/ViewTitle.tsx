// The head of a view: its one h1, what may be done in it, and the window's title.

import { Group, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'

interface ViewTitleProps {
  readonly title: string
  readonly beside?: ReactNode
  readonly actions?: ReactNode
}

export function ViewTitle({ title, beside, actions }: ViewTitleProps) {
  useDocumentTitle(`${title} – Benchtop`)
  return (
    <Group justify="space-between" gap="sm" wrap="wrap">
      <Group gap="sm" wrap="wrap">
        <Title order={1}>{title}</Title>
        {beside}
      </Group>
      <Group gap="xs">{actions}</Group>
    </Group>
  )
}
