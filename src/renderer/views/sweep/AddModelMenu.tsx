// Puts a model into the sweep: one that is known, one that is built here, or a file.

import { Button, Group, Menu, Text } from '@mantine/core'
import { IconFileImport, IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { type ZooId, zooIds, zooNames } from '../../../shared/model.ts'
import { formatBytes } from '../../../shared/units.ts'
import { call, useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { addModel, keepModel } from '../../state/models.ts'
import { BuildProgress, buildFault } from '../models/BuildProgress.tsx'
import { originalOf } from '../models/variants.ts'

interface AddModelMenuProps {
  readonly onAdd: (model: ModelRecord) => void
}

export function AddModelMenu({ onAdd }: AddModelMenuProps) {
  const { t } = useTranslation()
  const models = useCall('models.list', {}).data ?? []
  const take = (model: ModelRecord | null) => {
    if (model !== null) onAdd(model)
  }
  const open = useMutation({
    mutationFn: async () => {
      const { path } = await call('dialog.openModel', {})
      return path === null ? null : addModel(path)
    },
    onSuccess: take,
  })
  const build = useMutation({
    mutationFn: async (zoo: ZooId) => {
      const model = await call('models.addZoo', { zoo })
      keepModel(model)
      return model
    },
    onSuccess: take,
  })
  const unbuilt = zooIds.filter(
    (zoo) => !models.some(({ source, architecture }) => source === 'zoo' && architecture === zoo),
  )
  return (
    <>
      <Group gap="xs">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              disabled={build.isPending}
            >
              {t('sweep.addModel')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
            {models.length > 0 && <Menu.Label>{t('sweep.known')}</Menu.Label>}
            {models
              .filter((model) => originalOf(models, model) === null)
              .map((model) => (
                <Menu.Item key={model.sha256} onClick={() => onAdd(model)}>
                  {model.name}{' '}
                  <Text span size="xs" c="dimmed">
                    {formatBytes(model.info.bytes)}
                  </Text>
                </Menu.Item>
              ))}
            {unbuilt.length > 0 && <Menu.Label>{t('sweep.buildHere')}</Menu.Label>}
            {unbuilt.map((zoo) => (
              <Menu.Item key={zoo} onClick={() => build.mutate(zoo)}>
                {zooNames[zoo]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="default"
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => open.mutate()}
          loading={open.isPending}
        >
          {t('models.open')}
        </Button>
      </Group>
      {build.isPending && <BuildProgress zoo={build.variables} />}
      <CallFault error={open.error ?? buildFault(build.error)} />
    </>
  )
}
