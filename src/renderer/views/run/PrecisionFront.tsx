// Accuracy against speed: each precision where its latency and its nearness to the original put it, and the front of
// those that no other beats in both.

import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import { formatCosine, formatNs, timeScaleFor } from '../../../shared/units.ts'
import { csvText } from '../../charts/csv.ts'
import { FrontFigure } from '../../charts/FrontFigure.tsx'
import { type FrontChart, type FrontPoint, frontOf } from '../../charts/frontChart.ts'
import { precisionMarker } from '../../charts/precisionMarker.ts'
import { useInks } from '../../charts/useInks.ts'
import { navigate } from '../../state/address.ts'
import { formatDecibels, pointPrecisionWords } from '../models/variantWords.ts'
import { pointAddress } from './pointAddress.ts'
import {
  areTold,
  areToldApart,
  type PrecisionFront as Front,
  type Gain,
  gainOf,
  gains,
  hasFailed,
  isInRunning,
} from './precisionFronts.ts'
import type { PrecisionRow } from './precisionRows.ts'

interface PrecisionFrontProps {
  readonly front: Front
  readonly run: RunId
  /** What it was compared with, where a run has several of these. */
  readonly against: string | null
  readonly subtitle: string
  readonly countsInvalid: boolean
}

interface Placed {
  readonly row: PrecisionRow
  readonly medianNs: number
  readonly gain: number
}

export function PrecisionFront(props: PrecisionFrontProps) {
  const { front: shown, run, against, subtitle, countsInvalid } = props
  const { t } = useTranslation()
  const inks = useInks()
  const [gain, setGain] = useState<Gain>('cosine')
  const placed = shown.rows.flatMap((row): readonly Placed[] => {
    const medianNs = row.compared?.medianNs ?? null
    const value = gainOf(row, shown, gain)
    return medianNs === null || value === null ? [] : [{ row, medianNs, gain: value }]
  })
  const { unit, factor } = timeScaleFor(Math.max(...placed.map(({ medianNs }) => medianNs), 1))
  const gainWords = gain === 'cosine' ? formatCosine : formatDecibels
  const points = placed.map(({ row, medianNs, gain: value }): FrontPoint => {
    const label = pointPrecisionWords(t, row.view.point.model)
    const isInvalid = !countsInvalid && row.measured?.invalid.length !== 0
    return {
      label,
      cost: medianNs / factor,
      gain: value,
      ink: 0,
      marker: precisionMarker(row.precision),
      counts: isInRunning(row, shown, countsInvalid),
      words: [
        `${label}: ${formatNs(medianNs)}`,
        `${t(`precisions.front.${gain}`)} ${gainWords(value)}`,
        ...(isInvalid ? [t('run.cell.invalid')] : []),
        ...(hasFailed(row, shown) ? [t('variants.verdict.failed')] : []),
      ],
    }
  })
  const front = frontOf({ points })
  const running = placed.filter((_, index) => points[index]?.counts === true)
  const onFront = placed.filter((_, index) => front.includes(points[index] as FrontPoint))
  const isFinding =
    onFront.length > 0 &&
    areToldApart(
      running.map(({ row }) => row),
      countsInvalid,
    ) &&
    areTold(
      onFront.map(({ row }) => row),
      shown,
    )
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
  const title = isFinding
    ? t('precisions.front.finding', {
        count: front.length,
        precisions: front.map(({ label }) => label).join(t('axis.and')),
      })
    : t('precisions.front.title')
  return (
    <FrontFigure
      title={against === null ? title : t('precisions.front.against', { title, original: against })}
      subtitle={subtitle}
      chart={chart}
      csv={() =>
        csvText([
          ['precision', 'model', 'p50_ns', gain === 'cosine' ? 'cosine' : 'sqnr_db', 'on_front'],
          ...placed.map(({ row, medianNs, gain: value }, index) => [
            row.precision ?? '',
            row.view.point.model.name,
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
        {placed.length < shown.rows.length && ` ${t(`precisions.front.missing.${gain}`)}`}
      </Text>
    </FrontFigure>
  )
}
