// What may be done with a run: cancel it while it measures; repeat, compare, send or remove it once it has ended.

import { Button, Group, Menu } from '@mantine/core'
import { IconPlayerStop, IconRepeat, IconScale, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { axesOf } from '../../../shared/axes.ts'
import type { RunId } from '../../../shared/event.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import { pointsOf } from '../../../shared/plan.ts'
import { call } from '../../api.ts'
import { ConfirmRemoval } from '../../ConfirmRemoval.tsx'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { placeOf } from '../../faults/remedies.tsx'
import { ExportMenu } from '../../reports/ExportMenu.tsx'
import { navigate } from '../../state/address.ts'
import { compareAddress } from '../compare/basket.ts'
import { useAxisWords } from './axisWords.ts'
import { useRunTitle } from './runWords.ts'

export function CancelRun({ record }: { readonly record: RunRecord }) {
  const { t } = useTranslation()
  const cancel = useMutation({ mutationFn: () => call('runs.cancel', { run: record.id }) })
  const asked = cancel.isPending || cancel.isSuccess
  return (
    <>
      <CallFault error={cancel.error} />
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        onClick={() => cancel.mutate()}
        disabled={asked}
      >
        {asked ? t('run.cancelling') : t('run.cancel')}
      </Button>
    </>
  )
}

interface RemoveRunProps {
  readonly id: RunId
  readonly what: string
  readonly onClose: () => void
}

export function RemoveRun({ id, what, onClose }: RemoveRunProps) {
  const { t } = useTranslation()
  return (
    <ConfirmRemoval
      title={t('run.removeTitle')}
      what={what}
      button={t('run.removeButton')}
      channel="runs.remove"
      request={{ run: id }}
      list="runs.list"
      onClose={onClose}
      onRemoved={() => navigate('/runs')}
    />
  )
}

/** With another run, or the parts of it with one another. */
function CompareRun({ record }: { readonly record: RunRecord }) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const axes = axesOf(pointsOf(record.plan))
  const withAnother = `#${compareAddress([record.id])}`
  const icon = <IconScale size={16} aria-hidden />
  if (axes.length === 0)
    return (
      <Button variant="default" component="a" href={withAnother} leftSection={icon}>
        {t('history.compareWith')}
      </Button>
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={icon}>
          {t('history.compareMenu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={withAnother}>
          {t('history.compareWithRun')}
        </Menu.Item>
        {axes.map(({ name }) => (
          <Menu.Item key={name} component="a" href={`#${compareAddress([record.id], name)}`}>
            {t('history.compareBy', { axis: words.inSentence(name) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function EndedActions({ record }: { readonly record: RunRecord }) {
  const { t } = useTranslation()
  const title = useRunTitle()(record)
  const [removing, setRemoving] = useState(false)
  const again = useMutation({
    mutationFn: () => call('runs.start', { board: record.boardId, plan: record.plan }),
    onSuccess: ({ id }) => navigate(`/runs/${id}`),
  })
  return (
    <>
      <CallFault
        error={again.error}
        about={placeOf(record.boardId, record.plan.models)}
        onRetry={() => again.mutate()}
      />
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconRepeat size={16} aria-hidden />}
          onClick={() => again.mutate()}
          loading={again.isPending}
        >
          {t('run.again')}
        </Button>
        {record.measuredPoints > 0 && <CompareRun record={record} />}
        <ExportMenu runs={[record.id]} name={title} />
        <Button
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => setRemoving(true)}
        >
          {t('run.remove')}
        </Button>
      </Group>
      {removing && (
        <RemoveRun id={record.id} what={t('run.removeWhat')} onClose={() => setRemoving(false)} />
      )}
    </>
  )
}
