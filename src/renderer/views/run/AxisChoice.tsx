// Which axes of a sweep the charts show: one across, others as lines, the rest at a value each; lines or a heat map.

import { Chip, Group, NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Axis, AxisName } from '../../../shared/axes.ts'
import type { Slice } from '../../charts/slice.ts'
import { useAxisWords } from './axisWords.ts'
import { type Charted, chartForms } from './charted.ts'

interface AxisChoiceProps {
  /** At least two: a single axis leaves nothing to choose. */
  readonly axes: readonly Axis[]
  readonly slice: Slice
  readonly charted: Charted
  readonly onChange: (next: Partial<Charted>) => void
}

export function AxisChoice({ axes, slice, charted, onChange }: AxisChoiceProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const others = axes.filter(({ name }) => name !== slice.x)
  const choose = (next: Partial<Slice>) =>
    onChange({ wanted: { ...slice, ...charted.wanted, ...next } })
  const asSeries = (name: AxisName, isOne: boolean) =>
    choose({
      series: isOne ? [...slice.series, name] : slice.series.filter((one) => one !== name),
    })
  return (
    <fieldset className="axis-choice" aria-label={t('axis.choice')}>
      <NativeSelect
        size="xs"
        label={t('axis.across')}
        value={slice.x}
        onChange={(event) => {
          const x = event.currentTarget.value as AxisName
          onChange({ wanted: { x, fixed: slice.fixed } })
        }}
        data={axes.map(({ name }) => ({ value: name, label: words.name(name) }))}
      />
      <div>
        <Text component="span" size="xs" fw={500}>
          {t('axis.series')}
        </Text>
        <Group gap={6} mt={2}>
          {others.map(({ name }) => (
            <Chip
              key={name}
              size="xs"
              checked={slice.series.includes(name)}
              onChange={(isOne) => asSeries(name, isOne)}
            >
              {words.name(name)}
            </Chip>
          ))}
        </Group>
      </div>
      {others
        .filter(({ name }) => !slice.series.includes(name))
        .map(({ name, values }) => (
          <NativeSelect
            key={name}
            size="xs"
            label={words.name(name)}
            value={slice.fixed[name] ?? ''}
            onChange={(event) =>
              choose({ fixed: { ...slice.fixed, [name]: event.currentTarget.value } })
            }
            data={values.map(({ key, point }) => ({ value: key, label: words.tick(point, name) }))}
          />
        ))}
      <SegmentedControl
        size="xs"
        aria-label={t('axis.form')}
        value={charted.form}
        onChange={(form) => onChange({ form: form === 'heat' ? 'heat' : 'lines' })}
        data={chartForms.map((value) => ({ value, label: t(`axis.${value}`) }))}
      />
    </fieldset>
  )
}
