// The ways in which a model comes here: a file that is chosen, a path that is typed, one that is dropped, one that
// is built on this computer.

import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { navigate } from '../../state/address.ts'
import { addModel } from '../../state/models.ts'
import { ZooList } from './ZooList.tsx'

const show = (model: ModelRecord | null) => {
  if (model !== null) navigate(`/models/${model.sha256}`)
}

export function AddModel({ models }: { readonly models: readonly ModelRecord[] }) {
  const { t } = useTranslation()
  const [path, setPath] = useState('')
  const open = useMutation({
    mutationFn: async () => {
      const chosen = await call('dialog.openModel', {})
      return chosen.path === null ? null : addModel(chosen.path)
    },
    onSuccess: show,
  })
  const typed = useMutation({
    mutationFn: (from: string) => addModel(from),
    onSuccess: (model) => {
      setPath('')
      show(model)
    },
  })
  return (
    <section className="surface" aria-label={t('models.add')}>
      <Stack gap="sm">
        <Title order={2}>{t('models.add')}</Title>
        <Text size="xs" c="dimmed">
          {t('models.addWhat')}
        </Text>
        <Button
          variant="default"
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => open.mutate()}
          loading={open.isPending}
        >
          {t('models.open')}
        </Button>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (path.trim() !== '') typed.mutate(path.trim())
          }}
        >
          <Group gap="xs" align="end" wrap="nowrap">
            <TextInput
              label={t('models.path')}
              placeholder="/home/me/model.onnx"
              value={path}
              onChange={(event) => setPath(event.currentTarget.value)}
              flex={1}
              spellCheck={false}
            />
            <Button
              type="submit"
              variant="default"
              disabled={path.trim() === ''}
              loading={typed.isPending}
            >
              {t('models.addButton')}
            </Button>
          </Group>
        </form>
        <CallFault error={open.error ?? typed.error} />
        <ZooList models={models} onBuilt={show} />
      </Stack>
    </section>
  )
}
