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

interface ThousandthsProps {
  readonly label: string
  readonly unit: string
  readonly least: number
  readonly most: number
  readonly value: number
  readonly onChange: (value: number) => void
}

/** A number that is typed in units and kept in thousandths of them. */
function Thousandths({ label, unit, least, most, value, onChange }: ThousandthsProps) {
  return (
    <NumberInput
      aria-label={label}
      suffix={` ${unit}`}
      size="xs"
      w={90}
      min={1}
      max={most / 1000}
      value={value / 1000}
      onChange={(typed) => {
        if (typeof typed === 'number' && typed * 1000 >= least) onChange(Math.round(typed * 1000))
      }}
    />
  )
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
          <Thousandths
            label={t('sweep.coolDownSeconds')}
            unit="s"
            least={1}
            most={3_600_000}
            value={coolDown.ms}
            onChange={(ms) => onChange({ kind: 'time', ms })}
          />
        )}
        {coolDown.kind === 'temperature' && (
          <Thousandths
            label={t('sweep.coolDownCelsius')}
            unit="°C"
            least={1_000}
            most={150_000}
            value={coolDown.belowMilliC}
            onChange={(belowMilliC) => onChange({ ...coolDown, belowMilliC })}
          />
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t('sweep.coolDownWhat')}
      </Text>
    </div>
  )
}
