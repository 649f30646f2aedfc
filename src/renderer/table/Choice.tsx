// One filter of a table: a native choice among what there is, or all of it.

import { NativeSelect } from '@mantine/core'

interface ChoiceProps {
  readonly label: string
  readonly all: string
  readonly value: string | null
  readonly choices: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string | null) => void
}

export function Choice({ label, all, value, choices, onChange }: ChoiceProps) {
  const data = [
    { value: '', label: all },
    ...choices.map(([choice, words]) => ({ value: choice, label: words })),
  ]
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      data={data}
      w={132}
    />
  )
}
