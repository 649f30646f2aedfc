// Carries what main publishes into the page: calls' cached answers and the live state. Subscribed once, at start,
// before anything is asked, so that no event is missed. Knows when this computer is measured, and goes quiet then.

import { localBoardId } from '../../shared/board.ts'
import type { RunId } from '../../shared/event.ts'
import type { BoardView, RunRecord } from '../../shared/ipc.ts'
import { call, callKey, queryClient } from '../api.ts'
import { notifyFault } from '../faults/notifyFault.ts'
import { receiveClosing } from './closing.ts'
import {
  endActivity,
  receiveActivity,
  receiveEvents,
  receiveRecord,
  receiveSnapshot,
} from './live.ts'
import { loadQuestions, receiveQuestion, settleQuestion } from './login.ts'
import { createPace } from './pace.ts'
import { receiveFeed, receiveMark, receiveProcesses, receiveSamples } from './telemetry.ts'

export const isUnderWay = (run: RunRecord) => run.status === 'preparing' || run.status === 'running'

/** Whether this computer is the board of a run that is measuring. */
export const measuresHere = (runs: readonly RunRecord[]) =>
  runs.some((run) => run.boardId === localBoardId && run.status === 'running')

/** The list with this run in its place: a new one stands first. */
export function withRun(runs: readonly RunRecord[], changed: RunRecord): readonly RunRecord[] {
  return runs.some((run) => run.id === changed.id)
    ? runs.map((run) => (run.id === changed.id ? changed : run))
    : [changed, ...runs]
}

export function withBoard(boards: readonly BoardView[], changed: BoardView): readonly BoardView[] {
  return boards.some((view) => view.board.id === changed.board.id)
    ? boards.map((view) => (view.board.id === changed.board.id ? changed : view))
    : [...boards, changed]
}

export function receiveBoard(view: BoardView): void {
  queryClient.setQueryData<readonly BoardView[]>(callKey('boards.list', {}), (boards) =>
    boards === undefined ? undefined : withBoard(boards, view),
  )
}

export function loadSnapshot(run: RunId): Promise<void> {
  return call('runs.get', { run }).then((snapshot) => receiveSnapshot(run, snapshot))
}

function receiveRun(record: RunRecord): void {
  queryClient.setQueryData<readonly RunRecord[]>(callKey('runs.list', {}), (runs) =>
    runs === undefined ? undefined : withRun(runs, record),
  )
  if (!isUnderWay(record))
    void queryClient.invalidateQueries({ queryKey: callKey('runs.get', { run: record.id }) })
  receiveRecord(record)
}

/** Begins to listen; once in the life of the page. */
export function listen(): void {
  const pace = createPace()
  const each =
    <T>(receive: (message: T) => void) =>
    (messages: readonly T[]) =>
      pace.pass(() => messages.forEach(receive))

  const { subscribe } = window.benchtop
  subscribe(
    'run.events',
    each(({ run, events }) => {
      if (receiveEvents(run, events)) loadSnapshot(run).catch(notifyFault)
    }),
  )
  subscribe('run.changed', each(receiveRun))
  subscribe(
    'store.changed',
    each(() => {
      for (const list of ['runs.list', 'boards.list', 'models.list'] as const)
        void queryClient.invalidateQueries({ queryKey: callKey(list, {}) })
    }),
  )
  subscribe('app.closing', (messages) => receiveClosing(messages.at(-1)?.runs ?? []))
  subscribe('board.changed', each(receiveBoard))
  subscribe('telemetry.changed', each(receiveFeed))
  subscribe('telemetry.samples', each(receiveSamples))
  subscribe('telemetry.processes', each(receiveProcesses))
  subscribe('telemetry.marked', each(receiveMark))
  // A question waits for a person, so it does not wait for a quieter moment.
  subscribe('login.asked', (messages) => messages.forEach(receiveQuestion))
  subscribe('login.settled', (messages) => {
    for (const { id } of messages) settleQuestion(id)
  })
  loadQuestions().catch(notifyFault)
  subscribe('activity', each(receiveActivity))
  subscribe(
    'activity.ended',
    each(({ boardId }) => endActivity(boardId)),
  )

  queryClient.getQueryCache().subscribe(() => {
    const runs = queryClient.getQueryData<readonly RunRecord[]>(callKey('runs.list', {})) ?? []
    const quiet = measuresHere(runs)
    pace.setQuiet(quiet)
    document.documentElement.toggleAttribute('data-quiet', quiet)
  })
}
