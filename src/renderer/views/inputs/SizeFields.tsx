// One number for each size that the model leaves open, with common ones to choose from. A size that follows from a
// file says so.

import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { knownSizes } from '../../../shared/dims.ts'
import type { ModelInfo } from '../../../shared/model.ts'
import { type ModelInputs, typicalSizes } from './sizes.ts'

const largestSize = 1_000_000

interface SizeFieldsProps {
  readonly info: ModelInfo
  readonly value: ModelInputs
  readonly onChange: (dims: ModelInputs['dims']) => void
}

export function SizeFields({ info, value, onChange }: SizeFieldsProps) {
  const { t } = useTranslation()
  const { dims, inputs: values } = value
  const known = knownSizes(info.inputs, { batch: 1, dims, values })
  const set = (name: string, size: number | null) => {
    const { [name]: _, ...others } = dims
    onChange(size === null ? others : { ...others, [name]: size })
  }
  return (
    <fieldset className="sizes">
      <Text component="legend" fw={600} p={0}>
        {t('inputs.sizes')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('inputs.sizesWhat')}
      </Text>
      <Group gap="md" align="start" mt={4}>
        {info.openDims.map((name) => {
          const derived = dims[name] === undefined ? known.get(name) : undefined
          return (
            <Stack gap={4} key={name}>
              <NumberInput
                label={<span className="mono">{name}</span>}
                value={dims[name] ?? ''}
                placeholder={derived === undefined ? '' : t('inputs.fromFile', { size: derived })}
                onChange={(typed) => set(name, typed === '' ? null : Number(typed))}
                min={0}
                max={largestSize}
                allowDecimal={false}
                allowNegative={false}
                clampBehavior="strict"
                w={176}
              />
              <Group gap={4} role="group" aria-label={t('inputs.commonSizes', { name })}>
                {typicalSizes(name).map((size) => (
                  <Button
                    key={size}
                    size="compact-xs"
                    variant={dims[name] === size ? 'light' : 'default'}
                    aria-pressed={dims[name] === size}
                    onClick={() => set(name, size)}
                  >
                    {size}
                  </Button>
                ))}
              </Group>
            </Stack>
          )
        })}
      </Group>
    </fieldset>
  )
}
