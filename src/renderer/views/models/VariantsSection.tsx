// The precisions that a model can be had at: each variant with its size, how near it stays and whether that is near
// enough; and how more of them come here.

import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { leastCosine, worstOutput } from '../../../shared/accuracy.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { precisionOf } from '../../../shared/precision-of.ts'
import { formatBytes, formatCosine, formatRatio, unknown } from '../../../shared/units.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { AccuracyVerdict } from './AccuracyVerdict.tsx'
import { MakeProgress } from './MakeProgress.tsx'
import { MakeVariants } from './MakeVariants.tsx'
import { type VariantRecord, worstError } from './variants.ts'
import { formatDecibels, formatError, precisionWords } from './variantWords.ts'

interface VariantsSectionProps {
  readonly original: ModelRecord
  readonly variants: readonly VariantRecord[]
}

export function VariantsSection({ original, variants }: VariantsSectionProps) {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  return (
    <>
      <Group justify="space-between" gap="xs" mb={6}>
        <Title order={3}>{t('variants.title')}</Title>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setMaking(true)}
        >
          {t('variants.make')}
        </Button>
      </Group>
      {variants.length === 0 ? (
        <Text c="dimmed">{t('variants.none')}</Text>
      ) : (
        <VariantTable original={original} variants={variants} />
      )}
      <MakeProgress original={original} />
      {making && (
        <MakeVariants original={original} variants={variants} onClose={() => setMaking(false)} />
      )}
    </>
  )
}

const heads = ['size', 'ratio', 'cosine', 'floor', 'sqnr', 'maxError'] as const

function VariantTable({ original, variants }: VariantsSectionProps) {
  const { t } = useTranslation()
  return (
    <NumberTable
      label={t('variants.title')}
      heads={[
        leftHead(t('axis.precision')),
        ...heads.map((head) => ({
          words: t(`variants.head.${head}`),
          what: t(`variants.headWhat.${head}`),
        })),
        leftHead(t('variants.head.verdict')),
      ]}
    >
      <tr>
        <th scope="row" className="left">
          {precisionWords(t, precisionOf(original))}{' '}
          <span className="spread">{t('variants.theOriginal')}</span>
        </th>
        <td>{formatBytes(original.info.bytes)}</td>
        <td colSpan={heads.length} />
      </tr>
      {variants.map((variant) => (
        <VariantRow key={variant.sha256} model={variant} original={original} />
      ))}
    </NumberTable>
  )
}

interface VariantRowProps {
  readonly model: VariantRecord
  readonly original: ModelRecord
}

/** The output that is furthest away speaks for all. */
function VariantRow({ model, original }: VariantRowProps) {
  const { t } = useTranslation()
  const { variant, name, info } = model
  const { accuracy } = variant
  const worst = variant.accuracy && worstOutput(variant.accuracy)
  return (
    <tr>
      <th scope="row" className="left wrap">
        <a className="link" href={`#/models/${model.sha256}`}>
          {precisionWords(t, variant.precision)}
        </a>{' '}
        <span className="spread">{name === original.name ? '' : name}</span>
      </th>
      <td>{formatBytes(info.bytes)}</td>
      <td>{formatRatio(info.bytes / original.info.bytes)}</td>
      <td>{accuracy === null ? unknown : formatCosine(leastCosine(accuracy))}</td>
      <td>{formatCosine(worst?.floorCosine ?? null)}</td>
      <td>{formatDecibels(worst?.sqnrDb ?? null)}</td>
      <td>{formatError(worstError(variant))}</td>
      <td className="left">
        <AccuracyVerdict variant={variant} />
      </td>
    </tr>
  )
}
