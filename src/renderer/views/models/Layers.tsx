// A variant layer by layer, in the order of the graph: where it parts from its original, the worst named, and the
// variant without one of them a click away.

import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { worstLayers } from '../../../shared/accuracy.ts'
import { formatCosine } from '../../../shared/units.ts'
import type { Accuracy, LayerAccuracy } from '../../../shared/variant.ts'
import { csvText } from '../../charts/csv.ts'
import { PlotFigure } from '../../charts/PlotFigure.tsx'
import { useInks } from '../../charts/useInks.ts'
import { makeVariants, useMaking } from '../../state/variants.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { layerPlot } from './layerPlot.ts'
import { recipeWithout, type VariantRecord } from './variants.ts'
import { formatDecibels, formatError } from './variantWords.ts'

const shownWorst = 8

interface LayersProps {
  readonly model: VariantRecord
  readonly accuracy: Accuracy
}

function layersCsv(layers: readonly LayerAccuracy[]): string {
  return csvText([
    ['place', 'node', 'operator', 'tensor', 'cosine', 'sqnr_db', 'max_abs_error', 'not_finite'],
    ...layers.map(({ node, operator, tensor, cosine, sqnrDb, maxAbsError, notFinite }, index) => [
      index + 1,
      node,
      operator,
      tensor,
      cosine,
      sqnrDb,
      maxAbsError,
      notFinite,
    ]),
  ])
}

export function Layers({ model, accuracy }: LayersProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const { layers } = accuracy
  const worst = worstLayers(accuracy, shownWorst)
  const [first] = worst
  const plot = layerPlot(
    layers,
    worst,
    {
      xTitle: t('variants.layerAxis'),
      yTitle: t('variants.sqnrAxis'),
      all: t('variants.layersAll'),
      worst: t('variants.layersWorst'),
      of: ({ operator, cosine, sqnrDb }) =>
        `${operator}: ${formatDecibels(sqnrDb)}, ${t('variants.head.cosine')} ${formatCosine(cosine)}`,
    },
    inks,
  )
  return (
    <div className="layers">
      <PlotFigure
        title={
          first === undefined
            ? t('variants.layersTitle')
            : t('variants.layersFinding', { node: first.node, sqnr: formatDecibels(first.sqnrDb) })
        }
        subtitle={model.name}
        plot={plot}
        csv={() => layersCsv(layers)}
        height="14rem"
      />
      <WorstTable model={model} worst={worst} />
    </div>
  )
}

const heads = ['cosine', 'sqnr', 'maxError', 'notFinite'] as const

function WorstTable({
  model,
  worst,
}: {
  readonly model: VariantRecord
  readonly worst: readonly LayerAccuracy[]
}) {
  const { t } = useTranslation()
  const { variant } = model
  const { recipe, original } = variant
  const isBusy = useMaking(original).recipes.length > 0
  return (
    <>
      <Text fw={600} size="xs" mt={8}>
        {t('variants.layersWorst')}
      </Text>
      <NumberTable
        label={t('variants.layersWorst')}
        heads={[
          leftHead(t('variants.head.node')),
          ...heads.map((head) => ({
            words: t(`variants.head.${head}`),
            what: t(`variants.headWhat.${head}`),
          })),
          ...(recipe === null ? [] : [{ words: t('variants.head.without') }]),
        ]}
      >
        {worst.map((layer) => {
          const without = recipeWithout(variant, layer)
          return (
            <tr key={`${layer.node} ${layer.tensor}`}>
              <th scope="row" className="left wrap">
                <span className="mono">{layer.operator}</span>{' '}
                <span className="mono few-ink">{layer.node}</span>
              </th>
              <td>{formatCosine(layer.cosine)}</td>
              <td>{formatDecibels(layer.sqnrDb)}</td>
              <td>{formatError(layer.maxAbsError)}</td>
              <td>{layer.notFinite}</td>
              {recipe !== null && (
                <td>
                  {without !== null && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={isBusy}
                      onClick={() => void makeVariants(original, [without])}
                      aria-label={t('variants.withoutNamed', { node: layer.node })}
                    >
                      {t('variants.without')}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          )
        })}
      </NumberTable>
    </>
  )
}
