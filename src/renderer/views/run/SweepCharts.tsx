// The charts of a result: two figures of its points over the axes that were chosen, and a third where power was measured.

import { axesOf } from '../../../shared/axes.ts'
import type { ModelRecord, RunSnapshot } from '../../../shared/ipc.ts'
import type { FigureName } from '../../charts/figures.ts'
import { type Slice, type SliceTable, sliceOf, tableOf } from '../../charts/slice.ts'
import { AxisChoice } from './AxisChoice.tsx'
import { useAxisWords } from './axisWords.ts'
import type { Charted } from './charted.ts'
import { SweepHeat } from './SweepHeat.tsx'
import { SweepLines } from './SweepLines.tsx'
import { measuredIn, tableByOneMeter } from './sweepChart.ts'

export interface SweepFigureProps {
  readonly snapshot: RunSnapshot
  /** The model of all that is shown; null where there are several. */
  readonly model: ModelRecord | null
  readonly subtitle: string
  readonly slice: Slice
  readonly table: SliceTable
  readonly figure: FigureName
  /** Whether invalid points stand in findings. */
  readonly countsInvalid: boolean
  readonly onFigure: (figure: FigureName) => void
}

interface SweepChartsProps {
  readonly snapshot: RunSnapshot
  readonly models: readonly ModelRecord[]
  readonly subtitle: string
  readonly charted: Charted
  readonly onChange: (next: Partial<Charted>) => void
}

export function SweepCharts(props: SweepChartsProps) {
  const { snapshot, models, subtitle, charted, onChange } = props
  const words = useAxisWords()
  const { points } = snapshot.view
  const axes = axesOf(points.map(({ point }) => point))
  const slice = sliceOf(axes, charted.wanted)
  const table = tableByOneMeter(tableOf(points, slice))
  const hasPower = measuredIn(table).some(({ energy }) => energy.length > 0)
  const shown = new Set(measuredIn(table).map(({ point }) => point.model.sha256))
  const model = shown.size === 1 ? models.find(({ sha256 }) => shown.has(sha256)) : undefined
  const [first] = table.rows
  const held = Object.keys(slice.fixed) as (keyof typeof slice.fixed)[]
  const whole =
    first === undefined || held.length === 0
      ? subtitle
      : `${subtitle} · ${words.values(first.point, held)}`
  const Figure = charted.form === 'heat' && axes.length > 0 ? SweepHeat : SweepLines
  const [left, right] = charted.figures
  const common = {
    snapshot,
    model: model ?? null,
    subtitle: whole,
    slice,
    table,
    countsInvalid: charted.countsInvalid,
  }
  return (
    <>
      {axes.length > 1 && (
        <AxisChoice axes={axes} slice={slice} charted={charted} onChange={onChange} />
      )}
      <div className="charts">
        <Figure
          {...common}
          figure={left}
          onFigure={(figure) => onChange({ figures: [figure, right] })}
        />
        <Figure
          {...common}
          figure={right}
          onFigure={(figure) => onChange({ figures: [left, figure] })}
        />
        {hasPower && (
          <Figure {...common} figure={charted.third} onFigure={(third) => onChange({ third })} />
        )}
      </div>
    </>
  )
}
