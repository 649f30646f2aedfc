// The filters of the history: words, and one choice each for board, model, status and time.

import { Button, Group, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RunRecord } from '../../../shared/ipc.ts'
import { Choice } from '../../table/Choice.tsx'
import { useRunBoard } from '../run/runWords.ts'
import { type HistoryFilter, type Span, spans, statuses } from './filter.ts'

interface HistoryFiltersProps {
  readonly runs: readonly RunRecord[]
  readonly filter: HistoryFilter
  readonly onChange: (filter: HistoryFilter) => void
}

export function HistoryFilters({ runs, filter, onChange }: HistoryFiltersProps) {
  const { t } = useTranslation()
  const boardOf = useRunBoard()
  const boards = new Map(runs.map((run) => [run.boardId, boardOf(run)]))
  const models = new Set(runs.flatMap(({ plan }) => plan.models.map(({ name }) => name)))
  const { find, board, model, status, span, sorting } = filter
  const isSet = find !== '' || board !== null || model !== null || status !== null || span !== null
  return (
    <Group gap="xs">
      <TextInput
        size="xs"
        aria-label={t('results.search')}
        placeholder={t('history.searchWhat')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={find}
        onChange={(event) => onChange({ ...filter, find: event.currentTarget.value })}
        w={210}
      />
      <Choice
        label={t('results.board')}
        all={t('history.allBoards')}
        value={board}
        choices={[...boards].toSorted(([, a], [, b]) => a.localeCompare(b))}
        onChange={(value) => onChange({ ...filter, board: value })}
      />
      <Choice
        label={t('results.model')}
        all={t('history.allModels')}
        value={model}
        choices={[...models].toSorted().map((name) => [name, name])}
        onChange={(value) => onChange({ ...filter, model: value })}
      />
      <Choice
        label={t('results.status')}
        all={t('history.allStatuses')}
        value={status}
        choices={statuses.map((known) => [known, t(`run.status.${known}`)])}
        onChange={(value) =>
          onChange({ ...filter, status: statuses.find((known) => known === value) ?? null })
        }
      />
      <Choice
        label={t('results.when')}
        all={t('history.allTime')}
        value={span}
        choices={(Object.keys(spans) as Span[]).map((known) => [known, t(`history.span.${known}`)])}
        onChange={(value) =>
          onChange({
            ...filter,
            span: (Object.keys(spans) as Span[]).find((known) => known === value) ?? null,
          })
        }
      />
      {isSet && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() =>
            onChange({ find: '', board: null, model: null, status: null, span: null, sorting })
          }
        >
          {t('history.clear')}
        </Button>
      )}
    </Group>
  )
}
