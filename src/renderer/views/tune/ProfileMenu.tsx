// Tunings that were kept under a name: taken into the form of any board, kept, exported for good, or managed.

import { Button, Menu } from '@mantine/core'
import { IconDeviceFloppy, IconFileCode, IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import type { Tuning } from '../../../shared/tuning.ts'
import { tuningExportFormats } from '../../../shared/tuning-export.ts'
import { useCall } from '../../api.ts'
import { exportTuning } from './exportTuning.ts'
import { ManageProfiles } from './ManageProfiles.tsx'
import { SaveProfile } from './SaveProfile.tsx'
import { asksNothing, forAnyBoard } from './wish.ts'

interface ProfileMenuProps {
  readonly board: BoardId
  readonly wish: Tuning
  /** The policies of the board. */
  readonly policies: readonly string[]
  readonly onChoose: (tuning: Tuning) => void
}

export function ProfileMenu({ board, wish, policies, onChoose }: ProfileMenuProps) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null)
  const profiles = useCall('tuning.profiles', {}).data ?? []
  const isEmpty = asksNothing(wish)
  const close = () => setDialog(null)
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button size="compact-md" variant="default">
            {t('tune.profiles')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {profiles.length === 0 && <Menu.Label>{t('tune.noProfiles')}</Menu.Label>}
          {profiles.map(({ id, name, tuning }) => (
            <Menu.Item key={id} onClick={() => onChoose(tuning)}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconDeviceFloppy size={16} aria-hidden />}
            disabled={isEmpty}
            onClick={() => setDialog('save')}
          >
            {t('tune.saveProfile')}
          </Menu.Item>
          {tuningExportFormats.map((format) => (
            <Menu.Item
              key={format}
              leftSection={<IconFileCode size={16} aria-hidden />}
              disabled={isEmpty}
              onClick={() =>
                exportTuning({ board, name: t('tune.exportName'), tuning: wish, format })
              }
            >
              {t(`tune.export.${format}`)}
            </Menu.Item>
          ))}
          <Menu.Item
            leftSection={<IconSettings size={16} aria-hidden />}
            disabled={profiles.length === 0}
            onClick={() => setDialog('manage')}
          >
            {t('tune.manage')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'save' && (
        <SaveProfile tuning={forAnyBoard(wish, policies)} profiles={profiles} onClose={close} />
      )}
      {dialog === 'manage' && <ManageProfiles profiles={profiles} onClose={close} />}
    </>
  )
}
