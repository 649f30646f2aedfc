// Keeps what the form asks for under a name, for this board and others.

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tuning } from '../../../shared/tuning.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'

interface SaveProfileProps {
  readonly tuning: Tuning
  readonly onClose: () => void
}

export const profilesChanged = () =>
  queryClient.invalidateQueries({ queryKey: callKey('tuning.profiles', {}) })

export function SaveProfile({ tuning, onClose }: SaveProfileProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () => call('tuning.saveProfile', { name: name.trim(), tuning }),
    onSuccess: async () => {
      await profilesChanged()
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('tune.saveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text>{t('tune.saveWhat')}</Text>
          <TextInput
            label={t('tune.profileName')}
            maxLength={100}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
            data-autofocus
          />
          <CallFault error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
              {t('tune.keepProfile')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
