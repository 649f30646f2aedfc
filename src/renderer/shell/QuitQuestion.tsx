// The question that main lets the page ask before the window closes on a run: go on without it, cancel, or stay.

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../shared/ipc.ts'
import { call, useCall } from '../api.ts'
import { CallFault } from '../faults/FaultNotice.tsx'
import { notifyFault } from '../faults/notifyFault.ts'
import { stay, useClosing } from '../state/closing.ts'
import { isUnderWay } from '../state/topics.ts'
import { useRunTitle } from '../views/run/runWords.ts'

export function QuitQuestion() {
  const ids = useClosing(({ runs }) => runs)
  return ids === null ? null : <Question ids={ids} />
}

function Question({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation()
  const runs = useCall('runs.list', {}).data ?? []
  const touched = runs.filter((run) => ids.includes(run.id) && isUnderWay(run))
  const bringing = touched.some(({ status }) => status === 'preparing')
  const quit = useMutation({
    mutationFn: (choice: 'leave' | 'cancel') => call('app.quit', { runs: choice }),
  })
  useEffect(() => {
    if (ids.length > 0) call('app.holdClosing', {}).catch(notifyFault)
  }, [ids])
  const ended = touched.length === 0
  return (
    <Modal
      opened
      onClose={stay}
      title={ended ? t('quit.titleEnded') : t('quit.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      size="lg"
    >
      <Stack gap="md">
        {touched.map((run) => (
          <TouchedRun key={run.id} run={run} />
        ))}
        <Text c="dimmed">
          {ended ? t('quit.ended') : t(bringing ? 'quit.goesOnAfterBringing' : 'quit.goesOn')}
        </Text>
        <CallFault error={quit.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={stay} data-autofocus>
            {t('quit.stay')}
          </Button>
          {!ended && (
            <Button
              variant="default"
              onClick={() => quit.mutate('cancel')}
              loading={quit.isPending && quit.variables === 'cancel'}
            >
              {t('quit.cancel')}
            </Button>
          )}
          <Button
            onClick={() => quit.mutate('leave')}
            loading={quit.isPending && quit.variables === 'leave'}
          >
            {ended ? t('quit.quit') : t('quit.leave')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function TouchedRun({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation()
  const title = useRunTitle()(run)
  const done = run.endedPoints
  return (
    <Text fw={600}>
      {run.status === 'preparing'
        ? t('quit.bringing', { run: title })
        : t('quit.measuring', { run: title, done, total: run.totalPoints })}
    </Text>
  )
}
