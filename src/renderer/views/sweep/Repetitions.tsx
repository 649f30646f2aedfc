// How many processes measure each point, and what that many can tell.

import { NumberInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { rankTestRepetitions } from './presets.ts'

interface RepetitionsProps {
  readonly count: number
  readonly onChange: (count: number) => void
}

/** Below it the spread between processes is not known [METRICS 3]. */
const spreadRepetitions = 3

function tells(count: number) {
  if (count >= rankTestRepetitions) return 'ranked'
  if (count >= spreadRepetitions) return 'spread'
  return 'few'
}

export function Repetitions({ count, onChange }: RepetitionsProps) {
  const { t } = useTranslation()
  return (
    <div>
      <NumberInput
        label={t('sweep.repetitions')}
        w={110}
        min={1}
        max={100}
        clampBehavior="strict"
        allowDecimal={false}
        value={count}
        onChange={(value) => {
          if (typeof value === 'number' && value >= 1) onChange(value)
        }}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {t(`sweep.repetitionsTell.${tells(count)}`)}
      </Text>
    </div>
  )
}
