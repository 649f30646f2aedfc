// The latencies of one point on every side that measured it, one histogram under another on one common axis.

import { Group, NativeSelect, Text, Title } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { Bar } from 'react-chartjs-2'
import { useTranslation } from 'react-i18next'
import type { ComparisonRow } from '../../../shared/compare.ts'
import type { Histogram } from '../../../shared/ipc.ts'
import type { Measurement } from '../../../shared/measurement.ts'
import { measuredPoints } from '../../../shared/run.ts'
import { callOptions } from '../../api.ts'
import { histogramChart } from '../../charts/histogramChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { rowColumns, rowWords } from './rowWords.ts'
import type { LoadedComparison } from './useComparison.ts'

const bins = 48

interface Spread {
  readonly side: number
  readonly measurement: Measurement
  readonly histogram: Histogram
}

const endOf = ({ startNs, binWidthNs, counts }: Histogram) => startNs + binWidthNs * counts.length

function useSpreads({ sides }: LoadedComparison, row: ComparisonRow): readonly Spread[] {
  const wanted = row.cells.flatMap((cell, side) => {
    const found = sides[side]
    const measured =
      cell === null || found === undefined
        ? undefined
        : measuredPoints(found.view).find(({ point }) => point.index === cell.point.index)
    return found === undefined || measured === undefined
      ? []
      : [{ side, id: found.record.id, ...measured }]
  })
  const histograms = useQueries({
    queries: wanted.map(({ id, point }) =>
      callOptions('runs.histogram', { run: id, point: point.index, bins }),
    ),
  })
  return wanted.flatMap(({ side, measurement }, index) => {
    const histogram = histograms[index]?.data
    return histogram === undefined ? [] : [{ side, measurement, histogram }]
  })
}

function SpreadFigures({ loaded, row }: { loaded: LoadedComparison; row: ComparisonRow }) {
  const { t } = useTranslation()
  const inks = useInks()
  const spreads = useSpreads(loaded, row)
  const range = {
    startNs: Math.min(...spreads.map(({ histogram }) => histogram.startNs)),
    endNs: Math.max(...spreads.map(({ histogram }) => endOf(histogram))),
  }
  return spreads.map(({ side, measurement, histogram }) => {
    const name = loaded.names[side] ?? ''
    const title = t('compare.distributionOf', { run: name })
    const { data, options } = histogramChart({
      histogram,
      latency: measurement.latency,
      inks,
      ink: loaded.inks[side] ?? 0,
      range,
      xTitle: (unit) => t('chart.timeAxis', { unit }),
      yTitle: t('chart.countAxis'),
    })
    return (
      <div key={side}>
        <Text size="xs" fw={600}>
          {name}
        </Text>
        <div className="figure-canvas" style={{ height: '10rem' }}>
          <Bar
            data={data}
            options={options}
            role="img"
            aria-label={t('chart.summary', { title })}
          />
        </div>
      </div>
    )
  })
}

export function Distributions({ loaded }: { readonly loaded: LoadedComparison }) {
  const { t } = useTranslation()
  const { rows } = loaded.comparison
  const [picked, setPicked] = useState<string | null>(null)
  const row = rows.find(({ key }) => key === picked) ?? rows[0]
  if (row === undefined) return null
  const columns = rowColumns(loaded.comparison)
  return (
    <figure className="surface figure">
      <Group justify="space-between">
        <figcaption>
          <Title order={2}>{t('compare.distribution')}</Title>
        </figcaption>
        <NativeSelect
          size="xs"
          aria-label={t('compare.point')}
          value={row.key}
          onChange={(event) => setPicked(event.currentTarget.value)}
          data={rows.map((known) => ({ value: known.key, label: rowWords(t, known, columns) }))}
        />
      </Group>
      <SpreadFigures loaded={loaded} row={row} />
      <Text size="xs" c="dimmed">
        {t('compare.sameAxis')}
      </Text>
    </figure>
  )
}
