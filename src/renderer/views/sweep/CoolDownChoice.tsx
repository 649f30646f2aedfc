// What happens between two measurements: nothing, a pause, or waiting until the board is cool.

import { Group, NumberInput, SegmentedControl, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CoolDown } from '../../../shared/plan.ts'

interface CoolDownChoiceProps {
  readonly coolDown: CoolDown
  readonly onChange: (coolDown: CoolDown) => void
}

const longestMs = 600_000

const begin: Readonly<Record<CoolDown['kind'], CoolDown>> = {
  none: { kind: 'none' },
  time: { kind: 'time', ms: 30_000 },
  temperature: { kind: 'temperature', belowMilliC: 55_000, maxMs: longestMs },
}

export function CoolDownChoice({ coolDown, onChange }: CoolDownChoiceProps) {
  const { t } = useTranslation()
  return (
    <div className="choice">
      <Text fw={600} id="sweep-cool-down" mb={4}>
        {t('sweep.coolDown')}
      </Text>
      <Group gap={6}>
        <SegmentedControl
          size="xs"
          aria-labelledby="sweep-cool-down"
          value={coolDown.kind}
          onChange={(kind) => onChange(begin[kind as CoolDown['kind']])}
          data={[
            { value: 'none', label: t('sweep.coolDownKind.none') },
            { value: 'time', label: t('sweep.coolDownKind.time') },
            { value: 'temperature', label: t('sweep.coolDownKind.temperature') },
          ]}
        />
        {coolDown.kind === 'time' && (
          <NumberInput
            aria-label={t('sweep.coolDownSeconds')}
            suffix=" s"
            size="xs"
            w={90}
            min={1}
            max={3_600}
            value={coolDown.ms / 1000}
            onChange={(seconds) => {
              if (typeof seconds === 'number' && seconds >= 0.001)
                onChange({ kind: 'time', ms: Math.round(seconds * 1000) })
            }}
          />
        )}
        {coolDown.kind === 'temperature' && (
          <NumberInput
            aria-label={t('sweep.coolDownCelsius')}
            suffix=" °C"
            size="xs"
            w={90}
            min={1}
            max={150}
            value={coolDown.belowMilliC / 1000}
            onChange={(celsius) => {
              if (typeof celsius === 'number' && celsius >= 1)
                onChange({ ...coolDown, belowMilliC: Math.round(celsius * 1000) })
            }}
          />
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t('sweep.coolDownWhat')}
      </Text>
    </div>
  )
}
