// The record of a meter outside the board, on the page of its run: imported, laid over the load of the run, shifted by
// hand where a person knows better, and taken away.

import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { MeterTable } from '../../../shared/meter.ts'
import { call, useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { keepMeter } from './keepMeter.ts'
import { MeterColumnsDialog } from './MeterColumnsDialog.tsx'
import { MeterShift } from './MeterShift.tsx'

export function MeterSection({
  run,
  subtitle,
}: {
  readonly run: RunId
  readonly subtitle: string
}) {
  const { t } = useTranslation()
  const kept = useCall('meters.get', { run })
  const [chosen, choose] = useState<{ readonly path: string; readonly table: MeterTable } | null>(
    null,
  )
  const open = useMutation({
    mutationFn: async () => {
      const { path } = await call('dialog.openMeter', {})
      return path === null ? null : { path, table: await call('meters.look', { path }) }
    },
    onSuccess: choose,
  })
  const remove = useMutation({
    mutationFn: () => call('meters.remove', { run }),
    onSuccess: () => keepMeter(run, null),
  })
  const view = kept.data ?? null
  return (
    <section className="surface" aria-label={t('meter.title')}>
      <Group justify="space-between">
        <Title order={2}>{t('meter.title')}</Title>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlugConnected size={14} aria-hidden />}
            loading={open.isPending}
            onClick={() => open.mutate()}
          >
            {t(view === null ? 'meter.import' : 'meter.importAnother')}
          </Button>
          {view !== null && (
            <Button
              size="compact-sm"
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('meter.remove')}
            </Button>
          )}
        </Group>
      </Group>
      <CallFault error={open.error ?? remove.error ?? kept.error} />
      {view === null ? (
        <Text size="sm" c="dimmed" mt={6}>
          {t('meter.what')}
        </Text>
      ) : (
        <MeterShift key={view.meter.importedMs} run={run} view={view} subtitle={subtitle} />
      )}
      {chosen !== null && <MeterColumnsDialog run={run} {...chosen} onClose={() => choose(null)} />}
    </section>
  )
}
