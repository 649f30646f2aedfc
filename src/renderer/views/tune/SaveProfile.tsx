// Keeps what the form asks for under a name, for this board and others. A name that another profile has replaces it, which
// is said before.

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tuning } from '../../../shared/tuning.ts'
import type { TuningProfile } from '../../../shared/tuning-profile.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'

interface SaveProfileProps {
  readonly tuning: Tuning
  readonly profiles: readonly TuningProfile[]
  readonly onClose: () => void
}

export const profilesChanged = () =>
  queryClient.invalidateQueries({ queryKey: callKey('tuning.profiles', {}) })

export function SaveProfile({ tuning, profiles, onClose }: SaveProfileProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const replaced = profiles.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())
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
          {replaced !== undefined && (
            <Text role="status">{t('tune.replaces', { name: replaced.name })}</Text>
          )}
          <CallFault error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
              {t(replaced === undefined ? 'tune.keepProfile' : 'tune.replaceProfile')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
