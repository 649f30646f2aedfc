// The models that are built on this computer: what each is, how large it gets, and whether it is there already.

import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { type ZooId, zooIds, zooNames } from '../../../shared/model.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { keepModel } from '../../state/models.ts'
import { BuildProgress, buildFault } from './BuildProgress.tsx'

interface ZooListProps {
  readonly models: readonly ModelRecord[]
  readonly onBuilt: (model: ModelRecord) => void
}

export function ZooList({ models, onBuilt }: ZooListProps) {
  const { t } = useTranslation()
  const missing = zooIds.filter(
    (zoo) => !models.some(({ source, architecture }) => source === 'zoo' && architecture === zoo),
  )
  if (missing.length === 0) return null
  return (
    <Stack gap={6}>
      <Title order={3}>{t('models.zoo')}</Title>
      <Text size="xs" c="dimmed">
        {t('models.zooWhat')}
      </Text>
      <ul className="plain">
        {missing.map((zoo) => (
          <ZooEntry key={zoo} zoo={zoo} onBuilt={onBuilt} />
        ))}
      </ul>
    </Stack>
  )
}

function ZooEntry({ zoo, onBuilt }: { readonly zoo: ZooId } & Pick<ZooListProps, 'onBuilt'>) {
  const { t } = useTranslation()
  const build = useMutation({
    mutationFn: () => call('models.addZoo', { zoo }),
    onSuccess: (model) => {
      keepModel(model)
      onBuilt(model)
    },
  })
  return (
    <li>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600}>{zooNames[zoo]}</Text>
          <Text size="xs" c="dimmed">
            {t(`models.zooEntry.${zoo}`)}
          </Text>
        </div>
        <Button
          size="compact-sm"
          variant="default"
          style={{ flex: 'none' }}
          onClick={() => build.mutate()}
          disabled={build.isPending}
          aria-label={t('models.buildNamed', { name: zooNames[zoo] })}
        >
          {t('models.build')}
        </Button>
      </Group>
      {build.isPending && <BuildProgress zoo={zoo} />}
      <CallFault error={buildFault(build.error)} onRetry={() => build.mutate()} />
    </li>
  )
}
