// What a model is fed with when its values are looked at: how many samples, and where their values come from. Random
// ones and the user's own are told apart. It holds nothing itself.

import { Group, NumberInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import type { Samples } from '../../../shared/variant.ts'
import { InputsForm } from '../inputs/InputsForm.tsx'
import { countOf, mostSamples } from './sampleCount.ts'
import { samplesWords } from './variantWords.ts'

interface SamplesFormProps {
  readonly label: string
  readonly model: ModelRecord
  readonly value: Samples
  readonly onChange: (samples: Samples) => void
}

export function SamplesForm({ label, model, value, onChange }: SamplesFormProps) {
  const { t } = useTranslation()
  const isOwn = Object.values(value.inputs).some(({ kind }) => kind === 'file')
  const { count, seed } = value
  return (
    <fieldset className="choice">
      <Text component="legend" fw={600} size="xs" p={0} mb={4}>
        {label}
      </Text>
      <Group gap="md" align="end">
        <NumberInput
          size="xs"
          label={t('variants.samplesCount')}
          value={count}
          onChange={(typed) =>
            onChange({ ...value, count: Math.min(mostSamples, Math.max(1, Number(typed) || 1)) })
          }
          min={1}
          max={mostSamples}
          allowDecimal={false}
          w={110}
        />
        <NumberInput
          size="xs"
          label={t('variants.samplesSeed')}
          value={seed}
          onChange={(typed) => onChange({ ...value, seed: Math.max(0, Number(typed) || 0) })}
          min={0}
          max={0xffff_0000}
          allowDecimal={false}
          w={130}
        />
      </Group>
      <Text size="xs" c={isOwn ? 'dimmed' : 'var(--ink-warn)'} mt={4}>
        {samplesWords(t, value)}{' '}
        {t(isOwn ? 'variants.samplesOwnWhat' : 'variants.samplesSeededWhat')}
      </Text>
      <details className="fold">
        <summary>{t('variants.samplesInputs')}</summary>
        <InputsForm
          model={model}
          value={value}
          samples
          onChange={({ dims, inputs }) =>
            onChange({
              ...value,
              dims: { ...dims },
              inputs: { ...inputs },
              count: countOf(inputs, value, model.info.inputs),
            })
          }
        />
      </details>
    </fieldset>
  )
}
