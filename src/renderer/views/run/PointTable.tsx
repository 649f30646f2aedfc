// Every point with its numbers, one unit in sight of each; a point that failed or does not count says why in its own
// row. What all points have in common has no column.

import { Anchor, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type AxisName, axesOf } from '../../../shared/axes.ts'
import type { RunId } from '../../../shared/event.ts'
import { scenarios } from '../../../shared/plan.ts'
import { measuredPoint, measuredPoints, type PointView, type RunView } from '../../../shared/run.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { measuredByAll } from '../energy/energyWords.ts'
import { useAxisWords } from './axisWords.ts'
import { cellStateOf } from './cellState.ts'
import { Measured, type TableColumns, Unmeasured } from './PointCells.tsx'
import { pointAddress } from './pointAddress.ts'

/** These stand in every table. */
const fixedAxes: readonly AxisName[] = ['batch', 'threads']
const isNumber = (axis: AxisName) => fixedAxes.includes(axis)

const numbers = ['p50', 'p90', 'p95', 'p99', 'rate', 'cold', 'memory', 'samples'] as const

function axesOfTable({ points }: RunView): readonly AxisName[] {
  const varying = axesOf(points.map(({ point }) => point)).map(({ name }) => name)
  return [...varying.filter((name) => !fixedAxes.includes(name)), ...fixedAxes]
}

interface RowProps {
  readonly view: PointView
  readonly run: RunId | undefined
  readonly axes: readonly AxisName[]
  readonly columns: TableColumns
}

function Row({ view, run, axes, columns }: RowProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const { point } = view
  const measured = measuredPoint(view)
  const { energy, ...others } = columns
  const optional = Object.values(others).filter(Boolean).length + (energy ? 3 : 0)
  return (
    <tr data-state={cellStateOf(view)}>
      {run !== undefined && (
        <td className="left">
          {view.repetitions.length > 0 && (
            <Anchor
              size="xs"
              href={`#${pointAddress(run, point.index)}`}
              aria-label={t('point.openOf', { point: words.values(point, axes) })}
            >
              {t('point.open')}
            </Anchor>
          )}
        </td>
      )}
      {axes.map((axis) => (
        <td key={axis} className={isNumber(axis) ? '' : 'left'}>
          {words.tick(point, axis)}
        </td>
      ))}
      {measured === null ? (
        <Unmeasured view={view} span={numbers.length + 1 + optional} />
      ) : (
        <Measured view={view} measured={measured} columns={columns} />
      )}
    </tr>
  )
}

interface PointTableProps {
  readonly view: RunView
  /** The run, where several stand on one page. */
  readonly of?: string
  /** Where its points can be looked at. */
  readonly run?: RunId
}

export function PointTable({ view, of, run }: PointTableProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const label = of === undefined ? t('run.points') : `${t('run.points')}: ${of}`
  const axes = axesOfTable(view)
  const energies = measuredPoints(view).flatMap(({ energy }) => energy.slice(0, 1))
  const columns: TableColumns = {
    seen: view.points.some(({ point: { clock } }) => clock.governor !== null || clock.khz !== null),
    headline: view.points.some(({ point }) => point.scenario !== scenarios[0]),
    repetitions: view.repetitionsPlanned > 1,
    counts: measuredPoints(view).some(({ invalid }) => invalid.length > 0),
    energy: energies.length > 0,
  }
  const heads: readonly (readonly [key: string, isLeft: boolean, word: string])[] = [
    ...axes.map((axis) => [axis, !isNumber(axis), words.name(axis)] as const),
    ...(columns.seen ? [['seen', false, t('table.seen')] as const] : []),
    ...(columns.headline ? [['headline', false, t('table.headline')] as const] : []),
    ...numbers.map((column) => [column, false, t(`table.${column}`)] as const),
    ...(columns.energy
      ? (['perInference', 'perJoule', 'mean'] as const).map(
          (column) => [column, false, t(`energyUi.head.${column}`)] as const,
        )
      : []),
    ...(columns.repetitions ? [['repetitions', false, t('table.repetitions')] as const] : []),
    ['stop', true, t('table.stop')],
    ...(columns.counts ? [['counts', true, t('table.counts.title')] as const] : []),
  ]
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('run.points')}
      </Title>
      <Scroll label={label}>
        <table className="numbers">
          <thead>
            <tr>
              {run !== undefined && <td />}
              {heads.map(([key, isLeft, word]) => (
                <th scope="col" key={key} className={isLeft ? 'left' : ''}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.points.map((pointView) => (
              <Row
                key={pointView.point.index}
                view={pointView}
                run={run}
                axes={axes}
                columns={columns}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Text size="xs" c="dimmed" mt={6}>
        {energies.length === 0
          ? t('energyUi.notMeasured')
          : t('energyUi.chartBy', { by: measuredByAll(t, energies) })}
      </Text>
    </section>
  )
}
