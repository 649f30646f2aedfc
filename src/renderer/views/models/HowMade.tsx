// How a variant came about: what it is a variant of, its recipe in words, what was converted, put in and kept, and which
// weights did not fit.

import { Button, Group, Text, Title } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { formatBytes, formatRatio } from '../../../shared/units.ts'
import type { Made, Recipe } from '../../../shared/variant.ts'
import { LinkVariant } from './LinkVariant.tsx'
import { MakeProgress } from './MakeProgress.tsx'
import { MakeVariants } from './MakeVariants.tsx'
import { originalOf, type VariantRecord, variantsOf } from './variants.ts'
import { countAll, countWords, precisionWords, recipeWords } from './variantWords.ts'

interface HowMadeProps {
  readonly model: VariantRecord
  readonly models: readonly ModelRecord[]
}

export function HowMade({ model, models }: HowMadeProps) {
  const { t } = useTranslation()
  const { variant, info, source } = model
  const { recipe, made, precision } = variant
  const original = originalOf(models, model)
  return (
    <>
      <Group justify="space-between" gap="xs" mb={6}>
        <Title order={3}>{t('variants.howMade')}</Title>
        {original !== null && recipe !== null && <MakeAnother {...{ original, recipe, models }} />}
        {source === 'file' && <LinkVariant model={model} models={models} />}
      </Group>
      <dl className="facts">
        <Fact name={t('axis.precision')}>{precisionWords(t, precision)}</Fact>
        <Fact name={t('variants.original')}>
          {original === null ? (
            t('variants.originalGone')
          ) : (
            <a className="link" href={`#/models/${original.sha256}`}>
              {original.name}
            </a>
          )}
        </Fact>
        {original !== null && (
          <Fact name={t('variants.head.size')}>
            {t('variants.sizeAgainst', {
              size: formatBytes(info.bytes),
              ratio: formatRatio(info.bytes / original.info.bytes),
              original: formatBytes(original.info.bytes),
            })}
          </Fact>
        )}
        {recipe === null && <Fact name={t('variants.recipe')}>{t('variants.ownFile')}</Fact>}
        {recipe !== null && <RecipeFact recipe={recipe} />}
        {made !== null && <MadeFacts made={made} />}
      </dl>
      {made !== null && made.keptCount > 0 && <KeptNodes made={made} />}
      {original !== null && <MakeProgress original={original} />}
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function RecipeFact({ recipe }: { readonly recipe: Recipe }) {
  const { t } = useTranslation()
  const words = recipeWords(t, recipe)
  return (
    <Fact name={t('variants.recipe')}>
      {words.length === 0 ? t('variants.asUsual') : words.join(' · ')}
    </Fact>
  )
}

function MadeFacts({ made }: { readonly made: Made }) {
  const { t } = useTranslation()
  const { converted, inserted, clampedValues, lostValues } = made
  const put = countAll(inserted)
  return (
    <>
      <Fact name={t('variants.converted', { count: countAll(converted) })}>
        {countWords(converted) || t('variants.nothing')}
      </Fact>
      <Fact name={t('variants.inserted', { count: put })}>
        {countWords(inserted) || t('variants.nothing')}
      </Fact>
      <Fact name={t('variants.clamped')}>{clampedValues}</Fact>
      <Fact name={t('variants.lost')}>{lostValues}</Fact>
    </>
  )
}

const shownAtFirst = 8

function KeptNodes({ made: { kept, keptCount } }: { readonly made: Made }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? kept : kept.slice(0, shownAtFirst)
  return (
    <>
      <Text fw={600} size="xs" mt={10}>
        {t('variants.kept', { count: keptCount })}
      </Text>
      <ul className="plain kept">
        {shown.map(({ node, operator, reason }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two nodes may have one name
          <li key={index}>
            <span className="mono">{operator}</span> <span className="mono few-ink">{node}</span>{' '}
            <Text span size="xs" c="dimmed">
              {t(`variants.keptBecause.${reason}`)}
            </Text>
          </li>
        ))}
      </ul>
      {kept.length > shownAtFirst && (
        <Button size="compact-sm" variant="subtle" mt={4} onClick={() => setAll(!all)}>
          {all
            ? t('models.fewerOperators')
            : t('models.moreOperators', { count: kept.length - shownAtFirst })}
        </Button>
      )}
      {keptCount > kept.length && (
        <Text size="xs" c="dimmed">
          {t('variants.keptMore', { count: keptCount - kept.length })}
        </Text>
      )}
    </>
  )
}

function MakeAnother({
  original,
  recipe,
  models,
}: {
  readonly original: ModelRecord
  readonly recipe: Recipe
  readonly models: readonly ModelRecord[]
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconAdjustments size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('variants.makeAnother')}
      </Button>
      {open && (
        <MakeVariants
          original={original}
          variants={variantsOf(models, original.sha256)}
          from={recipe}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
