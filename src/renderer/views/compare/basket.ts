// The runs that are compared, as the address holds them: two to six, one of them the baseline. Whatever stands in the
// address that is no such thing is left out.

import { localBoardId } from '../../../shared/board.ts'
import { type ThreadMatch, threadMatches } from '../../../shared/compare.ts'
import { type InvalidTreatment, invalidTreatments } from '../../../shared/compared-point.ts'
import { type RunId, runIdSchema } from '../../../shared/event.ts'
import type { RunRecord } from '../../../shared/ipc.ts'

export const mostRuns = 6

export interface Basket {
  readonly runs: readonly RunId[]
  /** One of the runs; the first unless said otherwise. */
  readonly baseline: RunId | null
  readonly threads: ThreadMatch
  readonly invalid: InvalidTreatment
}

export function parseBasket(search: URLSearchParams): Basket {
  const said = (search.get('runs') ?? '').split(',')
  const runs = [...new Set(said)]
    .filter((id) => runIdSchema.safeParse(id).success)
    .slice(0, mostRuns)
  const baseline = runs.find((id) => id === search.get('baseline')) ?? runs[0] ?? null
  const threads = threadMatches.find((match) => match === search.get('threads')) ?? 'same'
  const invalid = invalidTreatments.find((known) => known === search.get('invalid')) ?? 'left-out'
  return { runs, baseline, threads, invalid }
}

export function basketSearch({ runs, baseline, threads, invalid }: Basket): Record<string, string> {
  return {
    ...(runs.length === 0 ? {} : { runs: runs.join(',') }),
    ...(baseline === null || baseline === runs[0] ? {} : { baseline }),
    ...(threads === 'same' ? {} : { threads }),
    ...(invalid === 'left-out' ? {} : { invalid }),
  }
}

/** The address of a comparison of these runs, the first being the baseline. */
export const compareAddress = (runs: readonly RunId[]) => `/compare?runs=${runs.join(',')}`

export function withoutRun(basket: Basket, id: RunId): Basket {
  const runs = basket.runs.filter((run) => run !== id)
  const baseline = basket.baseline === id ? (runs[0] ?? null) : basket.baseline
  return { ...basket, runs, baseline }
}

export function withRun(basket: Basket, id: RunId): Basket {
  if (basket.runs.includes(id) || basket.runs.length >= mostRuns) return basket
  return { ...basket, runs: [...basket.runs, id], baseline: basket.baseline ?? id }
}

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
