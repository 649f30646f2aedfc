// Which run a person means where one is to be shown, compared or reported: by its place in time, by its board, or by
// its id. What changes a run asks for its id (`runNamed`).

import { fail } from '../../shared/fault.ts'
import type { RunRecord } from '../../shared/ipc.ts'
import type { Bench } from '../bench.ts'
import { runNamed } from './named.ts'

export const whichRun =
  'a run is named by its id, a beginning or an end of it, last, last~1 (the one before) or its board (its last completed run)'

/** Of the runs of a board only a completed one stands for it. */
function lastOf({ boards, runs }: Bench, name: string): RunRecord | null {
  const wanted = name.toLowerCase()
  const boardIds = boards
    .list()
    .filter(({ board }) => board.id === name || board.name.toLowerCase() === wanted)
    .map(({ board }) => board.id)
  if (boardIds.length > 1)
    fail('bad-request', {
      reason: `${boardIds.length} boards are called “${name}”; use a run's id`,
    })
  const found = runs
    .list()
    .find(({ boardId, status }) => status === 'completed' && boardIds.includes(boardId))
  if (boardIds.length === 1 && found === undefined)
    fail('not-found', { what: 'completed run of', id: name })
  return found ?? null
}

export function findRun(bench: Bench, name: string): RunRecord {
  const [, back] = /^last~(\d{1,6})$/.exec(name) ?? []
  if (back !== undefined)
    return bench.runs.list()[Number(back)] ?? fail('not-found', { what: 'run', id: name })
  return lastOf(bench, name) ?? runNamed(bench, name)
}
