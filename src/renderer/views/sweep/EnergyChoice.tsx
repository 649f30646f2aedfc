// How long power is read for an energy: the least window of a point, and the board at rest before. It concerns boards
// whose power is read; null is as the mode has it.

import { Group, NumberInput, SegmentedControl, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type EnergyLimits, leastEnergyWindowMs, longestRestMs } from '../../../shared/limits.ts'
import type { EnergyDraft } from './draft.ts'

interface EnergyChoiceProps {
  readonly energy: EnergyDraft
  /** What the mode, or the plan's own limits, would do. */
  readonly usual: EnergyLimits
  readonly onChange: (energy: EnergyDraft) => void
}

export function EnergyChoice({ energy, usual, onChange }: EnergyChoiceProps) {
  const { t } = useTranslation()
  const seconds = (ms: number) => ms / 1_000
  return (
    <div className="choice">
      <Text fw={600} id="sweep-energy" mb={4}>
        {t('sweep.energy')}
      </Text>
      <Group gap={6}>
        <SegmentedControl
          size="xs"
          aria-labelledby="sweep-energy"
          value={energy.minEnergyMs === null ? 'usual' : 'own'}
          onChange={(value) =>
            onChange({ ...energy, minEnergyMs: value === 'own' ? leastEnergyWindowMs : null })
          }
          data={[
            { value: 'usual', label: t('sweep.energyUsual') },
            { value: 'own', label: t('sweep.energyOwn') },
          ]}
        />
        {energy.minEnergyMs !== null && (
          <NumberInput
            aria-label={t('sweep.energySeconds')}
            suffix=" s"
            size="xs"
            w={90}
            min={1}
            max={3_600}
            value={seconds(energy.minEnergyMs)}
            onChange={(typed) => {
              if (typeof typed === 'number' && typed >= 1)
                onChange({ ...energy, minEnergyMs: Math.round(typed * 1_000) })
            }}
          />
        )}
        <NumberInput
          label={t('sweep.rest')}
          suffix=" s"
          size="xs"
          w={150}
          min={0}
          max={seconds(longestRestMs)}
          value={seconds(energy.idleMs ?? usual.idleMs)}
          onChange={(typed) => {
            if (typeof typed === 'number')
              onChange({ ...energy, idleMs: Math.round(typed * 1_000) })
          }}
        />
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t('sweep.energyWhat')}
      </Text>
    </div>
  )
}
