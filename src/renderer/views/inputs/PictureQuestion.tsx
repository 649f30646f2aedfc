// Asks how a picture becomes a tensor: scaling of its values, layout, order of its channels, and how it is fitted.

import { Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PictureSettings } from '../../../shared/input.ts'
import type { TensorInfo } from '../../../shared/model.ts'
import { guessedSettings, isPicture, type Scaling, scalings, settingsOf } from './picture.ts'

interface PictureQuestionProps {
  readonly input: TensorInfo
  readonly path: string
  readonly onTake: (settings: PictureSettings) => void
  readonly onClose: () => void
}

interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <div>
      <Text fw={600} mb={2}>
        {label}
      </Text>
      <SegmentedControl<T>
        aria-label={label}
        value={value}
        data={[...options]}
        onChange={onChange}
      />
    </div>
  )
}

export function PictureQuestion({ input, path, onTake, onClose }: PictureQuestionProps) {
  const { t } = useTranslation()
  const [settings, setSettings] = useState(() => guessedSettings(input))
  const [scaling, setScaling] = useState<Scaling>('imagenet')
  const set = (part: Partial<PictureSettings>) => setSettings((before) => ({ ...before, ...part }))
  const { mean, std } = settingsOf(scaling, settings.channels)
  const isOne = isPicture(path)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(isOne ? 'inputs.picture' : 'inputs.pictures')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text className="mono">{path}</Text>
        <Choice
          label={t('inputs.scaling')}
          value={scaling}
          onChange={setScaling}
          options={(Object.keys(scalings) as Scaling[]).map((name) => ({
            value: name,
            label: t(`inputs.scalingName.${name}`),
          }))}
        />
        <Text size="xs" c="dimmed">
          {t('inputs.scalingWhat', { mean: mean.join(', '), std: std.join(', ') })}
        </Text>
        <Choice
          label={t('inputs.layout')}
          value={settings.layout}
          onChange={(layout) => set({ layout })}
          options={[
            { value: 'nchw', label: t('inputs.nchw') },
            { value: 'nhwc', label: t('inputs.nhwc') },
          ]}
        />
        <Choice
          label={t('inputs.channels')}
          value={settings.channels}
          onChange={(channels) => set({ channels })}
          options={[
            { value: 'rgb', label: 'RGB' },
            { value: 'bgr', label: 'BGR' },
            { value: 'gray', label: t('inputs.gray') },
          ]}
        />
        <Choice
          label={t('inputs.fit')}
          value={settings.fit}
          onChange={(fit) => set({ fit })}
          options={[
            { value: 'stretch', label: t('inputs.stretch') },
            { value: 'cover', label: t('inputs.cover') },
            { value: 'contain', label: t('inputs.contain') },
          ]}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => onTake({ ...settings, mean, std })}>
            {t(isOne ? 'inputs.usePicture' : 'inputs.usePictures')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
