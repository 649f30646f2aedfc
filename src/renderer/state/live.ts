// What arrives by topics while the window is open: runs that are being looked at, and work on the way to boards.
// A run is a snapshot plus the events after it; an event that leaves a gap is never folded: the snapshot is asked for again.

import { create } from 'zustand'
import type { EnvironmentRecord } from '../../shared/environment.ts'
import type { RunId, RunNews } from '../../shared/event.ts'
import type { Activity, RunRecord, RunSnapshot } from '../../shared/ipc.ts'
import { applyEvent, type RunView } from '../../shared/run.ts'
import { noSurroundings, withSurroundings } from './surroundings.ts'

export interface LiveRun {
  /** How many views show the run; at 0 it is forgotten. */
  readonly watchers: number
  readonly snapshot: RunSnapshot | null
  /** Events that came before the snapshot did. */
  readonly early: readonly RunNews[]
  /** What went on around it in the last minute, since it is watched. */
  readonly around: EnvironmentRecord
}

export interface LiveState {
  readonly runs: Readonly<Record<RunId, LiveRun>>
  /** By board: one board does one thing at a time. */
  readonly activities: Readonly<Record<string, Activity>>
}

/** Folds events in order, up to the first that leaves a gap. */
export function foldEvents(
  view: RunView,
  events: readonly RunNews[],
): { readonly view: RunView; readonly gap: boolean } {
  let folded = view
  for (const event of events) {
    if (event.seq > folded.lastSeq + 1) return { view: folded, gap: true }
    folded = applyEvent(folded, event)
  }
  return { view: folded, gap: false }
}

/** News of a run. Null where the snapshot has to be asked for again. */
export function withEvents(live: LiveRun, events: readonly RunNews[]): LiveRun | null {
  const around = withSurroundings(live.around, events)
  if (live.snapshot === null) return { ...live, around, early: [...live.early, ...events] }
  const { view, gap } = foldEvents(live.snapshot.view, events)
  return gap ? null : { ...live, around, snapshot: { ...live.snapshot, view } }
}

/** The snapshot has come: what arrived meanwhile is folded into it. */
export function withSnapshot(live: LiveRun, snapshot: RunSnapshot): LiveRun {
  const known = live.snapshot
  const newest =
    known !== null && known.view.lastSeq > snapshot.view.lastSeq ? known.view : snapshot.view
  const { view } = foldEvents(newest, live.early)
  return { ...live, snapshot: { record: snapshot.record, view }, early: [] }
}

export const useLive = create<LiveState>(() => ({ runs: {}, activities: {} }))

function change(id: RunId, next: (live: LiveRun) => LiveRun): void {
  useLive.setState(({ runs }) => {
    const live = runs[id]
    return live === undefined ? {} : { runs: { ...runs, [id]: next(live) } }
  })
}

/** Begins to collect the events of a run; the snapshot is asked for afterwards, so that none is missed. */
export function watchRun(id: RunId): () => void {
  useLive.setState(({ runs }) => {
    const live = runs[id] ?? { watchers: 0, snapshot: null, early: [], around: noSurroundings }
    return { runs: { ...runs, [id]: { ...live, watchers: live.watchers + 1 } } }
  })
  return () =>
    useLive.setState(({ runs }) => {
      const { [id]: live, ...others } = runs
      if (live === undefined) return {}
      return live.watchers > 1
        ? { runs: { ...runs, [id]: { ...live, watchers: live.watchers - 1 } } }
        : { runs: others }
    })
}

export const receiveSnapshot = (id: RunId, snapshot: RunSnapshot) =>
  change(id, (live) => withSnapshot(live, snapshot))

export const receiveRecord = (record: RunRecord) =>
  change(record.id, (live) =>
    live.snapshot === null ? live : { ...live, snapshot: { ...live.snapshot, record } },
  )

/** True where the run's snapshot has to be asked for again. */
export function receiveEvents(id: RunId, events: readonly RunNews[]): boolean {
  const live = useLive.getState().runs[id]
  if (live === undefined) return false
  const next = withEvents(live, events)
  change(id, (current) => next ?? { ...current, early: [...current.early, ...events] })
  return next === null
}

export const receiveActivity = (activity: Activity) =>
  useLive.setState(({ activities }) => ({
    activities: { ...activities, [activity.boardId]: activity },
  }))

export const endActivity = (boardId: string) =>
  useLive.setState(({ activities }) => {
    const { [boardId]: _, ...others } = activities
    return { activities: others }
  })
