// The scale of a heat map: which values its ends stand for, and which end is the good one.

import { Group, Text } from '@mantine/core'
import { type HeatRange, heatAt } from './matrixChart.ts'

interface HeatLegendProps {
  readonly name: string
  readonly range: HeatRange
  readonly lessIsBetter: boolean
  /** The good end first. */
  readonly ends: readonly [good: string, bad: string]
}

const steps = 9

export function HeatLegend({ name, range, lessIsBetter, ends: [good, bad] }: HeatLegendProps) {
  const { low, high } = range
  const colors = Array.from(
    { length: steps },
    (_, step) => heatAt(low * (high / low) ** (step / (steps - 1)), range, lessIsBetter).fill,
  )
  const goodFirst = lessIsBetter ? colors : colors.toReversed()
  return (
    <Group gap={8}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="xs">{good}</Text>
      <div
        className="legend-bar"
        style={{ background: `linear-gradient(90deg, ${goodFirst.join(', ')})` }}
      />
      <Text size="xs">{bad}</Text>
    </Group>
  )
}
