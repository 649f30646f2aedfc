// The inputs of a model as a form: the sizes that it leaves open, and where each input's values come from.
// It holds nothing itself: every change is handed on, and what can not be is said beside the input.

import { Button, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { InputRow } from './InputRow.tsx'
import { SizeFields } from './SizeFields.tsx'
import { type ModelInputs, missingOf, shownShapes, sizesFault, withSuggestions } from './sizes.ts'

interface InputsFormProps {
  readonly model: ModelRecord
  readonly value: ModelInputs
  /** What is chosen is looked at, sample by sample, and not measured. */
  readonly samples?: boolean
  readonly onChange: (next: ModelInputs) => void
}

export function InputsForm({ model, value, samples = false, onChange }: InputsFormProps) {
  const { t } = useTranslation()
  const { info } = model
  const shapes = shownShapes(info, value, info.batch === 'dynamic' ? 1 : Math.max(1, info.batch))
  const fault = sizesFault(model, value)
  const faultInput = fault?.params.input
  const missing = missingOf(info, value)
  return (
    <Stack gap="sm">
      {info.openDims.length > 0 && (
        <SizeFields info={info} value={value} onChange={(dims) => onChange({ ...value, dims })} />
      )}
      {missing.length > 0 && (
        <Button
          size="compact-sm"
          variant="light"
          w="fit-content"
          onClick={() => onChange(withSuggestions(info, value))}
        >
          {t('inputs.useSuggestions')}
        </Button>
      )}
      <fieldset className="inputs" aria-label={t('inputs.values')}>
        {info.inputs.map((input) => (
          <InputRow
            key={input.name}
            sha256={model.sha256}
            input={input}
            shape={shapes.get(input.name) ?? []}
            planned={value.inputs[input.name] ?? null}
            range={info.inputRanges[input.name] ?? null}
            fault={faultInput === input.name ? fault : null}
            samples={samples}
            onChange={(values) => {
              const { [input.name]: _, ...others } = value.inputs
              const inputs = values === null ? others : { ...others, [input.name]: values }
              onChange({ ...value, inputs })
            }}
          />
        ))}
      </fieldset>
      {fault !== null && !info.inputs.some(({ name }) => name === faultInput) && (
        <FaultNotice fault={fault} />
      )}
      {info.inputs.length === 0 && <Text c="dimmed">{t('inputs.none')}</Text>}
    </Stack>
  )
}
