// The knobs of the governor that is set: numbers in its own units, folded, since few turn them. They belong to that
// governor: with another they are others, and come back as that one's defaults.

import { NumberInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PolicyWish, TunablePolicy } from '../../../shared/tuning.ts'

interface TunablesProps {
  readonly policy: TunablePolicy
  readonly wish: PolicyWish
  readonly onChange: (part: Partial<PolicyWish>) => void
}

const largest = 999_999_999_999

export function Tunables({ policy, wish, onChange }: TunablesProps) {
  const { t } = useTranslation()
  const isAnother = wish.governor !== null && wish.governor !== policy.governor
  const numbers = policy.tunables.filter(({ value }) => /^\d{1,12}$/.test(value))
  if (numbers.length === 0) return null
  return (
    <details className="fold">
      <summary>
        {t('tune.tunables', { count: numbers.length, governor: policy.governor ?? '' })}
      </summary>
      {isAnother ? (
        <Text size="xs" c="dimmed">
          {t('tune.tunablesOfAnother')}
        </Text>
      ) : (
        <div className="tunables">
          {numbers.map(({ path, name, value }) => (
            <NumberInput
              key={path}
              size="xs"
              label={name}
              classNames={{ label: 'mono' }}
              min={0}
              max={largest}
              allowDecimal={false}
              hideControls
              value={Number(wish.tunables[name] ?? value)}
              data-changed={wish.tunables[name] !== undefined}
              onChange={(typed) => {
                const { [name]: _, ...others } = wish.tunables
                const next = String(typed)
                if (!/^\d{1,12}$/.test(next)) return
                onChange({ tunables: next === value ? others : { ...others, [name]: next } })
              }}
            />
          ))}
        </div>
      )}
    </details>
  )
}
