// The points of a run as a grid that fills: colour is the median on an even scale, an outline runs, hatching failed.
// Every cell also says in words what its colour says.

import { Group, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { modelKey } from '../../../shared/plan.ts'
import type { PointView, RunView } from '../../../shared/run.ts'
import { formatNs } from '../../../shared/units.ts'
import { heatColor, logPosition } from '../../charts/heat.ts'
import { faultWords } from '../../i18n/index.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { isTooLarge } from './verdict.ts'

interface Range {
  readonly low: number
  readonly high: number
}

function medianOf({ state }: PointView): number | null {
  if (state.kind !== 'ended' || state.outcome.kind !== 'measured') return null
  const { latency } = state.outcome.measurement
  return latency.percentilesNs.p50 ?? latency.meanNs
}

function rangeOf(points: readonly PointView[]): Range | null {
  const medians = points.map(medianOf).filter((median) => median !== null)
  return medians.length === 0 ? null : { low: Math.min(...medians), high: Math.max(...medians) }
}

/** Bright is fast, dark is slow. */
const colorOf = (medianNs: number, { low, high }: Range) =>
  heatColor(0.95 - 0.85 * logPosition(medianNs, low, high))

function Cell({ view, range }: { readonly view: PointView; readonly range: Range | null }) {
  const { t } = useTranslation()
  const { state } = view
  const median = medianOf(view)
  if (median !== null && range !== null) {
    const { fill, ink } = colorOf(median, range)
    return (
      <td data-state="measured">
        <span style={{ background: fill, color: ink }}>{formatNs(median)}</span>
      </td>
    )
  }
  if (state.kind === 'running')
    return (
      <td data-state="running">
        <span>
          {state.recentMedianNs === null ? t('run.cell.running') : formatNs(state.recentMedianNs)}
        </span>
      </td>
    )
  if (state.kind === 'ended' && 'fault' in state.outcome) {
    const { message } = faultWords(t, state.outcome.fault)
    const word = isTooLarge(state) ? 'tooLarge' : 'failed'
    return (
      <td data-state={word}>
        <Tooltip label={message} w={280}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason has to be reachable by keyboard */}
          <span tabIndex={0} title={message}>
            {t(`run.cell.${word}`)}
          </span>
        </Tooltip>
      </td>
    )
  }
  const word = state.kind === 'ended' ? 'cancelled' : 'waiting'
  return (
    <td data-state={word}>
      <span>{t(`run.cell.${word}`)}</span>
    </td>
  )
}

function Legend({ range }: { readonly range: Range }) {
  const { t } = useTranslation()
  const stops = Array.from({ length: 9 }, (_, index) => heatColor(0.95 - (0.85 * index) / 8).fill)
  return (
    <Group gap={8} mt={6}>
      <Text size="xs" c="dimmed">
        {t('run.legend')}
      </Text>
      <Text size="xs">
        {formatNs(range.low)} {t('run.fast')}
      </Text>
      <div
        className="legend-bar"
        style={{ background: `linear-gradient(90deg, ${stops.join(', ')})` }}
      />
      <Text size="xs">
        {formatNs(range.high)} {t('run.slow')}
      </Text>
    </Group>
  )
}

export function PointGrid({ view }: { readonly view: RunView }) {
  const { t } = useTranslation()
  const range = rangeOf(view.points)
  const groups = Map.groupBy(view.points, ({ point }) => `${point.engine} ${modelKey(point.model)}`)
  return (
    <div>
      {[...groups].map(([group, points]) => {
        const batches = [...new Set(points.map(({ point }) => point.batch))]
        const rows = Map.groupBy(points, ({ point }) => point.threads)
        return (
          <Scroll
            label={groups.size > 1 ? (points[0]?.point.model.name ?? '') : t('run.grid')}
            key={group}
          >
            <table className="grid">
              <caption>
                {groups.size > 1 ? (
                  points[0]?.point.model.name
                ) : (
                  <VisuallyHidden>{t('run.grid')}</VisuallyHidden>
                )}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{t('sweep.batch')}</th>
                  {batches.map((batch) => (
                    <th scope="col" key={batch}>
                      {batch}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...rows].map(([threads, row]) => (
                  <tr key={threads}>
                    <th scope="row">{t('sweep.threadsRow', { count: threads })}</th>
                    {row.map((pointView) => (
                      <Cell key={pointView.point.index} view={pointView} range={range} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )
      })}
      {range !== null && range.high > range.low && <Legend range={range} />}
    </div>
  )
}
