// Accuracy against speed: each precision where its latency and its nearness to the original put it, and the front of
// those that no other beats in both.

import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { leastCosine, worstOutput } from '../../../shared/accuracy.ts'
import type { RunId } from '../../../shared/event.ts'
import { formatCosine, formatNs, timeScaleFor } from '../../../shared/units.ts'
import { csvText } from '../../charts/csv.ts'
import { FrontFigure } from '../../charts/FrontFigure.tsx'
import { type FrontChart, type FrontPoint, frontOf } from '../../charts/frontChart.ts'
import { precisionMarker } from '../../charts/precisionMarker.ts'
import { useInks } from '../../charts/useInks.ts'
import { navigate } from '../../state/address.ts'
import { formatDecibels, precisionWords } from '../models/variantWords.ts'
import { pointAddress } from './pointAddress.ts'
import type { PrecisionGroup, PrecisionRow } from './precisionRows.ts'

const gains = ['cosine', 'sqnr'] as const
type Gain = (typeof gains)[number]

/** The original is as near to itself as can be: its cosine is 1, and it has no noise to have a ratio to. */
function gainOf({ model }: PrecisionRow, gain: Gain): number | null {
  if (model === null) return null
  const { variant } = model
  if (variant === null) return gain === 'cosine' ? 1 : null
  if (gain === 'cosine') return variant.accuracy === null ? null : leastCosine(variant.accuracy)
  return (variant.accuracy && worstOutput(variant.accuracy)?.sqnrDb) ?? null
}

/** Whether it is known of each, and not only likely, that it is faster than the reference, slower, or as fast. */
const isToldApart = ({ rows }: PrecisionGroup) =>
  rows.every(({ isReference, compared }) => {
    const verdict = compared?.latencyRatio?.verdict
    return isReference || verdict === 'better' || verdict === 'worse' || verdict === 'same'
  })

interface PrecisionFrontProps {
  readonly group: PrecisionGroup
  readonly run: RunId
  readonly subtitle: string
  readonly countsInvalid: boolean
}

interface Placed {
  readonly row: PrecisionRow
  readonly medianNs: number
  readonly gain: number
}

export function PrecisionFront(props: PrecisionFrontProps) {
  const { group, run, subtitle, countsInvalid } = props
  const { t } = useTranslation()
  const inks = useInks()
  const [gain, setGain] = useState<Gain>('cosine')
  const placed = group.rows.flatMap((row): readonly Placed[] => {
    const medianNs = row.compared?.medianNs ?? null
    const value = gainOf(row, gain)
    return medianNs === null || value === null ? [] : [{ row, medianNs, gain: value }]
  })
  const isCompared = group.rows.some(({ model }) => (model?.variant?.accuracy ?? null) !== null)
  if (!isCompared)
    return (
      <Text c="dimmed" className="surface">
        {t('precisions.front.notCompared')}
      </Text>
    )
  const { unit, factor } = timeScaleFor(Math.max(...placed.map(({ medianNs }) => medianNs), 1))
  const gainWords = gain === 'cosine' ? formatCosine : formatDecibels
  const points = placed.map(({ row, medianNs, gain: value }): FrontPoint => {
    const label = precisionWords(t, row.precision)
    const counts = countsInvalid || row.measured?.invalid.length === 0
    return {
      label,
      cost: medianNs / factor,
      gain: value,
      ink: 0,
      marker: precisionMarker(row.precision),
      counts,
      words: [
        `${label}: ${formatNs(medianNs)}`,
        `${t(`precisions.front.${gain}`)} ${gainWords(value)}`,
        ...(counts ? [] : [t('run.cell.invalid')]),
      ],
    }
  })
  const front = frontOf({ points })
  const chart: FrontChart = {
    points,
    xTitle: t('chart.latencyAxis', { unit }),
    yTitle: t(`precisions.front.${gain}Axis`),
    frontName: t('precisions.front.name'),
    ...(gain === 'cosine' ? { mostGain: 1 } : {}),
    gainTick: (value) => String(Number(value.toPrecision(6))),
    inks,
    onPick: (index) => {
      const found = placed[index]
      if (found !== undefined) navigate(pointAddress(run, found.row.view.point.index))
    },
  }
  return (
    <FrontFigure
      title={
        front.length === 0 || !isToldApart(group)
          ? t('precisions.front.title')
          : t('precisions.front.finding', {
              count: front.length,
              precisions: front.map(({ label }) => label).join(t('axis.and')),
            })
      }
      subtitle={subtitle}
      chart={chart}
      csv={() =>
        csvText([
          ['precision', 'p50_ns', gain === 'cosine' ? 'cosine' : 'sqnr_db', 'on_front'],
          ...placed.map(({ row, medianNs, gain: value }, index) => [
            row.precision ?? '',
            medianNs,
            value,
            front.includes(points[index] as FrontPoint) ? 'yes' : 'no',
          ]),
        ])
      }
      control={
        <SegmentedControl
          size="xs"
          aria-label={t('precisions.front.gain')}
          value={gain}
          onChange={(value) => setGain(value === 'sqnr' ? 'sqnr' : 'cosine')}
          data={gains.map((value) => ({ value, label: t(`precisions.front.${value}`) }))}
        />
      }
    >
      <Text size="xs" c="dimmed">
        {t(front.length === 0 ? 'precisions.front.noneCounts' : 'precisions.front.what')}
        {placed.length < group.rows.length && ` ${t(`precisions.front.missing.${gain}`)}`}
      </Text>
    </FrontFigure>
  )
}
