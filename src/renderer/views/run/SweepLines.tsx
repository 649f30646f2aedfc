// One figure of a sweep as lines over an axis, beside published references where these are of the same metric.

import { Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { frequenciesSeen } from '../../../shared/clock-seen.ts'
import { referredResult } from '../../../shared/compared-result.ts'
import { tunesClocks } from '../../../shared/plan.ts'
import { formatKhz, threeDigits } from '../../../shared/units.ts'
import { leastEnergy } from '../../charts/clockEnergy.ts'
import { clockKnee } from '../../charts/clockKnee.ts'
import { pointsCsv } from '../../charts/csv.ts'
import {
  type FigureName,
  figureScale,
  formatFigure,
  isOfEnergy,
  isOfSpeed,
} from '../../charts/figures.ts'
import { LineFigure } from '../../charts/LineFigure.tsx'
import { type ChartLine, type LineChart, needsLogScale } from '../../charts/lineChart.ts'
import { precisionMarker } from '../../charts/precisionMarker.ts'
import { ReferenceList } from '../../charts/ReferenceList.tsx'
import { useInks } from '../../charts/useInks.ts'
import { useReferences } from '../../charts/useReferences.ts'
import { navigate } from '../../state/address.ts'
import { measuredByAll } from '../energy/energyWords.ts'
import { useAxisWords } from './axisWords.ts'
import { FigureChoice } from './FigureChoice.tsx'
import { pointAddress } from './pointAddress.ts'
import type { SweepFigureProps } from './SweepCharts.tsx'
import { seenWords } from './seenClock.ts'
import {
  countingValues,
  figureRow,
  isAlike,
  khzAcross,
  measuredIn,
  scaledRow,
} from './sweepChart.ts'
import { useSweepTitle } from './sweepTitle.ts'

const referenceMetric = { p50: 'latencyP90', p90: 'latencyP90', throughput: 'throughput' } as const

const metricOf = (figure: FigureName) =>
  figure in referenceMetric ? referenceMetric[figure as keyof typeof referenceMetric] : null

/** Lines up to this many have room for a second one each. */
const mostWithP90 = 6

export function SweepLines(props: SweepFigureProps) {
  const { snapshot, model, subtitle, slice, table, figure, countsInvalid, onFigure } = props
  const { t } = useTranslation()
  const inks = useInks()
  const words = useAxisWords()
  const title = useSweepTitle(props)
  const measured = measuredIn(table)
  const rows = table.rows.map((row) => figureRow(figure, row))
  const p90s = table.rows.map((row) => figureRow('p90', row))
  const withP90 = figure === 'p50' && rows.length <= mostWithP90
  const values = [...rows, ...(withP90 ? p90s : [])].flatMap((row) =>
    row.values.filter((value) => value !== null),
  )
  const metric = metricOf(figure)
  const tunes = tunesClocks(snapshot.record.plan)
  const own = metric === null ? null : referredResult(metric, measured).value
  const compared = isAlike(measured) && metric !== null
  const references = useReferences(
    metric ?? 'latencyP90',
    snapshot,
    measured,
    compared ? model : null,
    own ?? Math.min(...values),
  )
  const [pickedLog, setLog] = useState<boolean | null>(null)
  const log =
    pickedLog ??
    needsLogScale([...values, ...references.drawn.map(({ reference }) => reference.value)])
  const { unit, factor } = figureScale(figure, Math.max(...values, 0) || 1)
  const single = rows.length === 1
  const khz = khzAcross(slice, table)
  const named = new Set<number>()
  /** Rings of several lines at one clock have its name once. */
  const kneeLabel = (row: (typeof rows)[number]) => {
    if (khz === null) return {}
    const counting = countingValues(row, countsInvalid)
    const found = isOfEnergy(figure)
      ? leastEnergy(figure, khz, counting)
      : clockKnee(figure, khz, counting)
    if (found === null) return {}
    const at = formatKhz(khz[found.place] ?? 0)
    const mark = t(isOfEnergy(figure) ? 'chart.leastEnergyAt' : 'chart.kneeAt', { at })
    const label = named.has(found.place) ? '' : mark
    named.add(found.place)
    return { knee: { place: found.place, label } }
  }
  const lines: readonly ChartLine[] = table.rows
    .flatMap((row, ink) => {
      const series = words.values(row.point, slice.series)
      const line = (label: string, variant: boolean, of: (typeof rows)[number] | undefined) => {
        const { values, intervals, invalid } = scaledRow(
          of ?? { values: [], intervals: [], invalid: [] },
          factor,
        )
        const marker = slice.series.includes('precision')
          ? { marker: precisionMarker(row.point.model.precision) }
          : {}
        return {
          label,
          ink,
          variant,
          values,
          whiskers: variant ? [] : intervals,
          invalid,
          ...marker,
          ...(variant || of === undefined ? {} : kneeLabel(of)),
        }
      }
      if (!withP90)
        return [line(series === '' ? t(`chart.figure.${figure}`) : series, false, rows[ink])]
      return [
        line(single ? t('chart.medianOnly') : t('chart.median', { series }), false, rows[ink]),
        line(single ? t('chart.p90Only') : t('chart.p90', { series }), true, p90s[ink]),
      ]
    })
    .filter((line) => line.values.some((value) => value !== null))
  const axis = title.axis(unit)
  const chart: LineChart = {
    groups: table.places.map(({ point }) => words.tick(point, slice.x)),
    lines,
    inks,
    log,
    ...(khz === null
      ? { xTitle: words.name(slice.x) }
      : { xTitle: t('chart.frequencyAxis'), at: khz.map((one) => one / 1e6) }),
    yTitle: log ? t('chart.logAxis', { title: axis }) : axis,
    references: references.drawn.map(({ reference, labels, mismatches }) => ({
      id: reference.id,
      labels,
      value: reference.value / factor,
      broken: mismatches.length > 0,
    })),
    pointWords: (line, group, value) => {
      const said = `${line.label}: ${formatFigure(figure, value * factor)}`
      const whisker = line.whiskers[group] ?? null
      const doubt = line.invalid?.[group] === true ? `, ${t('run.cell.invalid')}` : ''
      const view = table.rows[line.ink]?.cells[group] ?? null
      const seen = tunes && view !== null ? seenWords(frequenciesSeen([view])) : ''
      const ran = seen === '' ? '' : `, ${t('chart.seen', { frequency: seen })}`
      if (whisker === null) return said + ran + doubt
      const [low, high] = [threeDigits(whisker.low), threeDigits(whisker.high)]
      return `${said} (${t('chart.interval', { low, high })})${ran}${doubt}`
    },
    onPick: (line, group) => {
      const view = table.rows[lines[line]?.ink ?? -1]?.cells[group] ?? null
      if (view !== null) navigate(pointAddress(snapshot.record.id, view.point.index))
    },
  }
  return (
    <LineFigure
      title={title.text}
      subtitle={subtitle}
      chart={chart}
      onLog={setLog}
      csv={() => pointsCsv([snapshot])}
      control={<FigureChoice value={figure} points={measured} onChange={onFigure} />}
    >
      {khz !== null && (isOfSpeed(figure) || figure === 'energy' || figure === 'efficiency') && (
        <Text size="xs" c="dimmed">
          {t(isOfSpeed(figure) ? 'chart.kneeWhat' : 'chart.leastEnergyWhat')}
        </Text>
      )}
      {isOfEnergy(figure) && (
        <Text size="xs" c="dimmed">
          {t('energyUi.chartBy', {
            by: measuredByAll(
              t,
              measured.flatMap(({ energy }) => energy.slice(0, 1)),
            ),
          })}
        </Text>
      )}
      {compared && (
        <ReferenceList
          all={references.all}
          chosen={references.chosen}
          onChoose={references.choose}
          ownValue={own}
        />
      )}
    </LineFigure>
  )
}
