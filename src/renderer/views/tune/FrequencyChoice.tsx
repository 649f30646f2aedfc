// The limits of a policy, or the one frequency that it is held at: on the steps that the hardware has, else in hundreds
// of megahertz. Whoever asks for a step that there is not can not.

import { RangeSlider, SegmentedControl, Slider, Text } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyWish, TunablePolicy } from '../../../shared/tuning.ts'
import { formatKhz } from '../../../shared/units.ts'
import { nearestStep, placeOf, stepsOf } from './steps.ts'

interface FrequencyChoiceProps {
  readonly policy: TunablePolicy
  readonly wish: PolicyWish
  readonly onChange: (part: Partial<PolicyWish>) => void
}

/** What the form stands at: what is asked for, else what is set. */
export function limitsOf(
  { minKhz, maxKhz, hardwareMinKhz, hardwareMaxKhz }: TunablePolicy,
  wish: PolicyWish,
) {
  return {
    low: wish.fixedKhz ?? wish.minKhz ?? minKhz ?? hardwareMinKhz ?? 0,
    high: wish.fixedKhz ?? wish.maxKhz ?? maxKhz ?? hardwareMaxKhz ?? 0,
  }
}

export function FrequencyChoice({ policy, wish, onChange }: FrequencyChoiceProps) {
  const { t } = useTranslation()
  const labelId = useId()
  const steps = stepsOf(policy)
  if (steps.length < 2) return null
  const { low, high } = limitsOf(policy, wish)
  const isFixed = wish.fixedKhz !== null
  const label = (place: number) => formatKhz(steps[place] ?? 0)
  const scale = {
    min: 0,
    max: steps.length - 1,
    step: 1,
    label,
    marks: steps.length > 40 ? [] : steps.map((_, value) => ({ value })),
    size: 'sm' as const,
  }
  const setLimits = (lowAt: number, highAt: number) => {
    const [minKhz, maxKhz] = [steps[lowAt] ?? null, steps[highAt] ?? null]
    onChange({
      fixedKhz: null,
      minKhz: minKhz === policy.minKhz ? null : minKhz,
      maxKhz: maxKhz === policy.maxKhz ? null : maxKhz,
    })
  }
  const fixAt = (place: number) =>
    onChange({ fixedKhz: steps[place] ?? null, minKhz: null, maxKhz: null })
  const isChanged = wish.fixedKhz !== null || wish.minKhz !== null || wish.maxKhz !== null
  return (
    <div className="choice" data-changed={isChanged}>
      <div className="frequency-head">
        <Text fw={500} id={labelId}>
          {t(isFixed ? 'tune.fixedAt' : 'tune.limits')}
        </Text>
        <Text fw={600}>{isFixed ? formatKhz(low) : `${formatKhz(low)} – ${formatKhz(high)}`}</Text>
        <SegmentedControl
          size="xs"
          aria-labelledby={labelId}
          value={isFixed ? 'fixed' : 'range'}
          onChange={(form) =>
            form === 'fixed'
              ? fixAt(placeOf(steps, nearestStep(steps, high)))
              : onChange({ fixedKhz: null, minKhz: null, maxKhz: null })
          }
          data={[
            { value: 'range', label: t('tune.range') },
            { value: 'fixed', label: t('tune.fixed') },
          ]}
        />
      </div>
      {isFixed ? (
        <Slider
          {...scale}
          thumbLabel={t('tune.fixedOf', { policy: policy.policy })}
          value={placeOf(steps, low)}
          onChange={fixAt}
        />
      ) : (
        <RangeSlider
          {...scale}
          minRange={0}
          thumbFromLabel={t('tune.minOf', { policy: policy.policy })}
          thumbToLabel={t('tune.maxOf', { policy: policy.policy })}
          value={[placeOf(steps, low), placeOf(steps, high)]}
          onChange={([from, to]) => setLimits(from, to)}
        />
      )}
      <div className="frequency-ends">
        <span>{formatKhz(steps[0] ?? 0)}</span>
        <span>
          {policy.stepsKhz.length === 0
            ? t('tune.noSteps')
            : t('tune.steps', { count: steps.length })}
        </span>
        <span>{formatKhz(steps.at(-1) ?? 0)}</span>
      </div>
    </div>
  )
}
