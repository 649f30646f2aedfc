// A run's points as comma-separated values (RFC 4180): one line a point, units in the column names, raw numbers.

import { measurementColumns } from '../../shared/point-columns.ts'
import { measuredPoints, type PointView, type RunView } from '../../shared/run.ts'

/** A cell that a spreadsheet would run as a formula is defused by an apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvText(lines: readonly (readonly (string | number | null)[])[]): string {
  return `${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}

function outcomeWord({ state }: PointView): string {
  if (state.kind !== 'ended') return 'not measured'
  return state.outcome.kind === 'failed'
    ? `failed: ${state.outcome.fault.code}`
    : state.outcome.kind
}

export function pointsCsv(view: RunView): string {
  const measured = new Map(measuredPoints(view).map((found) => [found.point.index, found]))
  const head = [
    'model',
    'engine',
    'batch',
    'threads',
    'outcome',
    ...measurementColumns.map(([name]) => name),
  ]
  const lines = view.points.map((pointView) => {
    const { point } = pointView
    const found = measured.get(point.index)
    return [
      point.model.name,
      point.engine,
      point.batch,
      point.threads,
      outcomeWord(pointView),
      ...measurementColumns.map(([, value]) =>
        found === undefined ? null : value(found.measurement),
      ),
    ]
  })
  return csvText([head, ...lines])
}
