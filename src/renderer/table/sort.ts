// The order of a table's rows: by one column, up or down, unknown values always last, equals as they stood.

export interface Sorting<C extends string> {
  readonly column: C
  readonly down: boolean
}

export type SortValue = string | number | null

const compare = (a: string | number, b: string | number) =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true })

export function sorted<R, C extends string>(
  rows: readonly R[],
  { column, down }: Sorting<C>,
  valueIn: (row: R, column: C) => SortValue,
): readonly R[] {
  return rows
    .map((row) => ({ row, value: valueIn(row, column) }))
    .toSorted(({ value: a }, { value: b }) => {
      if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
      return down ? compare(b, a) : compare(a, b)
    })
    .map(({ row }) => row)
}

/** A second click on a column turns it round; another column begins with its own first direction. */
export function turned<C extends string>(
  sorting: Sorting<C>,
  column: C,
  firstDown: boolean,
): Sorting<C> {
  return sorting.column === column ? { column, down: !sorting.down } : { column, down: firstDown }
}

/** `-when` is the column `when`, downwards; anything that is no column gives the fallback. */
export function parseSorting<C extends string>(
  text: string | null,
  columns: readonly C[],
  fallback: Sorting<C>,
): Sorting<C> {
  const down = text?.startsWith('-') ?? false
  const column = columns.find((known) => known === text?.replace(/^-/, ''))
  return column === undefined ? fallback : { column, down }
}

export const printSorting = ({ column, down }: Sorting<string>) => `${down ? '-' : ''}${column}`
