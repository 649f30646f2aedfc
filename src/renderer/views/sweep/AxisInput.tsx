// An axis of a sweep as chips: numbers typed in, each removable; what is no whole number in range never becomes a chip.

import { TagsInput } from '@mantine/core'
import { axisValues } from './draft.ts'

interface AxisInputProps {
  readonly label: string
  readonly help: string
  readonly values: readonly number[]
  readonly max: number
  readonly onChange: (values: readonly number[]) => void
  readonly locked?: boolean
  readonly caution?: string | null
}

export function AxisInput(props: AxisInputProps) {
  const { label, help, values, max, onChange, locked = false, caution = null } = props
  return (
    <TagsInput
      label={label}
      description={help}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={values.map(String)}
      onChange={(typed) => onChange(axisValues(typed, max))}
      splitChars={[',', ' ', ';']}
      acceptValueOnBlur
      disabled={locked}
      error={caution}
      inputMode="numeric"
    />
  )
}
