// The switch by which Prometheus may read what connected boards do, where it reads it, and what stands in its way. Another
// address than this computer's own is warned of before it is used.

import {
  ActionIcon,
  Alert,
  Button,
  Code,
  Group,
  Popover,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import { IconBroadcast } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ExporterSetting,
  exporterSettingSchema,
  isOpenToOthers,
} from '../../shared/exporter.ts'
import { call, callKey, queryClient, useCall } from '../api.ts'
import { CallFault, FaultNotice } from '../faults/FaultNotice.tsx'
import { useSettings } from '../state/settings.ts'

export function ExporterSwitch() {
  const { t } = useTranslation()
  const { settings } = useSettings()
  const state = useCall('exporter.state', {}).data
  const isServing = state?.kind === 'listening'
  return (
    <Popover position="right-end" width={360} withArrow trapFocus>
      <Popover.Target>
        <ActionIcon
          variant={isServing ? 'light' : 'subtle'}
          color={isServing ? 'blue' : 'gray'}
          aria-label={t('exporter.title')}
        >
          <IconBroadcast size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('exporter.title')}>
        <ExporterForm kept={exporterSettingSchema.parse(settings.exporter ?? {})} />
      </Popover.Dropdown>
    </Popover>
  )
}

function ExporterForm({ kept }: { readonly kept: ExporterSetting }) {
  const { t } = useTranslation()
  const [address, setAddress] = useState(kept.address)
  const [port, setPort] = useState(String(kept.port))
  const state = useCall('exporter.state', {}).data
  const change = useMutation({
    mutationFn: (setting: ExporterSetting) => call('exporter.set', setting),
    onSuccess: (next) => {
      queryClient.setQueryData(callKey('exporter.state', {}), next)
      void queryClient.invalidateQueries({ queryKey: callKey('settings.get', {}) })
    },
  })
  const parsed = exporterSettingSchema.safeParse({ on: true, address, port: Number(port) })
  const isMoved = address !== kept.address || port !== String(kept.port)
  const set = (on: boolean) => {
    if (parsed.success) change.mutate({ ...parsed.data, on })
  }
  return (
    <>
      <Text size="sm" fw={600}>
        {t('exporter.title')}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t('exporter.about')}
      </Text>
      <Group gap="xs" align="end" grow>
        <TextInput
          size="xs"
          label={t('exporter.address')}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value.trim())}
        />
        <TextInput
          size="xs"
          label={t('exporter.port')}
          inputMode="numeric"
          value={port}
          onChange={(event) => setPort(event.currentTarget.value.trim())}
        />
      </Group>
      {!parsed.success && (
        <Text size="xs" c="red" role="alert">
          {t('exporter.wrong')}
        </Text>
      )}
      {parsed.success && isOpenToOthers(address) && (
        <Alert color="orange" mt="xs" p="xs">
          {t('exporter.open', { address })}
        </Alert>
      )}
      <Group mt="sm" justify="space-between">
        <Switch
          label={t('exporter.on')}
          checked={kept.on}
          disabled={!parsed.success || change.isPending}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        {kept.on && isMoved && (
          <Button size="compact-xs" disabled={!parsed.success} onClick={() => set(true)}>
            {t('exporter.apply')}
          </Button>
        )}
      </Group>
      {state?.kind === 'listening' && <Code mt="xs">{state.url}</Code>}
      {state?.kind === 'fault' && <FaultNotice fault={state.fault} />}
      <CallFault error={change.error} />
    </>
  )
}
