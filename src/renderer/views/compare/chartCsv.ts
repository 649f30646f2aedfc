// What a chart of a comparison draws as comma-separated values: whose it is, all conditions of its point, whether it
// counts, and the figures.

import type { ComparisonRow } from '../../../shared/compare.ts'
import type { ComparedPoint } from '../../../shared/compared-point.ts'
import { invalidCell, pointColumns } from '../../../shared/point-columns.ts'
import { csvText } from '../../charts/csv.ts'

/** A line for each value that is drawn; `names` are those of the sides. */
export function chartCsv(
  names: readonly string[],
  rows: readonly ComparisonRow[],
  columns: readonly (readonly [string, (cell: ComparedPoint) => number | null])[],
): string {
  const head = [
    'side',
    'model',
    ...pointColumns.map(([name]) => name),
    'invalid',
    ...columns.map(([name]) => name),
  ]
  const lines = rows.flatMap(({ cells }) =>
    cells.flatMap((cell, side) =>
      cell === null
        ? []
        : [
            [
              names[side] ?? '',
              cell.point.model.name,
              ...pointColumns.map(([, value]) => value(cell.point)),
              invalidCell(cell.invalid),
              ...columns.map(([, value]) => value(cell)),
            ],
          ],
    ),
  )
  return csvText([head, ...lines])
}
