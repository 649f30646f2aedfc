// The comparison that the address names: its runs as they stand in the store, compared anew whenever one changes.

import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { type Comparison, compareSides } from '../../../shared/compare.ts'
import { type ComparedSide, sidesOf } from '../../../shared/compared-side.ts'
import { toFault } from '../../../shared/fault.ts'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { callOptions, useCall } from '../../api.ts'
import { runInks } from '../../charts/runInk.ts'
import { type Basket, basketSearch, parseBasket } from './basket.ts'
import { useSideNames } from './runNames.ts'

export function useBasket(): readonly [Basket, (next: Basket) => void] {
  const [search, setSearch] = useSearchParams()
  const basket = parseBasket(search)
  return [basket, (next) => setSearch(basketSearch(next), { replace: true })]
}

export interface LoadedComparison {
  readonly runs: readonly RunSnapshot[]
  readonly sides: readonly ComparedSide[]
  readonly baseline: ComparedSide
  readonly comparison: Comparison
  /** What the sides are called beside one another, and the ink of each, in their order. */
  readonly names: readonly string[]
  readonly inks: readonly number[]
}

export function useComparison({ runs, by, baseline, threads, invalid }: Basket) {
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
  const sides = useMemo(() => sidesOf(snapshots, by), [snapshots, by])
  const names = useSideNames(sides)
  const base = sides.find(({ id }) => id === baseline) ?? sides[0]
  const comparison = useMemo(
    () => (base === undefined ? null : compareSides(sides, base.id, threads, invalid)),
    [sides, base, threads, invalid],
  )
  const inks =
    by === null
      ? runInks(
          snapshots.map(({ record }) => record),
          boards?.map(({ board }) => board.id) ?? [],
        )
      : sides.map((_, side) => side)
  const value: LoadedComparison | null =
    comparison === null || base === undefined
      ? null
      : { runs: snapshots, sides, baseline: base, comparison, names, inks }
  return { value, missing, pending }
}
