// Chooses the model of a sweep: the ones that are known, the one that is built here, or a file.

import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { formatBytes, formatCount } from '../../../shared/units.ts'
import { call, callKey, queryClient } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'

interface ModelChoiceProps {
  readonly models: readonly ModelRecord[]
  readonly chosen: string | null
  readonly onChoose: (sha256: string) => void
}

function ModelCard({ model }: { readonly model: ModelRecord }) {
  const { t } = useTranslation()
  const { info } = model
  const facts = [
    formatBytes(info.bytes),
    t('sweep.parameters', { count: formatCount(info.parameterCount) }),
    info.multiplyAdds === null
      ? null
      : t('sweep.multiplyAdds', { count: formatCount(info.multiplyAdds) }),
    t('sweep.opset', { opset: info.opset }),
  ].filter((fact) => fact !== null)
  return (
    <Radio.Card value={model.sha256} className="choice" aria-label={model.name}>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        {model.name}
      </Text>
      {model.source === 'zoo' && <Text size="xs">{t('sweep.randomWeights')}</Text>}
      <Text size="xs" c="dimmed">
        {facts.join(' · ')}
      </Text>
    </Radio.Card>
  )
}

export function ModelChoice({ models, chosen, onChoose }: ModelChoiceProps) {
  const { t } = useTranslation()
  const take = (model: ModelRecord | null) => {
    if (model === null) return
    void queryClient.invalidateQueries({ queryKey: callKey('models.list', {}) })
    onChoose(model.sha256)
  }
  const open = useMutation({
    mutationFn: async () => {
      const { path } = await call('dialog.openModel', {})
      return path === null ? null : call('models.add', { path })
    },
    onSuccess: take,
  })
  const build = useMutation({
    mutationFn: () => call('models.addZoo', { zoo: 'resnet50-v1.5' }),
    onSuccess: take,
  })
  const hasZoo = models.some(({ source }) => source === 'zoo')
  return (
    <Stack gap="xs">
      <Radio.Group label={t('sweep.model')} value={chosen} onChange={onChoose}>
        <div className="choices" style={{ marginTop: 4 }}>
          {models.map((model) => (
            <ModelCard key={model.sha256} model={model} />
          ))}
        </div>
      </Radio.Group>
      {models.length === 0 && <Text c="dimmed">{t('sweep.noModels')}</Text>}
      <Group gap="xs">
        {!hasZoo && (
          <Button variant="default" onClick={() => build.mutate()} loading={build.isPending}>
            {t('sweep.zoo')}
            <Text span c="dimmed" size="xs" ml={8}>
              {t('sweep.zooWhat')}
            </Text>
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => open.mutate()}
          loading={open.isPending}
        >
          {t('sweep.open')}
        </Button>
      </Group>
      <CallFault error={open.error ?? build.error} />
    </Stack>
  )
}
