// The options of a recipe: what stays as it is, and what else this precision lets one choose. It holds nothing itself.

import { Checkbox, Group, NativeSelect, NumberInput, Stack, TagsInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import type { CalibrationMethod, Recipe, RecipeOf } from '../../../shared/variant.ts'
import { SamplesForm } from './SamplesForm.tsx'

interface OptionsProps<R> {
  readonly original: ModelRecord
  readonly recipe: R
  readonly onChange: (recipe: R) => void
}

export function RecipeOptions({ original, recipe, onChange }: OptionsProps<Recipe>) {
  if (recipe.precision === 'fp32') return null
  return (
    <Stack gap="xs" mt={8}>
      {recipe.precision === 'int8-dynamic' && (
        <Weights8 recipe={recipe} onChange={(part) => onChange({ ...recipe, ...part })} />
      )}
      {recipe.precision === 'int8-static' && (
        <StaticOptions original={original} recipe={recipe} onChange={onChange} />
      )}
      {recipe.precision === 'int4' && (
        <BlockOptions original={original} recipe={recipe} onChange={onChange} />
      )}
      <Kept original={original} recipe={recipe} onChange={onChange} />
    </Stack>
  )
}

type WeightOptions = Pick<RecipeOf<'int8-dynamic'>, 'perChannel' | 'reduceRange'>

/** What weights of 8 bits let one choose. */
function Weights8({
  recipe,
  onChange,
}: {
  readonly recipe: WeightOptions
  readonly onChange: (part: Partial<WeightOptions>) => void
}) {
  const { t } = useTranslation()
  return (
    <>
      {(['perChannel', 'reduceRange'] as const).map((name) => (
        <Checkbox
          key={name}
          size="xs"
          checked={recipe[name]}
          onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
          label={t(`variants.${name}`)}
          description={t(`variants.${name}What`)}
        />
      ))}
    </>
  )
}

const methods = ['min-max', 'percentile', 'entropy'] as const
const defaultPercent = 99.999

function methodOf(kind: string): CalibrationMethod {
  if (kind === 'percentile') return { kind, percent: defaultPercent }
  return { kind: kind === 'entropy' ? 'entropy' : 'min-max' }
}

function StaticOptions({ original, recipe, onChange }: OptionsProps<RecipeOf<'int8-static'>>) {
  const { t } = useTranslation()
  const { calibration, scheme } = recipe
  return (
    <>
      <Group gap="md" align="end">
        <NativeSelect
          size="xs"
          label={t('variants.scheme')}
          description={t('variants.schemeWhat')}
          value={scheme}
          onChange={(event) =>
            onChange({ ...recipe, scheme: event.currentTarget.value === 's8s8' ? 's8s8' : 'u8s8' })
          }
          data={(['u8s8', 's8s8'] as const).map((value) => ({
            value,
            label: t(`variants.schemeName.${value}`),
          }))}
          w={260}
        />
        <NativeSelect
          size="xs"
          label={t('variants.calibration')}
          description={t(`variants.calibrationWhat.${calibration.kind}`)}
          value={calibration.kind}
          onChange={(event) =>
            onChange({ ...recipe, calibration: methodOf(event.currentTarget.value) })
          }
          data={methods.map((value) => ({ value, label: t(`variants.calibrationName.${value}`) }))}
          w={260}
        />
        {calibration.kind === 'percentile' && (
          <NumberInput
            size="xs"
            label={t('variants.percent')}
            value={calibration.percent}
            onChange={(percent) =>
              onChange({
                ...recipe,
                calibration: { kind: 'percentile', percent: Number(percent) || defaultPercent },
              })
            }
            min={90}
            max={100}
            decimalScale={5}
            step={0.01}
            w={120}
          />
        )}
      </Group>
      <Weights8 recipe={recipe} onChange={(part) => onChange({ ...recipe, ...part })} />
      <SamplesForm
        label={t('variants.calibrationSamples')}
        model={original}
        value={recipe.samples}
        onChange={(samples) => onChange({ ...recipe, samples })}
      />
    </>
  )
}

const blockSizes = [16, 32, 64, 128] as const

function BlockOptions({ recipe, onChange }: OptionsProps<RecipeOf<'int4'>>) {
  const { t } = useTranslation()
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('variants.blockSize')}
        description={t('variants.blockSizeWhat')}
        value={String(recipe.blockSize)}
        onChange={(event) => {
          const blockSize = blockSizes.find((size) => String(size) === event.currentTarget.value)
          if (blockSize !== undefined) onChange({ ...recipe, blockSize })
        }}
        data={blockSizes.map(String)}
        w={260}
      />
      <Checkbox
        size="xs"
        checked={recipe.symmetric}
        onChange={(event) => onChange({ ...recipe, symmetric: event.currentTarget.checked })}
        label={t('variants.symmetric')}
        description={t('variants.symmetricWhat')}
      />
    </>
  )
}

function Kept({
  original,
  recipe,
  onChange,
}: OptionsProps<Exclude<Recipe, { precision: 'fp32' }>>) {
  const { t } = useTranslation()
  return (
    <>
      <TagsInput
        size="xs"
        label={t('variants.keepOperators')}
        description={t('variants.keepOperatorsWhat')}
        data={Object.keys(original.info.operators).toSorted()}
        value={recipe.keepOperators}
        onChange={(keepOperators) => onChange({ ...recipe, keepOperators })}
        comboboxProps={{ shadow: 'none' }}
      />
      <TagsInput
        size="xs"
        label={t('variants.keepNodes')}
        description={t('variants.keepNodesWhat')}
        value={recipe.keepNodes}
        onChange={(keepNodes) => onChange({ ...recipe, keepNodes })}
        splitChars={[]}
      />
      {recipe.keepNodes.length + recipe.keepOperators.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('variants.keptStay')}
        </Text>
      )}
    </>
  )
}
