// The points of a run as a grid that fills: colour is the median on an even scale, an outline runs, hatching does not
// count or failed. Every cell also says in words what its colour says, and opens its point.

import { Tooltip, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type AxisName, axesOf } from '../../../shared/axes.ts'
import type { RunId } from '../../../shared/event.ts'
import { modelKey } from '../../../shared/plan.ts'
import { measuredPoint, type PointView, type RunView } from '../../../shared/run.ts'
import { formatNs } from '../../../shared/units.ts'
import { HeatLegend } from '../../charts/HeatLegend.tsx'
import { type HeatRange, heatAt } from '../../charts/matrixChart.ts'
import { tableOf } from '../../charts/slice.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { modelWords } from '../models/variantWords.ts'
import { useAxisWords } from './axisWords.ts'
import { cellStateOf } from './cellState.ts'
import { pointAddress } from './pointAddress.ts'
import { usePointReasons } from './pointReasons.ts'

function medianOf(view: PointView): number | null {
  const latency = measuredPoint(view)?.measurement.latency
  return latency === undefined ? null : (latency.percentilesNs.p50 ?? latency.meanNs)
}

function rangeOf(points: readonly PointView[]): HeatRange | null {
  const medians = points.map(medianOf).filter((median) => median !== null)
  return medians.length === 0 ? null : { low: Math.min(...medians), high: Math.max(...medians) }
}

interface CellProps {
  readonly run: RunId
  readonly view: PointView
  readonly range: HeatRange | null
}

function Cell({ run, view, range }: CellProps) {
  const { t } = useTranslation()
  const reasons = usePointReasons()(view)
  const state = cellStateOf(view)
  const median = medianOf(view)
  const { fill, ink } = median === null || range === null ? {} : heatAt(median, range, true)
  const recent = view.state.kind === 'running' ? view.state.recentMedianNs : null
  const word = median ?? recent
  const shown = word === null ? t(`run.cell.${state}`) : formatNs(word)
  if (state === 'waiting' || state === 'running')
    return (
      <td data-state={state}>
        <span>{shown}</span>
      </td>
    )
  const link = (
    <a
      className="cell"
      href={`#${pointAddress(run, view.point.index)}`}
      style={fill === undefined ? {} : { backgroundColor: fill, color: ink }}
    >
      <span>{shown}</span>
      {state === 'invalid' && <VisuallyHidden>{t('run.cell.invalid')}</VisuallyHidden>}
    </a>
  )
  return (
    <td data-state={state}>
      {reasons.length === 0 ? (
        link
      ) : (
        <Tooltip label={reasons.join(' ')} w={280}>
          {link}
        </Tooltip>
      )}
    </td>
  )
}

interface GridProps {
  readonly run: RunId
  readonly points: readonly PointView[]
  readonly name: string | null
  readonly rowAxes: readonly AxisName[]
  readonly range: HeatRange | null
}

function Grid({ run, points, name, rowAxes, range }: GridProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const { places, rows } = tableOf(points, { x: 'batch', series: rowAxes, fixed: {} })
  return (
    <Scroll label={name ?? t('run.grid')}>
      <table className="grid">
        <caption>{name ?? <VisuallyHidden>{t('run.grid')}</VisuallyHidden>}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sweep.batch')}</th>
            {places.map(({ key }) => (
              <th scope="col" key={key}>
                {key}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, point, cells }) => (
            <tr key={key}>
              <th scope="row">{words.values(point, rowAxes)}</th>
              {cells.map((view, place) =>
                view === null ? (
                  <td key={places[place]?.key} />
                ) : (
                  <Cell key={view.point.index} run={run} view={view} range={range} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Each model has a grid of its own, batches are its columns, and threads come last. */
const notRows: readonly AxisName[] = ['model', 'network', 'precision', 'batch', 'threads']

export function PointGrid({ run, view }: { readonly run: RunId; readonly view: RunView }) {
  const { t } = useTranslation()
  const range = rangeOf(view.points)
  const groups = Map.groupBy(view.points, ({ point }) => modelKey(point.model))
  const models = [...groups.values()].flatMap(([first]) => first?.point.model ?? [])
  const varying = axesOf(view.points.map(({ point }) => point)).map(({ name }) => name)
  const rowAxes = [...varying.filter((name) => !notRows.includes(name)), 'threads' as const]
  return (
    <div>
      {[...groups].map(([model, points]) => (
        <Grid
          key={model}
          run={run}
          points={points}
          name={groups.size > 1 && points[0] ? modelWords(t, points[0].point.model, models) : null}
          rowAxes={rowAxes}
          range={range}
        />
      ))}
      {range !== null && range.high > range.low && (
        <HeatLegend
          name={t('run.legend')}
          range={range}
          lessIsBetter
          ends={[
            t('chart.best', { value: formatNs(range.low) }),
            t('chart.worst', { value: formatNs(range.high) }),
          ]}
        />
      )}
    </div>
  )
}
