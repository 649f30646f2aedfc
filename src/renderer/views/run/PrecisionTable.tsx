// Precisions as a table: a row for each, with its ratio to the reference beside every figure.

import { useTranslation } from 'react-i18next'
import { leastCosine, worstOutput } from '../../../shared/accuracy.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import type { RunId } from '../../../shared/event.ts'
import type { Ratio } from '../../../shared/ratio.ts'
import {
  formatBytes,
  formatCosine,
  formatJoulesWithInterval,
  formatNsWithInterval,
  formatRate,
  formatRatio,
  unknown,
} from '../../../shared/units.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { RatioCell } from '../compare/ComparisonTable.tsx'
import { measuredBy, mismatchWords } from '../energy/energyWords.ts'
import { AccuracyVerdict } from '../models/AccuracyVerdict.tsx'
import { pointPrecisionWords, samplesWords } from '../models/variantWords.ts'
import { cellStateOf } from './cellState.ts'
import { pointAddress } from './pointAddress.ts'
import { areAlike } from './precisionFronts.ts'
import type { PrecisionGroup, PrecisionRow } from './precisionRows.ts'

interface PrecisionTableProps {
  readonly group: PrecisionGroup
  readonly run: RunId
}

const numbers = ['size', 'p50', 'speedUp', 'rate', 'rateRatio', 'memory', 'memoryRatio'] as const
const energyNumbers = ['energy', 'energyRatio'] as const
const accuracyNumbers = ['cosine', 'floor'] as const

export function PrecisionTable({ group, run }: PrecisionTableProps) {
  const { t } = useTranslation()
  const { rows, reference } = group
  const withEnergy = rows.some(({ compared }) => compared !== null && compared.energy !== null)
  return (
    <NumberTable
      label={t('precisions.title')}
      heads={[
        leftHead(t('axis.precision')),
        ...[...numbers, ...(withEnergy ? energyNumbers : []), ...accuracyNumbers].map((head) => ({
          words: t(`precisions.head.${head}`),
          what: t(`precisions.headWhat.${head}`),
        })),
        leftHead(t('precisions.head.verdict')),
      ]}
    >
      {rows.map((row) => (
        <Row
          key={row.view.point.index}
          row={row}
          run={run}
          saysSamples={!areAlike(rows)}
          withEnergy={withEnergy}
          referenceBytes={reference?.model?.info.bytes ?? null}
        />
      ))}
    </NumberTable>
  )
}

function RatioOf({ ratio }: { readonly ratio: Ratio | null }) {
  return <td>{ratio === null ? '' : <RatioCell ratio={ratio} />}</td>
}

interface RowProps {
  readonly row: PrecisionRow
  readonly run: RunId
  /** What each was compared on, where that is not the same. */
  readonly saysSamples: boolean
  readonly referenceBytes: number | null
  readonly withEnergy: boolean
}

/** The energy of an inference and how it stands to the reference's, named where these are unlike. */
function EnergyCells({ compared }: { readonly compared: ComparedPoint }) {
  const { t } = useTranslation()
  const { energy, energyRatio, energyMismatches } = compared
  if (energy === null)
    return (
      <td colSpan={2} className="few">
        {t('energy.notMeasured')}
      </td>
    )
  const { value, spread } = formatJoulesWithInterval(energy.joulesPerInference, energy.interval)
  return (
    <>
      <td title={measuredBy(t, energy)}>
        {value} <span className="spread">{spread}</span>
      </td>
      <td>
        {energyRatio !== null && <RatioCell ratio={energyRatio} />}
        {energyMismatches.length > 0 && (
          <div className="spread">{mismatchWords(t, energyMismatches)}</div>
        )}
      </td>
    </>
  )
}

function Row({ row, run, saysSamples, referenceBytes, withEnergy }: RowProps) {
  const { t } = useTranslation()
  const { view, compared, model, isReference } = row
  const variant = model?.variant ?? null
  const median = formatNsWithInterval(
    compared?.medianNs ?? null,
    compared?.medianIntervalNs ?? null,
  )
  const bytes = model?.info.bytes ?? null
  const state = cellStateOf(view)
  return (
    <tr data-state={state}>
      <th scope="row" className="left wrap">
        <a className="link" href={`#${pointAddress(run, view.point.index)}`}>
          {pointPrecisionWords(t, view.point.model)}
        </a>{' '}
        {isReference && <span className="spread">{t('precisions.reference')}</span>}
        {state === 'invalid' && <div className="spread">{t('run.cell.invalid')}</div>}
      </th>
      <td>
        {formatBytes(bytes)}{' '}
        {!isReference && bytes !== null && referenceBytes !== null && (
          <span className="spread">{formatRatio(bytes / referenceBytes)}</span>
        )}
      </td>
      {compared === null ? (
        <td colSpan={withEnergy ? 8 : 6} className="left">
          {t(`run.cell.${state}`)}
        </td>
      ) : (
        <>
          <td>
            {median.value} <span className="spread">{median.spread}</span>
          </td>
          <RatioOf ratio={compared.latencyRatio} />
          <td>{formatRate(compared.samplesPerSecond)}</td>
          <RatioOf ratio={compared.throughputRatio} />
          <td>{formatBytes(compared.peakBytes)}</td>
          <RatioOf ratio={compared.memoryRatio} />
          {withEnergy && <EnergyCells compared={compared} />}
        </>
      )}
      {variant === null ? (
        <td colSpan={3} className="left few-ink">
          {model === null ? unknown : t('precisions.original')}
        </td>
      ) : (
        <>
          <td>
            {variant.accuracy === null ? unknown : formatCosine(leastCosine(variant.accuracy))}
          </td>
          <td>
            {formatCosine((variant.accuracy && worstOutput(variant.accuracy)?.floorCosine) ?? null)}
          </td>
          <td className="left">
            <AccuracyVerdict variant={variant} />
            {saysSamples && variant.accuracy !== null && (
              <div className="spread">{samplesWords(t, variant.accuracy.samples)}</div>
            )}
          </td>
        </>
      )}
    </tr>
  )
}
