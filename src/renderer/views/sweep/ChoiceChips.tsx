// An axis whose values are words: a chip for each, of which at least one is always chosen.

import { Chip, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'

interface Choice<T> {
  readonly value: T
  readonly label: string
}

interface ChoiceChipsProps<T> {
  readonly label: string
  readonly choices: readonly Choice<T>[]
  readonly chosen: readonly T[]
  readonly onChange: (chosen: T[]) => void
  /** What stands under the chips. */
  readonly help?: ReactNode
  /** Beside the chips: how another value is added. */
  readonly children?: ReactNode
}

const keyOf = (value: unknown) => JSON.stringify(value)

/** Values are told apart by what they say, so lists may be among them. They are chosen in the order of the choices. */
export function ChoiceChips<T>(props: ChoiceChipsProps<T>) {
  const { label, choices, chosen, onChange, help, children } = props
  return (
    <fieldset className="choice">
      <Text component="legend" fw={600} p={0} mb={4}>
        {label}
      </Text>
      <Group gap={6}>
        <Chip.Group
          multiple
          value={chosen.map(keyOf)}
          onChange={(keys) => {
            const next = choices.filter(({ value }) => keys.includes(keyOf(value)))
            if (next.length > 0) onChange(next.map(({ value }) => value))
          }}
        >
          {choices.map(({ value, label: word }) => (
            <Chip key={keyOf(value)} value={keyOf(value)} size="xs" radius="sm">
              {word}
            </Chip>
          ))}
        </Chip.Group>
        {children}
      </Group>
      {help !== undefined && (
        <Text component="div" size="xs" c="dimmed" mt={4}>
          {help}
        </Text>
      )}
    </fieldset>
  )
}
