// What the history shows, as the address holds it: words, board, model, status, since when, and in which order.

import type { RunRecord, RunStatus } from '../../../shared/ipc.ts'
import { parseSorting, printSorting, type Sorting, type SortValue } from '../../table/sort.ts'
import { matchesSearch } from './search.ts'

export const columns = ['model', 'board', 'status', 'p50', 'p90', 'rate', 'points', 'when'] as const
export type Column = (typeof columns)[number]

/** Days back from now; null is all of the time. */
export const spans = { day: 1, week: 7, month: 30 } as const
export type Span = keyof typeof spans

export const statuses: readonly RunStatus[] = [
  'completed',
  'running',
  'preparing',
  'cancelled',
  'failed',
  'lost',
]

export interface HistoryFilter {
  readonly find: string
  readonly board: string | null
  readonly model: string | null
  readonly status: RunStatus | null
  readonly span: Span | null
  readonly sorting: Sorting<Column>
}

const newestFirst: Sorting<Column> = { column: 'when', down: true }

export function parseFilter(search: URLSearchParams): HistoryFilter {
  return {
    find: search.get('find') ?? '',
    board: search.get('board'),
    model: search.get('model'),
    status: statuses.find((status) => status === search.get('status')) ?? null,
    span: (Object.keys(spans) as Span[]).find((span) => span === search.get('since')) ?? null,
    sorting: parseSorting(search.get('sort'), columns, newestFirst),
  }
}

export function filterSearch(filter: HistoryFilter): Record<string, string> {
  const { find, board, model, status, span, sorting } = filter
  const sort = printSorting(sorting)
  const said = { find, board, model, status, since: span, sort }
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) =>
      value === null || value === '' || (name === 'sort' && value === printSorting(newestFirst))
        ? []
        : [[name, value]],
    ),
  )
}

/** What is searched in a run: as it is shown, and its id. */
export interface RunWords {
  readonly model: string
  readonly board: string
  readonly status: string
  readonly when: string
  /** Its engines, and what of its scenarios and settings is not as usual. */
  readonly conditions: string
}

const dayMs = 86_400_000

export function matches(
  run: RunRecord,
  words: RunWords,
  { find, board, model, status, span }: HistoryFilter,
  nowMs: number,
): boolean {
  return (
    (board === null || run.boardId === board) &&
    (model === null || run.plan.models.some(({ name }) => name === model)) &&
    (status === null || run.status === status) &&
    (span === null || run.createdMs >= nowMs - spans[span] * dayMs) &&
    matchesSearch(find, [...Object.values(words), run.note, run.id])
  )
}

/** What does not count is ranked after all that does. */
export function columnValue(run: RunRecord, words: RunWords, column: Column): SortValue {
  const headline = run.headline?.invalid.length === 0 ? run.headline : null
  switch (column) {
    case 'model':
    case 'board':
    case 'status':
      return words[column]
    case 'p50':
      return headline?.medianNs ?? null
    case 'p90':
      return headline?.p90Ns ?? null
    case 'rate':
      return headline?.samplesPerSecond ?? null
    case 'points':
      return run.measuredPoints
    case 'when':
      return run.createdMs
  }
}
