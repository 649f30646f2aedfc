// Points of runs as comma-separated values (RFC 4180): one table, one line a point with the run that it is of, units in
// the column names, raw numbers.

import type { RunSnapshot } from '../../shared/ipc.ts'
import {
  energyColumns,
  invalidCell,
  measurementColumns,
  pointColumns,
} from '../../shared/point-columns.ts'
import { measuredPoints, type PointView } from '../../shared/run.ts'

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
  const { outcome } = state
  return 'fault' in outcome ? `${outcome.kind}: ${outcome.fault.code}` : outcome.kind
}

export function pointsCsv(runs: readonly RunSnapshot[]): string {
  const head = [
    'run',
    'created',
    'board',
    'model',
    ...pointColumns.map(([name]) => name),
    'outcome',
    'invalid',
    ...measurementColumns.map(([name]) => name),
    ...energyColumns.map(([name]) => name),
  ]
  return csvText([head, ...runs.flatMap(linesOf)])
}

function linesOf({ record, view }: RunSnapshot) {
  const measured = new Map(measuredPoints(view).map((found) => [found.point.index, found]))
  return view.points.map((pointView) => {
    const { point } = pointView
    const found = measured.get(point.index)
    const energy = found?.energy[0] ?? null
    return [
      record.id,
      new Date(record.createdMs).toISOString(),
      record.boardName,
      point.model.name,
      ...pointColumns.map(([, value]) => value(point)),
      outcomeWord(pointView),
      found === undefined ? null : invalidCell(found.invalid),
      ...measurementColumns.map(([, value]) =>
        found === undefined ? null : value(found.measurement),
      ),
      ...energyColumns.map(([, value]) => (energy === null ? null : value(energy))),
    ]
  })
}
