// What is compared, as the address holds it: up to six runs, whole or taken apart by an axis, and what they are held
// against. Whatever stands in the address that is no such thing is left out.

import { type AxisName, axisNames } from '../../../shared/axes.ts'
import { localBoardId } from '../../../shared/board.ts'
import { type ThreadMatch, threadMatches } from '../../../shared/compare.ts'
import { type InvalidTreatment, invalidTreatments } from '../../../shared/compared-point.ts'
import { isSideOf } from '../../../shared/compared-side.ts'
import { type RunId, runIdSchema } from '../../../shared/event.ts'
import type { RunRecord } from '../../../shared/ipc.ts'

export const mostRuns = 6

export interface Basket {
  readonly runs: readonly RunId[]
  /** Null: whole runs stand beside one another. */
  readonly by: AxisName | null
  /** The id of a side; null: the first. */
  readonly baseline: string | null
  readonly threads: ThreadMatch
  readonly invalid: InvalidTreatment
}

export function parseBasket(search: URLSearchParams): Basket {
  const said = (search.get('runs') ?? '').split(',')
  const runs = [...new Set(said)]
    .filter((id) => runIdSchema.safeParse(id).success)
    .slice(0, mostRuns)
  const by = axisNames.find((axis) => axis === search.get('by')) ?? null
  const named = search.get('baseline') ?? ''
  const baseline = runs.some((run) => isSideOf(run, by, named)) ? named : null
  const threads = threadMatches.find((match) => match === search.get('threads')) ?? 'same'
  const invalid = invalidTreatments.find((known) => known === search.get('invalid')) ?? 'left-out'
  return { runs, by, baseline, threads, invalid }
}

export function basketSearch(basket: Basket): Record<string, string> {
  const { runs, by, baseline, threads, invalid } = basket
  return {
    ...(runs.length === 0 ? {} : { runs: runs.join(',') }),
    ...(by === null ? {} : { by }),
    ...(baseline === null ? {} : { baseline }),
    ...(threads === 'same' ? {} : { threads }),
    ...(invalid === 'left-out' ? {} : { invalid }),
  }
}

/** The address of a comparison of these runs, the first being the baseline, or of their parts. */
export const compareAddress = (runs: readonly RunId[], by: AxisName | null = null) =>
  `/compare?runs=${runs.join(',')}${by === null ? '' : `&by=${by}`}`

export function withoutRun(basket: Basket, id: RunId): Basket {
  const { by, baseline } = basket
  const isGone = baseline !== null && isSideOf(id, by, baseline)
  return {
    ...basket,
    runs: basket.runs.filter((run) => run !== id),
    baseline: isGone ? null : baseline,
  }
}

export function withRun(basket: Basket, id: RunId): Basket {
  if (basket.runs.includes(id) || basket.runs.length >= mostRuns) return basket
  return { ...basket, runs: [...basket.runs, id] }
}

/** Other sides have another baseline. */
export const comparedBy = (basket: Basket, by: AxisName | null): Basket => ({
  ...basket,
  by,
  baseline: null,
})

const isComparable = (run: RunRecord) =>
  run.measuredPoints > 0 && run.status !== 'preparing' && run.status !== 'running'

const modelOf = ({ plan }: RunRecord) => plan.models[0]?.sha256

/** What may stand in a comparison: runs that ended and measured something, newest first. */
export const comparableRuns = (runs: readonly RunRecord[]) =>
  runs.filter(isComparable).toSorted((a, b) => b.createdMs - a.createdMs)

/**
 * The last run of each board with the model of the newest one; else the two newest with the same model. The first is
 * the baseline: this computer's, else the oldest, so that the others are what came of it.
 */
export function suggestedRuns(runs: readonly RunRecord[]): readonly RunId[] {
  const known = comparableRuns(runs)
  const alike = known.filter((run) => modelOf(run) === modelOf(known[0] ?? run))
  const lastOf = new Map(alike.toReversed().map((run) => [run.boardId, run.id]))
  const chosen =
    lastOf.size > 1
      ? alike.filter(({ boardId, id }) => lastOf.get(boardId) === id)
      : alike.slice(0, 2)
  if (chosen.length < 2) return []
  const oldestFirst = chosen.slice(0, mostRuns).toReversed()
  const [here, elsewhere] = [true, false].map((isHere) =>
    oldestFirst.filter(({ boardId }) => (boardId === localBoardId) === isHere),
  )
  return [...(here ?? []), ...(elsewhere ?? [])].map(({ id }) => id)
}
