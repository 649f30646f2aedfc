// The tunings that are kept: renamed, removed (for a moment that can be undone), applied to several boards.

import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import i18next from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TuningProfile } from '../../../shared/tuning-profile.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { notifyFault } from '../../faults/notifyFault.ts'
import { undoMs } from '../../state/removals.ts'
import { ApplyToBoards } from './ApplyToBoards.tsx'
import { profilesChanged } from './SaveProfile.tsx'

interface ManageProfilesProps {
  readonly profiles: readonly TuningProfile[]
  readonly onClose: () => void
}

export function ManageProfiles({ profiles, onClose }: ManageProfilesProps) {
  const { t } = useTranslation()
  const [applied, setApplied] = useState<TuningProfile | null>(null)
  if (applied !== null) return <ApplyToBoards profile={applied} onClose={onClose} />
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('tune.manageTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        {profiles.length === 0 && <Text c="dimmed">{t('tune.noProfiles')}</Text>}
        {profiles.map((profile) => (
          <ProfileRow
            key={`${profile.id} ${profile.name}`}
            profile={profile}
            onApply={() => setApplied(profile)}
          />
        ))}
      </Stack>
    </Modal>
  )
}

interface ProfileRowProps {
  readonly profile: TuningProfile
  readonly onApply: () => void
}

function ProfileRow({ profile, onApply }: ProfileRowProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(profile.name)
  const rename = useMutation({
    mutationFn: () => call('tuning.renameProfile', { profile: profile.id, name: name.trim() }),
    onSuccess: profilesChanged,
  })
  const isNew = name.trim() !== '' && name.trim() !== profile.name
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          aria-label={t('tune.nameOf', { name: profile.name })}
          maxLength={100}
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
          onKeyDown={({ key }) => {
            if (key === 'Enter' && isNew) rename.mutate()
          }}
        />
        {isNew && (
          <Button size="compact-sm" loading={rename.isPending} onClick={() => rename.mutate()}>
            {t('tune.rename')}
          </Button>
        )}
        <Button size="compact-sm" variant="light" onClick={onApply}>
          {t('tune.applyToBoards')}
        </Button>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('tune.removeProfile', { name: profile.name })}
          onClick={() => void removeWithUndo(profile).catch(notifyFault)}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <CallFault error={rename.error} />
    </div>
  )
}

async function removeWithUndo({ id, name, tuning }: TuningProfile): Promise<void> {
  await call('tuning.removeProfile', { profile: id })
  await profilesChanged()
  const keepAgain = async () => {
    notifications.hide(shown)
    await call('tuning.saveProfile', { name, tuning })
    await profilesChanged()
  }
  const shown = notifications.show({
    title: i18next.t('tune.profileRemoved', { name }),
    message: (
      <Button size="compact-sm" variant="light" onClick={() => void keepAgain().catch(notifyFault)}>
        {i18next.t('history.undo')}
      </Button>
    ),
    autoClose: undoMs,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
  })
}
