// Accuracy against speed or energy: each precision where its latency, or what an inference takes, and its nearness to the
// original put it, and the front of those that no other beats in both.

import { Group, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import {
  formatCosine,
  formatJoules,
  formatNs,
  jouleScaleFor,
  timeScaleFor,
} from '../../../shared/units.ts'
import { csvText } from '../../charts/csv.ts'
import { FrontFigure } from '../../charts/FrontFigure.tsx'
import { type FrontChart, type FrontPoint, frontOf } from '../../charts/frontChart.ts'
import { precisionMarker } from '../../charts/precisionMarker.ts'
import { useInks } from '../../charts/useInks.ts'
import { navigate } from '../../state/address.ts'
import { measuredBy } from '../energy/energyWords.ts'
import { formatDecibels, pointPrecisionWords } from '../models/variantWords.ts'
import { pointAddress } from './pointAddress.ts'
import {
  areOfOneMeter,
  areTold,
  areToldApart,
  type Cost,
  costOf,
  costs,
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
  readonly cost: number
  readonly gain: number
}

export function PrecisionFront(props: PrecisionFrontProps) {
  const { front: shown, run, against, subtitle, countsInvalid } = props
  const { t } = useTranslation()
  const inks = useInks()
  const [gain, setGain] = useState<Gain>('cosine')
  const [chosenCost, setCost] = useState<Cost>('latency')
  const hasEnergy = areOfOneMeter(shown.rows)
  const cost = hasEnergy ? chosenCost : 'latency'
  const placed = shown.rows.flatMap((row): readonly Placed[] => {
    const paid = costOf(row, cost)
    const value = gainOf(row, shown, gain)
    return paid === null || value === null ? [] : [{ row, cost: paid, gain: value }]
  })
  const meter = cost === 'energy' ? (placed[0]?.row.compared?.energy ?? undefined) : undefined
  const isEnergy = cost === 'energy'
  const most = Math.max(...placed.map((one) => one.cost), 0) || 1
  const { unit, factor } = isEnergy ? jouleScaleFor(most) : timeScaleFor(most)
  const costWords = isEnergy ? formatJoules : formatNs
  const gainWords = gain === 'cosine' ? formatCosine : formatDecibels
  const points = placed.map(({ row, cost: paid, gain: value }): FrontPoint => {
    const label = pointPrecisionWords(t, row.view.point.model)
    const isInvalid = !countsInvalid && row.measured?.invalid.length !== 0
    return {
      label,
      cost: paid / factor,
      gain: value,
      ink: 0,
      marker: precisionMarker(row.precision),
      counts: isInRunning(row, shown, countsInvalid),
      words: [
        `${label}: ${costWords(paid)}`,
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
      cost,
    ) &&
    areTold(
      onFront.map(({ row }) => row),
      shown,
    )
  const chart: FrontChart = {
    points,
    xTitle: isEnergy
      ? t('chart.axisLess', { figure: t('chart.figure.energy'), unit })
      : t('chart.latencyAxis', { unit }),
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
    ? t(isEnergy ? 'precisions.front.findingEnergy' : 'precisions.front.finding', {
        count: front.length,
        precisions: front.map(({ label }) => label).join(t('axis.and')),
      })
    : t(isEnergy ? 'precisions.front.titleEnergy' : 'precisions.front.title')
  return (
    <FrontFigure
      title={against === null ? title : t('precisions.front.against', { title, original: against })}
      subtitle={subtitle}
      chart={chart}
      csv={() =>
        csvText([
          [
            'precision',
            'model',
            isEnergy ? 'joules_per_inference' : 'p50_ns',
            gain === 'cosine' ? 'cosine' : 'sqnr_db',
            'on_front',
          ],
          ...placed.map(({ row, cost: paid, gain: value }, index) => [
            row.precision ?? '',
            row.view.point.model.name,
            paid,
            value,
            front.includes(points[index] as FrontPoint) ? 'yes' : 'no',
          ]),
        ])
      }
      control={
        <Group gap={6}>
          {hasEnergy && (
            <SegmentedControl
              size="xs"
              aria-label={t('precisions.front.cost')}
              value={cost}
              onChange={(value) => setCost(value === 'energy' ? 'energy' : 'latency')}
              data={costs.map((value) => ({ value, label: t(`precisions.front.${value}`) }))}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('precisions.front.gain')}
            value={gain}
            onChange={(value) => setGain(value === 'sqnr' ? 'sqnr' : 'cosine')}
            data={gains.map((value) => ({ value, label: t(`precisions.front.${value}`) }))}
          />
        </Group>
      }
    >
      <Text size="xs" c="dimmed">
        {front.length === 0
          ? t('precisions.front.noneCounts')
          : t(isEnergy ? 'precisions.front.whatEnergy' : 'precisions.front.what')}
        {meter !== undefined && ` ${t('energyUi.chartBy', { by: measuredBy(t, meter) })}`}
        {placed.length < shown.rows.length && ` ${t(`precisions.front.missing.${gain}`)}`}
      </Text>
    </FrontFigure>
  )
}
