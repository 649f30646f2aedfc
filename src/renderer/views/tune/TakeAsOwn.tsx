// Forgets what a board had before: what is set now counts as its own from then on. It can not be undone, so it asks.

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { useTuningAct } from './useTuning.ts'

export function TakeAsOwn({
  board,
  locked,
}: {
  readonly board: BoardId
  readonly locked: boolean
}) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure(false)
  const forget = useTuningAct('tuning.forget', board)
  return (
    <>
      <Button size="compact-md" variant="default" disabled={locked} onClick={open}>
        {t('tune.takeAsOwn')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('tune.takeAsOwnTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          <Text>{t('tune.takeAsOwnWhat')}</Text>
          <CallFault error={forget.error} about={{ board }} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button
              color="red.9"
              loading={forget.isPending}
              onClick={() => forget.mutate({}, { onSuccess: close })}
            >
              {t('tune.takeAsOwnButton')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
