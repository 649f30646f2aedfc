// How this login gets to write on the board, and the helper that lets it do so without a password: offered with every
// word that it puts there.

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconInfoCircle, IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import type { TuningReport } from '../../../shared/tuning.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { HelperFiles } from './HelperFiles.tsx'
import { useHelper } from './useTuning.ts'

interface AccessProps {
  readonly board: BoardId
  readonly report: Pick<TuningReport, 'route' | 'helper'>
}

/** A helper of another version speaks another protocol: it is written anew. */
export const wantsHelper = ({ route, helper }: AccessProps['report']): boolean =>
  route !== 'direct' && !(helper.version !== null && helper.isCurrent)

export function Access({ board, report }: AccessProps) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure(false)
  const { route, helper } = report
  const Icon = route === 'none' ? IconLock : IconInfoCircle
  const offers = wantsHelper(report)
  return (
    <section className="surface access" aria-label={t('tune.access')}>
      <span className="state" data-tone={route === 'none' ? 'warn' : 'idle'}>
        <Icon size={16} aria-hidden />
      </span>
      <div>
        <Text>{t(`tune.route.${route}`)}</Text>
        {helper.version !== null && !helper.isCurrent && <Text>{t('tune.helperOld')}</Text>}
      </div>
      {(offers || helper.version !== null) && (
        <Button size="compact-sm" variant={offers ? 'light' : 'subtle'} onClick={open}>
          {t(offers && route !== 'none' ? 'tune.installHelper' : 'tune.helper')}
        </Button>
      )}
      {opened && (
        <HelperDialog board={board} isInstalled={!offers} may={route !== 'none'} onClose={close} />
      )}
    </section>
  )
}

interface HelperDialogProps {
  readonly board: BoardId
  readonly isInstalled: boolean
  /** Whether this login can become root there at all. */
  readonly may: boolean
  readonly onClose: () => void
}

function HelperDialog({ board, isInstalled, may, onClose }: HelperDialogProps) {
  const { t } = useTranslation()
  const helper = useHelper(board)
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t(isInstalled || !may ? 'tune.helperTitle' : 'tune.installTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text>{t('tune.helperWhat')}</Text>
        <HelperFiles board={board} />
        {!may && <Text>{t('tune.helperByRoot')}</Text>}
        <CallFault error={helper.error} about={{ board }} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          {may && (
            <Button
              {...(isInstalled ? { color: 'red.9' } : {})}
              loading={helper.isPending}
              onClick={() => helper.mutate({ remove: isInstalled }, { onSuccess: onClose })}
            >
              {t(isInstalled ? 'tune.removeHelper' : 'tune.writeHelper')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
