// The comparison that the address names: its runs as they stand in the store, compared anew whenever one changes.

import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { type Comparison, compareRuns } from '../../../shared/compare.ts'
import { toFault } from '../../../shared/fault.ts'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { callOptions, useCall } from '../../api.ts'
import { runInks } from '../../charts/runInk.ts'
import { type Basket, basketSearch, parseBasket } from './basket.ts'
import { useRunNames } from './runNames.ts'

export function useBasket(): readonly [Basket, (next: Basket) => void] {
  const [search, setSearch] = useSearchParams()
  const basket = parseBasket(search)
  return [basket, (next) => setSearch(basketSearch(next), { replace: true })]
}

export interface LoadedComparison {
  readonly snapshots: readonly RunSnapshot[]
  readonly baseline: RunSnapshot
  readonly comparison: Comparison
  /** What the runs are called beside one another, and the ink of each, in their order. */
  readonly names: readonly string[]
  readonly inks: readonly number[]
}

export function useComparison({ runs, baseline, threads, invalid }: Basket) {
  const boards = useCall('boards.list', {}).data
  const loaded = useQueries({
    queries: runs.map((run) => callOptions('runs.get', { run })),
    combine: (results) => ({
      snapshots: results.flatMap(({ data }) => data ?? []),
      missing: results.flatMap(({ error }, index) =>
        error === null ? [] : [{ run: runs[index] ?? '', fault: toFault(error) }],
      ),
      pending: results.some(({ isPending }) => isPending),
    }),
  })
  const { snapshots, missing, pending } = loaded
  const names = useRunNames(snapshots.map(({ record }) => record))
  const base = snapshots.find(({ record }) => record.id === baseline) ?? snapshots[0]
  const comparison = useMemo(
    () => (base === undefined ? null : compareRuns(snapshots, base.record.id, threads, invalid)),
    [snapshots, base, threads, invalid],
  )
  const inks = runInks(
    snapshots.map(({ record }) => record),
    boards?.map(({ board }) => board.id) ?? [],
  )
  const value: LoadedComparison | null =
    comparison === null || base === undefined
      ? null
      : { snapshots, baseline: base, comparison, names, inks }
  return { value, missing, pending }
}
