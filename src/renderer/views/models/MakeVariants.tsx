// Asks at which precisions a model is to be had: a card for each with what it does and when it helps, its options folded
// away. Several can be made at once; nothing is made before it is asked for.

import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import type { Precision } from '../../../shared/precision.ts'
import { precisionOf } from '../../../shared/precision-of.ts'
import type { Recipe } from '../../../shared/variant.ts'
import { usualRecipe } from '../../../shared/variant-terms.ts'
import { makeVariants } from '../../state/variants.ts'
import { RecipeOptions } from './RecipeOptions.tsx'
import { makeablePrecisions, type VariantRecord } from './variants.ts'
import { precisionWords } from './variantWords.ts'

interface MakeVariantsProps {
  readonly original: ModelRecord
  readonly variants: readonly VariantRecord[]
  /** What it begins with, where another variant is changed. */
  readonly from?: Recipe
  readonly onClose: () => void
}

type Recipes = Readonly<Partial<Record<Precision, Recipe>>>

export function MakeVariants({ original, variants, from, onClose }: MakeVariantsProps) {
  const { t } = useTranslation()
  const offered = makeablePrecisions(precisionOf(original))
  const [recipes, setRecipes] = useState<Recipes>(() =>
    Object.fromEntries(
      offered.map((one) => [one, from?.precision === one ? from : usualRecipe(one, original)]),
    ),
  )
  const [chosen, setChosen] = useState<readonly Precision[]>(
    from === undefined ? offered.slice(0, 1) : [from.precision],
  )
  const wanted = chosen.flatMap((precision) => recipes[precision] ?? [])
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('variants.makeTitle', { name: original.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void makeVariants(original.sha256, wanted)
          onClose()
        }}
      >
        <Stack gap="sm">
          <Text size="xs" c="dimmed">
            {t(offered.includes('fp32') ? 'variants.makeFrom.quantized' : 'variants.makeFrom.fp32')}
          </Text>
          {offered.map((precision) => {
            const recipe = recipes[precision]
            return (
              recipe !== undefined && (
                <PrecisionCard
                  key={precision}
                  original={original}
                  recipe={recipe}
                  count={variants.filter(({ variant }) => variant.precision === precision).length}
                  isChosen={chosen.includes(precision)}
                  onChoose={(isChosen) =>
                    setChosen(
                      offered.filter((one) =>
                        one === precision ? isChosen : chosen.includes(one),
                      ),
                    )
                  }
                  onChange={(next) => setRecipes({ ...recipes, [precision]: next })}
                />
              )
            )
          })}
          <Text size="xs" c="dimmed">
            {t('variants.thenCompared')}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={wanted.length === 0}>
              {t('variants.makeCount', { count: wanted.length })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface PrecisionCardProps {
  readonly original: ModelRecord
  readonly recipe: Recipe
  /** How many variants there are at this precision. */
  readonly count: number
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
  readonly onChange: (recipe: Recipe) => void
}

function PrecisionCard(props: PrecisionCardProps) {
  const { original, recipe, count, isChosen, onChoose, onChange } = props
  const { t } = useTranslation()
  const { precision } = recipe
  return (
    <div className="precision-card" data-chosen={isChosen}>
      <Checkbox
        checked={isChosen}
        onChange={(event) => onChoose(event.currentTarget.checked)}
        label={
          <>
            <strong>{precisionWords(t, precision)}</strong>
            {count > 0 && (
              <Text span size="xs" c="dimmed">
                {' '}
                {t('variants.there', { count })}
              </Text>
            )}
          </>
        }
        description={t(`precision.what.${precision}`)}
      />
      {isChosen && precision !== 'fp32' && (
        <details className="fold" open={hasChoices(recipe)}>
          <summary>{t('variants.options')}</summary>
          <RecipeOptions original={original} recipe={recipe} onChange={onChange} />
        </details>
      )}
    </div>
  )
}

/** Something is kept, which must not be hidden. */
const hasChoices = (recipe: Recipe) =>
  'keepNodes' in recipe && recipe.keepNodes.length + recipe.keepOperators.length > 0
