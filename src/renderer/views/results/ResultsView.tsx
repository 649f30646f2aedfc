// History: every run that is kept, found by its words and its filters, ordered by any column; several can be chosen.
// What is shown follows from the address, so that it can be left and found again.

import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import type { RunId } from '../../../shared/event.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import { useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { useMoment } from '../../i18n/moment.ts'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { useRemovals } from '../../state/removals.ts'
import { sorted } from '../../table/sort.ts'
import { planConditions } from '../run/planConditions.ts'
import { useModelWords, useRunBoard } from '../run/runWords.ts'
import { ChosenActions } from './ChosenActions.tsx'
import { columnValue, filterSearch, matches, parseFilter, type RunWords } from './filter.ts'
import { HistoryFilters } from './HistoryFilters.tsx'
import { HistoryTable } from './HistoryTable.tsx'

const page = 50

function useRunWords(): (run: RunRecord) => RunWords {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const modelsOf = useModelWords()
  const boardOf = useRunBoard()
  return (run) => ({
    model: modelsOf(run.plan),
    board: boardOf(run),
    status: t(`run.status.${run.status}`),
    when: momentOf(run.createdMs),
    conditions: planConditions(t, run.plan),
  })
}

function NoRuns() {
  const { t } = useTranslation()
  return (
    <section className="surface">
      <Text mb="sm">{t('results.empty')}</Text>
      <Button component="a" href="#/">
        {t('results.emptyButton')}
      </Button>
    </section>
  )
}

export function ResultsView() {
  const { t, i18n } = useTranslation()
  const wordsOf = useRunWords()
  const [search, setSearch] = useSearchParams()
  const [shown, setShown] = useState(page)
  const [chosen, setChosen] = useState<ReadonlySet<RunId>>(new Set())
  const removals = useRemovals(({ runs }) => runs)
  const { data, error, refetch } = useCall('runs.list', {})
  const filter = parseFilter(search)
  const { language } = i18n
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow from the language
  const known = useMemo(
    () =>
      (data ?? [])
        .filter(({ id }) => !removals.has(id))
        .map((run) => ({ run, words: wordsOf(run) })),
    [data, removals, language],
  )
  const found = sorted(
    known.filter(({ run, words }) => matches(run, words, filter, Date.now())),
    filter.sorting,
    ({ run, words }, column) => columnValue(run, words, column),
  )
  const foundIds = new Set(found.map(({ run }) => run.id))
  const chosenRuns = known.flatMap(({ run }) => (chosen.has(run.id) ? [run] : []))
  const choose = useCallback(
    (run: RunId, on: boolean) =>
      setChosen(
        (before) => new Set(on ? [...before, run] : [...before].filter((id) => id !== run)),
      ),
    [],
  )
  return (
    <Stack gap="md">
      <ViewTitle title={t('results.title')} />
      <CallFault error={error} onRetry={() => void refetch()} />
      {data !== undefined && known.length === 0 && <NoRuns />}
      {known.length > 0 && (
        <>
          <HistoryFilters
            runs={known.map(({ run }) => run)}
            filter={filter}
            onChange={(next) => setSearch(filterSearch(next), { replace: true })}
          />
          <div className="surface">
            <Group justify="space-between" mb={8} mih={26}>
              <Text size="xs" c="dimmed" aria-live="polite">
                {t('history.found', { count: found.length, total: known.length })}
              </Text>
              {chosenRuns.length > 0 && (
                <ChosenActions
                  runs={chosenRuns}
                  hidden={chosenRuns.filter(({ id }) => !foundIds.has(id)).length}
                  onRemoved={() => setChosen(new Set())}
                />
              )}
            </Group>
            <HistoryTable
              rows={found.slice(0, shown)}
              sorting={filter.sorting}
              onSort={(sorting) =>
                setSearch(filterSearch({ ...filter, sorting }), { replace: true })
              }
              chosen={chosen}
              onChoose={choose}
              onChooseAll={(on) => setChosen(new Set(on ? found.map(({ run }) => run.id) : []))}
              allChosen={found.length > 0 && found.every(({ run }) => chosen.has(run.id))}
            />
            {found.length === 0 && <Text mt="sm">{t('results.nothingFound')}</Text>}
            {found.length > shown && (
              <Anchor
                component="button"
                type="button"
                mt="sm"
                onClick={() => setShown(shown + page)}
              >
                {t('results.more', { count: Math.min(page, found.length - shown) })}
              </Anchor>
            )}
          </div>
        </>
      )}
    </Stack>
  )
}
