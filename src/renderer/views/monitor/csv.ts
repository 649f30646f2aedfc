// What a strip shows as comma-separated values: a line for each moment at which any of its series was read, in base units.

import { seriesKey, telemetryUnits } from '../../../shared/telemetry.ts'
import { csvText } from '../../charts/csv.ts'
import { countBefore, type Samples } from '../../charts/strip/thin.ts'
import type { Group, Line } from './groups.ts'

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** `frequency policy0 (hertz)`; a rail has its source before it. */
function columnName({ series }: Line): string {
  const name = seriesKey(series).split('/').slice(1).join(' ').trim()
  return `${series.kind} ${name}`.trim().concat(` (${telemetryUnits[series.kind]})`)
}

export function readingsCsv(
  { lines }: Pick<Group, 'lines'>,
  samplesOf: (line: Line) => Samples,
  { fromMs, toMs }: Stretch,
): string {
  const rows = new Map<number, (number | null)[]>()
  lines.forEach((line, column) => {
    const { atMs, values } = samplesOf(line)
    const end = countBefore(atMs, toMs)
    for (let index = countBefore(atMs, fromMs); index < end; index++) {
      const at = atMs[index] as number
      const row = rows.get(at) ?? lines.map(() => null)
      rows.set(at, row)
      const value = values[index] ?? Number.NaN
      row[column] = Number.isNaN(value) ? null : value
    }
  })
  const sorted = [...rows].toSorted(([one], [other]) => one - other)
  return csvText([
    ['time', 'seconds', ...lines.map(columnName)],
    ...sorted.map(([at, row]) => [
      new Date(at).toISOString(),
      Math.round(at - fromMs) / 1_000,
      ...row,
    ]),
  ])
}
