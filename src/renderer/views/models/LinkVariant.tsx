// Says of a file of the user's own that it is a variant of another model, or that it is none.

import { Button, Group, Modal, NativeSelect, Select, Stack, Text } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { type Precision, precisions } from '../../../shared/precision.ts'
import { precisionOf } from '../../../shared/precision-of.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { keepModel } from '../../state/models.ts'
import { precisionWords } from './variantWords.ts'

interface LinkVariantProps {
  readonly model: ModelRecord
  readonly models: readonly ModelRecord[]
}

export function LinkVariant({ model, models }: LinkVariantProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const unlink = useMutation({
    mutationFn: () => call('models.linkVariant', { sha256: model.sha256, to: null }),
    onSuccess: keepModel,
  })
  return (
    <>
      {model.variant === null ? (
        <Button
          variant="subtle"
          leftSection={<IconLink size={16} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t('variants.link')}
        </Button>
      ) : (
        <Button variant="subtle" onClick={() => unlink.mutate()} loading={unlink.isPending}>
          {t('variants.unlink')}
        </Button>
      )}
      <CallFault error={unlink.error} />
      {open && <LinkDialog model={model} models={models} onClose={() => setOpen(false)} />}
    </>
  )
}

function LinkDialog({
  model,
  models,
  onClose,
}: LinkVariantProps & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const others = models.filter(({ sha256 }) => sha256 !== model.sha256)
  const [original, setOriginal] = useState<string | null>(null)
  const [precision, setPrecision] = useState<Precision>(precisionOf(model) ?? 'fp16')
  const link = useMutation({
    mutationFn: (to: string) =>
      call('models.linkVariant', { sha256: model.sha256, to: { original: to, precision } }),
    onSuccess: (linked) => {
      keepModel(linked)
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('variants.linkTitle', { name: model.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {t('variants.linkWhat')}
        </Text>
        <Select
          label={t('variants.original')}
          data={others.map((other) => ({
            value: other.sha256,
            label: `${other.name} · ${precisionWords(t, precisionOf(other))}`,
          }))}
          value={original}
          onChange={setOriginal}
          searchable
        />
        <NativeSelect
          label={t('axis.precision')}
          value={precision}
          onChange={(event) => {
            const chosen = precisions.find((one) => one === event.currentTarget.value)
            if (chosen !== undefined) setPrecision(chosen)
          }}
          data={precisions.map((value) => ({ value, label: precisionWords(t, value) }))}
        />
        <CallFault error={link.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            onClick={() => {
              if (original !== null) link.mutate(original)
            }}
            disabled={original === null}
            loading={link.isPending}
          >
            {t('variants.linkButton')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
