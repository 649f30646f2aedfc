// Runs as a file that can be sent: a page with charts, a document, or a table. Where it went is said, and shown on
// request.

import { Button, Group, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileExport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../shared/event.ts'
import type { CallRequest } from '../../shared/ipc.ts'
import { type ReportFormat, reportFormats } from '../../shared/report.ts'
import { call } from '../api.ts'
import { notifyFault } from '../faults/notifyFault.ts'
import { preferredLanguage } from '../i18n/index.ts'

interface ExportMenuProps {
  readonly runs: readonly RunId[]
  /** How they are compared in it; where it is not said whole runs with the first. */
  readonly compared?: Pick<CallRequest<'reports.save'>, 'by' | 'baseline' | 'threads' | 'invalid'>
  /** What the file is offered to be called, without an extension. */
  readonly name: string
  readonly compact?: boolean
}

function Saved({ path }: { readonly path: string }) {
  const { t } = useTranslation()
  return (
    <Group gap="xs" justify="space-between">
      <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
        {path}
      </Text>
      <Button
        size="compact-sm"
        variant="light"
        onClick={() => void call('reports.reveal', { path }).catch(notifyFault)}
      >
        {t('export.reveal')}
      </Button>
    </Group>
  )
}

async function save({ runs, name, compared }: ExportMenuProps, format: ReportFormat) {
  const { path } = await call('dialog.saveReport', { name: name.slice(0, 200), format })
  if (path === null) return
  const saved = await call('reports.save', {
    runs: [...runs],
    format,
    path,
    language: preferredLanguage(undefined, [i18next.language]),
    by: compared?.by,
    baseline: compared?.baseline,
    threads: compared?.threads,
    invalid: compared?.invalid,
  })
  notifications.show({
    title: i18next.t('export.saved'),
    message: <Saved path={saved.path} />,
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
  })
}

export function ExportMenu(props: ExportMenuProps) {
  const { t } = useTranslation()
  const work = useMutation({
    mutationFn: (format: ReportFormat) => save(props, format),
    onError: notifyFault,
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size={props.compact === true ? 'compact-sm' : 'sm'}
          leftSection={<IconFileExport size={16} aria-hidden />}
          loading={work.isPending}
          disabled={props.runs.length === 0}
        >
          {t('export.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {reportFormats.map((format) => (
          <Menu.Item key={format} onClick={() => work.mutate(format)}>
            {t(`export.format.${format}`)}
            <Text span size="xs" display="block">
              {t(`export.what.${format}`)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
