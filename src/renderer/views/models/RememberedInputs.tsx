// The inputs of a model with the sizes and sources that a sweep of it begins with; remembered on request, and its
// work is counted at these sizes.

import { Button, Group, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { keepModel } from '../../state/models.ts'
import { InputsForm } from '../inputs/InputsForm.tsx'
import { type ModelInputs, missingOf, sizesFault } from '../inputs/sizes.ts'

export function RememberedInputs({ model }: { readonly model: ModelRecord }) {
  const { t } = useTranslation()
  const [value, setValue] = useState<ModelInputs>(model)
  const { dims, inputs } = value
  const keep = useMutation({
    mutationFn: () => call('models.configure', { sha256: model.sha256, dims, inputs }),
    onSuccess: keepModel,
  })
  const isKept = JSON.stringify([dims, inputs]) === JSON.stringify([model.dims, model.inputs])
  const isWhole = missingOf(model.info, value).length === 0 && sizesFault(model, value) === null
  return (
    <>
      <Title order={3}>{t('models.inputs')}</Title>
      <Text size="xs" c="dimmed" mb={8}>
        {t('inputs.what')}
      </Text>
      <InputsForm model={model} value={value} onChange={setValue} />
      {!isKept && (
        <Group mt="sm">
          <Button onClick={() => keep.mutate()} disabled={!isWhole} loading={keep.isPending}>
            {t('inputs.keep')}
          </Button>
        </Group>
      )}
      <CallFault error={keep.error} />
    </>
  )
}
