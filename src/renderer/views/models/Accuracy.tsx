// How near a variant stays to its original: per output, on which samples, against what threshold; compared again on
// request, with other samples or layer by layer.

import { Button, Group, NumberInput, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saysNothingBecause } from '../../../shared/accuracy.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { formatCosine, formatRate, unknown } from '../../../shared/units.ts'
import type {
  Accuracy as AccuracyFigures,
  OutputAccuracy,
  Samples,
} from '../../../shared/variant.ts'
import { areCalibrated, comparedSamples } from '../../../shared/variant-terms.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { keepModel } from '../../state/models.ts'
import { cancelVariants } from '../../state/variants.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { AccuracyVerdict } from './AccuracyVerdict.tsx'
import { buildFault } from './BuildProgress.tsx'
import { Layers } from './Layers.tsx'
import { VariantWork } from './MakeProgress.tsx'
import { SamplesForm } from './SamplesForm.tsx'
import { originalOf, type VariantRecord } from './variants.ts'
import { formatDecibels, formatError, samplesWords } from './variantWords.ts'
import { verdictOn } from './verdict.ts'

interface AccuracyProps {
  readonly model: VariantRecord
  readonly models: readonly ModelRecord[]
}

export function Accuracy({ model, models }: AccuracyProps) {
  const { t } = useTranslation()
  const { sha256, variant } = model
  const { accuracy } = variant
  const original = originalOf(models, model)
  const [samples, setSamples] = useState<Samples>(
    accuracy?.samples ?? comparedSamples(variant, original ?? model),
  )
  const compare = useMutation({
    mutationFn: (layers: boolean) => call('models.compareVariant', { sha256, samples, layers }),
    onSuccess: keepModel,
  })
  return (
    <>
      <Group justify="space-between" gap="xs" mb={6}>
        <Title order={3}>{t('variants.accuracy')}</Title>
        <AccuracyVerdict variant={variant} />
      </Group>
      {accuracy === null ? (
        <Text c="dimmed">{t('variants.notCompared')}</Text>
      ) : (
        <>
          <OutputTable outputs={accuracy.outputs} threshold={variant.thresholdCosine} />
          <Text size="xs" c="dimmed" mt={6}>
            {samplesWords(t, accuracy.samples)} {verdictWords(t, variant, accuracy)}
          </Text>
          {accuracy.overflowCosine !== undefined && (
            <Text size="xs" c="var(--ink-warn)" mt={2}>
              {t('variants.overflows', { cosine: formatCosine(accuracy.overflowCosine) })}
            </Text>
          )}
          {areCalibrated(variant) && (
            <Text size="xs" c="var(--ink-warn)" mt={2}>
              {t('variants.samplesCalibrated')}
            </Text>
          )}
        </>
      )}
      <Group gap="md" align="end" mt="sm">
        <Threshold model={model} />
        {original !== null && (
          <>
            <Button
              variant="default"
              onClick={() => compare.mutate(false)}
              disabled={compare.isPending}
            >
              {t(accuracy === null ? 'variants.compare' : 'variants.compareAgain')}
            </Button>
            <Button
              variant="default"
              onClick={() => compare.mutate(true)}
              disabled={compare.isPending}
            >
              {t('variants.compareLayers')}
            </Button>
          </>
        )}
      </Group>
      {original !== null && (
        <details className="fold samples">
          <summary>{t('variants.samplesChange')}</summary>
          <SamplesForm
            label={t('variants.samples')}
            model={original}
            value={samples}
            onChange={setSamples}
          />
        </details>
      )}
      {compare.isPending && (
        <VariantWork
          label={t('variants.comparing')}
          onStop={() => cancelVariants(variant.original)}
        />
      )}
      <CallFault error={buildFault(compare.error)} about={{ model: sha256 }} />
      {accuracy !== null && accuracy.layers.length > 0 && (
        <Layers model={model} accuracy={accuracy} />
      )}
    </>
  )
}

/** What the verdict means; an output of other sizes is named beside any. */
function verdictWords(t: TFunction, variant: VariantRecord['variant'], accuracy: AccuracyFigures) {
  const verdict = verdictOn(variant)
  const why = saysNothingBecause(accuracy)
  return [
    ...(verdict === 'says-nothing' ? [] : [t(`variants.verdictWhat.${verdict}`)]),
    ...(verdict === 'says-nothing' || why === 'other-sizes'
      ? [t(`variants.saysNothing.${why}`)]
      : []),
  ].join(' ')
}

function Threshold({ model: { sha256, variant } }: { readonly model: VariantRecord }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<number | string>(variant.thresholdCosine)
  const set = useMutation({
    mutationFn: (cosine: number) => call('models.setThreshold', { sha256, cosine }),
    onSuccess: keepModel,
  })
  const keep = () => {
    const cosine = Number(typed)
    if (typed !== '' && cosine >= 0 && cosine <= 1 && cosine !== variant.thresholdCosine)
      set.mutate(cosine)
  }
  return (
    <div>
      <NumberInput
        label={t('variants.threshold')}
        value={typed}
        onChange={setTyped}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep()
        }}
        min={0}
        max={1}
        step={0.001}
        decimalScale={6}
        w={190}
      />
      <CallFault error={set.error} />
    </div>
  )
}

const heads = ['cosine', 'floor', 'sqnr', 'maxError', 'top1', 'notFinite'] as const

function OutputTable({
  outputs,
  threshold,
}: {
  readonly outputs: readonly OutputAccuracy[]
  readonly threshold: number
}) {
  const { t } = useTranslation()
  return (
    <NumberTable
      label={t('variants.accuracy')}
      heads={[
        leftHead(t('variants.head.output')),
        ...heads.map((head) => ({
          words: t(`variants.head.${head}`),
          what: t(`variants.headWhat.${head}`),
        })),
      ]}
    >
      {outputs.map((output) => (
        <tr key={output.output}>
          <th scope="row" className="left mono">
            {output.output}
          </th>
          <td className={(output.cosine ?? 1) < threshold ? 'short' : ''}>
            {formatCosine(output.cosine)}
          </td>
          <td>{formatCosine(output.floorCosine)}</td>
          <td>{sqnr(t('variants.exact'), output)}</td>
          <td>{formatError(output.maxAbsError)}</td>
          <td>
            {output.top1Agreement === null
              ? unknown
              : `${formatRate(output.top1Agreement * 100)} %`}
          </td>
          <td>{output.notFinite}</td>
        </tr>
      ))}
    </NumberTable>
  )
}

/** Without any difference there is no noise to have a ratio to. */
const sqnr = (exact: string, { sqnrDb, maxAbsError }: OutputAccuracy) =>
  sqnrDb === null && maxAbsError === 0 ? exact : formatDecibels(sqnrDb)
