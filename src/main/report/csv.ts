// A report as comma-separated values (RFC 4180): one line a point, raw numbers, the unit in each column's name.
// A word that a spreadsheet would run as a formula is defused by an apostrophe.

import { stringify } from 'csv-stringify/sync'
import { measurementColumns } from '../../shared/point-columns.ts'
import type { ReportDocument, ReportRun } from '../../shared/report.ts'

type Cell = string | number | null
type ReportPoint = ReportRun['points'][number]
type Column = readonly [name: string, value: (run: ReportRun, point: ReportPoint) => Cell]

const named = (sizes: Readonly<Record<string, number>>) =>
  Object.entries(sizes)
    .map(([name, size]) => `${name}=${size}`)
    .join(' ')

const columns: readonly Column[] = [
  ['run', ({ id }) => id],
  ['created', ({ createdMs }) => new Date(createdMs).toISOString()],
  ['board', ({ board }) => board],
  ['note', ({ note }) => note],
  ['machine', ({ facts }) => facts?.model ?? null],
  ['cpu', ({ facts }) => facts?.cpu.model ?? null],
  ['kernel', ({ facts }) => facts?.os.kernel ?? null],
  ['onnxruntime', ({ facts }) => facts?.runtime.ort ?? null],
  ['model', (_, { point }) => point.model.name],
  ['model_sha256', (_, { point }) => point.model.sha256],
  ['dims', (_, { point }) => named(point.model.dims)],
  ['engine', (_, { point }) => point.engine],
  ['scenario', (_, { point }) => point.scenario],
  ['batch', (_, { point }) => point.batch],
  ['threads', (_, { point }) => point.threads],
  ['outcome', (_, { outcome }) => outcome.kind],
  ['fault', (_, { outcome }) => ('fault' in outcome ? outcome.fault.code : null)],
  ...measurementColumns.map(
    ([name, value]): Column => [
      name,
      (_, { outcome }) => (outcome.kind === 'measured' ? value(outcome.measurement) : null),
    ],
  ),
]

export function reportCsv({ runs }: ReportDocument): string {
  const lines = runs.flatMap((run) =>
    run.points.map((point) => columns.map(([, value]) => value(run, point))),
  )
  return stringify([columns.map(([name]) => name), ...lines], {
    record_delimiter: 'windows',
    escape_formulas: true,
  })
}
