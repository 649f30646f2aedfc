// How thoroughly each point is measured: a named mode, or the limits that an opened plan brought with it.

import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Limits, type Mode, modes } from '../../../shared/limits.ts'
import { formatDuration, threeDigits } from '../../../shared/units.ts'

interface LimitsChoiceProps {
  readonly limits: Mode | Limits
  readonly onChange: (limits: Mode | Limits) => void
}

const isMode = (value: string): value is Mode => modes.some((mode) => mode === value)

export function LimitsChoice({ limits, onChange }: LimitsChoiceProps) {
  const { t } = useTranslation()
  const [brought, setBrought] = useState(typeof limits === 'string' ? null : limits)
  if (typeof limits !== 'string' && limits !== brought) setBrought(limits)
  const own = typeof limits === 'string' ? brought : limits
  return (
    <div>
      <Text fw={600} id="sweep-mode" mb={4}>
        {t('sweep.mode')}
      </Text>
      <SegmentedControl
        aria-labelledby="sweep-mode"
        value={typeof limits === 'string' ? limits : 'own'}
        onChange={(value) => {
          if (isMode(value)) onChange(value)
          else if (own !== null) onChange(own)
        }}
        data={[
          ...modes.map((mode) => ({ value: mode as string, label: t(`sweep.${mode}`) })),
          ...(own === null ? [] : [{ value: 'own', label: t('sweep.ownLimits') }]),
        ]}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {typeof limits === 'string'
          ? t(`sweep.modeWhat.${limits}`)
          : t('sweep.limitsWhat', {
              duration: formatDuration(limits.maxMs),
              percent: threeDigits(limits.precision * 100),
              samples: limits.minSamples,
            })}
      </Text>
    </div>
  )
}
