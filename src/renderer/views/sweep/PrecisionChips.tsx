// The precisions at which a model of the sweep is measured, as chips: what is there is chosen at once, what is not is
// made first, by the usual recipe, and chosen then. One is always chosen.

import { Chip, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Processor } from '../../../shared/int8-scheme.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { type Precision, precisions } from '../../../shared/precision.ts'
import { precisionOf } from '../../../shared/precision-of.ts'
import { usualRecipe } from '../../../shared/variant-terms.ts'
import { makeVariants, precisionsOf, useMaking } from '../../state/variants.ts'
import { MakeProgress } from '../models/MakeProgress.tsx'
import { familyOf, makeablePrecisions } from '../models/variants.ts'
import { precisionWords } from '../models/variantWords.ts'
import { type DraftModel, type DraftRow, measuredOf, nameIn } from './chosen.ts'
import { measureToo } from './draftStore.ts'

interface PrecisionChipsProps {
  readonly row: DraftRow
  readonly models: readonly ModelRecord[]
  /** What is made is made for it; null: for any. */
  readonly processor: Processor | null
  readonly onChange: (draft: DraftModel) => void
}

interface Known {
  readonly model: ModelRecord
  readonly precision: Precision | null
  readonly label: string
}

export function PrecisionChips({ row, models, processor, onChange }: PrecisionChipsProps) {
  const { draft, model } = row
  const { t } = useTranslation()
  const family = familyOf(models, model)
  /** What is in fp32 is what others are made of. */
  const source = family.find((one) => precisionOf(one) === 'fp32') ?? model
  const making = precisionsOf(useMaking(source.sha256))
  const all = family.map((one): Known => {
    const precision = precisionOf(one)
    return { model: one, precision, label: precisionWords(t, precision) }
  })
  const isAmbiguous = ({ label }: Known) => all.filter((one) => one.label === label).length > 1
  const place = ({ precision }: Known) => (precision === null ? -1 : precisions.indexOf(precision))
  const known = all.toSorted((a, b) => place(a) - place(b))
  const missing = makeablePrecisions(precisionOf(source)).filter(
    (precision) => !all.some((one) => one.precision === precision),
  )
  const chosen = measuredOf(row, models).map(({ sha256 }) => sha256)
  const toggle = (sha256: string) => {
    const measured = chosen.includes(sha256)
      ? chosen.filter((one) => one !== sha256)
      : [...chosen, sha256]
    if (measured.length > 0) onChange({ ...draft, measured })
  }
  const make = (precision: Precision) => {
    const { dims, inputs } = draft
    const recipe = usualRecipe(precision, { dims, inputs }, processor)
    void makeVariants(source.sha256, [recipe], (made) => measureToo(draft.key, made.sha256))
  }
  return (
    <div className="planned-precisions">
      <Group gap={6} role="group" aria-label={t('sweep.precisionsOf', { name: model.name })}>
        {known.map((one) => (
          <Chip
            key={one.model.sha256}
            size="xs"
            radius="sm"
            checked={chosen.includes(one.model.sha256)}
            onChange={() => toggle(one.model.sha256)}
          >
            {isAmbiguous(one) ? `${one.label} · ${nameIn(draft, one.model)}` : one.label}
          </Chip>
        ))}
        {missing.map((precision) => (
          <Chip
            key={precision}
            size="xs"
            radius="sm"
            variant="outline"
            checked={false}
            disabled={making.includes(precision)}
            onChange={() => make(precision)}
            title={t(`precision.what.${precision}`)}
          >
            {t('sweep.makePrecision', { precision: precisionWords(t, precision) })}
          </Chip>
        ))}
      </Group>
      <MakeProgress original={source} />
    </div>
  )
}
