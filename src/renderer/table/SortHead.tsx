// The head of a column that sorts its table: a button that says which way, to the eye and to a screen reader.

import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Sorting, turned } from './sort.ts'

interface SortHeadProps<C extends string> {
  readonly column: C
  readonly sorting: Sorting<C>
  readonly onSort: (sorting: Sorting<C>) => void
  /** Numbers stand right and begin with the largest; words stand left. */
  readonly words?: boolean
  readonly firstDown?: boolean
  readonly children: ReactNode
}

export function SortHead<C extends string>(props: SortHeadProps<C>) {
  const { column, sorting, onSort, words = false, firstDown = false, children } = props
  const active = sorting.column === column
  const Icon = sorting.down ? IconArrowDown : IconArrowUp
  return (
    <th
      scope="col"
      className={words ? 'left' : undefined}
      aria-sort={active ? (sorting.down ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="sort"
        data-active={active || undefined}
        onClick={() => onSort(turned(sorting, column, firstDown))}
      >
        {words && children}
        {active && <Icon size={12} aria-hidden />}
        {!words && children}
      </button>
    </th>
  )
}
