// Asks before something is removed for good, removes it, and has its list asked for again.

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallRequest } from '../shared/ipc.ts'
import { call, callKey, queryClient } from './api.ts'
import { CallFault } from './faults/FaultNotice.tsx'

type Removal = 'boards.remove' | 'runs.remove' | 'models.remove'
type List = 'boards.list' | 'runs.list' | 'models.list'

interface ConfirmRemovalProps<N extends Removal> {
  readonly title: string
  readonly what: string
  readonly button: string
  readonly channel: N
  readonly request: CallRequest<N>
  readonly list: List
  readonly onClose: () => void
  readonly onRemoved?: () => void
}

/** Whoever came by keyboard goes on where they were. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (before instanceof HTMLElement) before.focus()
    },
    [before],
  )
}

export function ConfirmRemoval<N extends Removal>(props: ConfirmRemovalProps<N>) {
  const { title, what, button, channel, request, list, onClose, onRemoved } = props
  const { t } = useTranslation()
  useFocusBack()
  const remove = useMutation({
    mutationFn: () => call(channel, request),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: callKey(list, {}) })
      onClose()
      onRemoved?.()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text>{what}</Text>
        <CallFault error={remove.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button color="red.9" onClick={() => remove.mutate()} loading={remove.isPending}>
            {button}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
