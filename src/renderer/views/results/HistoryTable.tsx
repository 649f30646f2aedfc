// The history as a table: a head that sorts and stays in sight, and a box in each row.

import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { SortHead } from '../../table/SortHead.tsx'
import type { Sorting } from '../../table/sort.ts'
import { type Column, columns, type RunWords } from './filter.ts'
import { ResultRow } from './ResultRow.tsx'

interface HistoryTableProps {
  readonly rows: readonly { readonly run: RunRecord; readonly words: RunWords }[]
  readonly sorting: Sorting<Column>
  readonly onSort: (sorting: Sorting<Column>) => void
  readonly chosen: ReadonlySet<RunId>
  readonly onChoose: (run: RunId, chosen: boolean) => void
  readonly onChooseAll: (chosen: boolean) => void
  readonly allChosen: boolean
}

const wordColumns: ReadonlySet<Column> = new Set(['model', 'board', 'status'])
const downFirst: ReadonlySet<Column> = new Set(['rate', 'points', 'when'])

export function HistoryTable(props: HistoryTableProps) {
  const { rows, sorting, onSort, chosen, onChoose, onChooseAll, allChosen } = props
  const { t } = useTranslation()
  return (
    <Scroll both label={t('results.title')}>
      <table className="numbers">
        <thead className="sticky-head">
          <tr>
            <th scope="col" className="left">
              <Checkbox
                size="xs"
                aria-label={t('history.chooseAll')}
                checked={allChosen}
                indeterminate={!allChosen && chosen.size > 0}
                onChange={(event) => onChooseAll(event.currentTarget.checked)}
              />
            </th>
            {columns.map((column) => (
              <SortHead
                key={column}
                column={column}
                sorting={sorting}
                onSort={onSort}
                words={wordColumns.has(column)}
                firstDown={downFirst.has(column)}
              >
                {t(`history.column.${column}`)}
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ run, words }) => (
            <ResultRow
              key={run.id}
              run={run}
              words={words}
              chosen={chosen.has(run.id)}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
