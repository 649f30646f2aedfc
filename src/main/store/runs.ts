// Runs and how far each is. Inserting events is idempotent on (run, seq) and refuses a gap, so that the store can only
// ever hold a beginning of the board's journal; counts and headline are those of the run that its events make.

import type { EnvironmentRecord } from '../../shared/environment.ts'
import type { RunEvent, RunId, RunNews } from '../../shared/event.ts'
import type { Fault } from '../../shared/fault.ts'
import { headlineOf, runHeadlineSchema } from '../../shared/headline.ts'
import type { RunClocks, RunRecord, RunStatus } from '../../shared/ipc.ts'
import { type Plan, planSchema, pointsOf } from '../../shared/plan.ts'
import type { PowerRecord } from '../../shared/power.ts'
import type { RunView } from '../../shared/run.ts'
import { isOwed } from '../../shared/tuning-seen.ts'
import { type Database, inTransaction } from './db.ts'
import { concatenated, RunEvents, type SampleWindow } from './run-events.ts'

interface RunRow {
  id: string
  board_id: string
  board_name: string
  plan: string
  created_ms: number
  note: string
  status: string
  fault: string | null
  last_seq: number
  measured: number
  invalid: number
  failed: number
  ended: number
  headline: string | null
  clocks: string | null
}

function recordOf(row: RunRow): RunRecord {
  // Both may have been written before a field of today's plan was there.
  const plan = planSchema.parse(JSON.parse(row.plan))
  return {
    id: row.id,
    boardId: row.board_id,
    boardName: row.board_name,
    plan,
    createdMs: row.created_ms,
    note: row.note,
    status: row.status as RunStatus,
    fault: row.fault === null ? null : (JSON.parse(row.fault) as Fault),
    measuredPoints: row.measured,
    invalidPoints: row.invalid,
    failedPoints: row.failed,
    endedPoints: row.ended,
    totalPoints: pointsOf(plan).length,
    clocks: row.clocks as RunClocks | null,
    headline: row.headline === null ? null : runHeadlineSchema.parse(JSON.parse(row.headline)),
  }
}

/** Statuses in which the board may still have something to say. */
export const unfinished: readonly RunStatus[] = ['preparing', 'running']

export class RunStore {
  readonly #db: Database
  readonly #events: RunEvents

  constructor(db: Database) {
    this.#db = db
    this.#events = new RunEvents(db)
  }

  add(run: {
    readonly id: RunId
    readonly boardId: string
    readonly boardName: string
    readonly plan: Plan
    readonly createdMs: number
  }): RunRecord {
    this.#db
      .prepare(
        `INSERT INTO runs (id, board_id, board_name, plan, created_ms, status)
         VALUES (?, ?, ?, ?, ?, 'preparing')`,
      )
      .run(run.id, run.boardId, run.boardName, JSON.stringify(run.plan), run.createdMs)
    return this.get(run.id) as RunRecord
  }

  get(id: RunId): RunRecord | null {
    const row = this.#db.prepare('SELECT * FROM runs WHERE id = ?').get(id)
    return row === undefined ? null : recordOf(row as unknown as RunRow)
  }

  /** Newest first. */
  list(): readonly RunRecord[] {
    return this.#db
      .prepare('SELECT * FROM runs ORDER BY created_ms DESC, id DESC')
      .all()
      .map((row) => recordOf(row as unknown as RunRow))
  }

  /** Those of which the board may still have something to say, newest first. */
  listUnfinished(): readonly RunRecord[] {
    return this.#db
      .prepare(
        `SELECT * FROM runs WHERE status IN (${unfinished.map(() => '?')})
         ORDER BY created_ms DESC, id DESC`,
      )
      .all(...unfinished)
      .map((row) => recordOf(row as unknown as RunRow))
  }

  /** How far each run is, in a text that another program's writing changes; their plans are not read. */
  states(): ReadonlyMap<RunId, { readonly lastSeq: number; readonly text: string }> {
    const rows = this.#db
      .prepare('SELECT id, last_seq, status, fault, note, clocks FROM runs')
      .all()
    return new Map(
      rows.map((row) => [
        String(row.id),
        { lastSeq: Number(row.last_seq), text: JSON.stringify(row) },
      ]),
    )
  }

  remove(id: RunId): void {
    this.#db.prepare('DELETE FROM runs WHERE id = ?').run(id)
    this.#events.forget(id)
  }

  setNote(id: RunId, note: string): void {
    this.#db.prepare('UPDATE runs SET note = ? WHERE id = ?').run(note, id)
  }

  setStatus(id: RunId, status: RunStatus, fault: Fault | null): void {
    this.#db
      .prepare('UPDATE runs SET status = ?, fault = ? WHERE id = ?')
      .run(status, fault === null ? null : JSON.stringify(fault), id)
  }

  lastSeq(id: RunId): number {
    const row = this.#db.prepare('SELECT last_seq FROM runs WHERE id = ?').get(id)
    return row === undefined ? 0 : Number(row.last_seq)
  }

  /**
   * Appends events in one transaction and gives back those that were new. Events that are already there are
   * skipped; one that would leave a gap throws. The run's status, counts and headline follow from the events.
   */
  append(id: RunId, events: readonly RunEvent[]): readonly RunEvent[] {
    try {
      return inTransaction(this.#db, () => {
        let lastSeq = this.lastSeq(id)
        const fresh = events.filter(({ seq }) => seq > lastSeq)
        for (const event of fresh) {
          if (event.seq !== lastSeq + 1)
            throw new Error(`run ${id}: event ${event.seq} after ${lastSeq}`)
          lastSeq = event.seq
          this.#events.insert(id, event)
        }
        if (fresh.length > 0) this.#advance(id, lastSeq, fresh)
        return fresh
      })
    } catch (thrown) {
      this.#events.forget(id)
      throw thrown
    }
  }

  #advance(id: RunId, lastSeq: number, fresh: readonly RunEvent[]): void {
    this.#db.prepare('UPDATE runs SET last_seq = ? WHERE id = ?').run(lastSeq, id)
    if (fresh.some(({ type }) => type === 'point-ended' || type === 'run-ended')) this.#sumUp(id)
    for (const event of fresh) {
      const clocks = clocksAfter(event)
      if (clocks !== null)
        this.#db.prepare('UPDATE runs SET clocks = ? WHERE id = ?').run(clocks, id)
      if (event.type === 'run-started') this.setStatus(id, 'running', null)
      if (event.type === 'run-ended')
        this.setStatus(
          id,
          event.outcome.kind,
          event.outcome.kind === 'failed' ? event.outcome.fault : null,
        )
    }
  }

  #sumUp(id: RunId): void {
    const record = this.get(id)
    if (record === null) return
    const view = this.view(id, record.plan)
    const { measured, invalid, failed, ended } = countsOf(view)
    const headline = headlineOf(view)
    this.#db
      .prepare(
        'UPDATE runs SET measured = ?, invalid = ?, failed = ?, ended = ?, headline = ? WHERE id = ?',
      )
      .run(
        measured,
        invalid,
        failed,
        ended,
        headline === null ? null : JSON.stringify(headline),
        id,
      )
  }

  /** The runs of a board whose journal stands here to its end. */
  heldWhole(boardId: string): ReturnType<RunEvents['heldWhole']> {
    return this.#events.heldWhole(boardId)
  }

  /** When points of its latest runs began and ended, on the board's own clock. */
  pointTimes(boardId: string): ReturnType<RunEvents['pointTimes']> {
    return this.#events.pointTimes(boardId)
  }

  /** Every event of a run, exactly as the journal has it. */
  events(id: RunId): readonly RunEvent[] {
    return this.#events.all(id)
  }

  /** The events after `since`, without raw samples. */
  news(id: RunId, since: number): readonly RunNews[] {
    return this.#events.news(id, since)
  }

  /** A run as its events make it; raw samples are not read. */
  view(id: RunId, plan: Plan): RunView {
    return this.#events.view(id, plan)
  }

  /** When what happened in a run: neither its samples nor its records. */
  timeline(id: RunId): readonly RunNews[] {
    return this.#events.timeline(id)
  }

  /** Where more than its events makes the figures of a run. */
  setHeadline(id: RunId, view: Pick<RunView, 'points'>): void {
    const headline = headlineOf(view)
    this.#db
      .prepare('UPDATE runs SET headline = ? WHERE id = ?')
      .run(headline === null ? null : JSON.stringify(headline), id)
  }

  /** What went on around one repetition of a point, record by record. */
  environment(id: RunId, point: number, repetition: number): readonly EnvironmentRecord[] {
    return this.#events.environment(id, point, repetition)
  }

  /** What was read of its power, source by source and record by record. */
  power(id: RunId, point: number, repetition: number): readonly PowerRecord[] {
    return this.#events.power(id, point, repetition)
  }

  /** The latencies of a repetition, or of all (null), as they were recorded. */
  windows(id: RunId, point: number, repetition: number | null): readonly SampleWindow[] {
    return this.#events.windows(id, point, repetition)
  }

  /** The same in nanoseconds, in the order in which they were taken. */
  samples(id: RunId, point: number, repetition: number | null): Float64Array {
    return concatenated(this.windows(id, point, repetition).map(({ samples }) => samples))
  }
}

/** Null where the event says nothing of them. */
function clocksAfter(event: RunEvent): RunClocks | null {
  if (event.type === 'clock-set') return 'set'
  if (event.type !== 'clock-given-back') return null
  return isOwed(event.status) ? 'owed' : 'given-back'
}

function countsOf({ points }: RunView) {
  const ended = points.flatMap(({ state }) => (state.kind === 'ended' ? [state] : []))
  const count = (isCounted: (state: (typeof ended)[number]) => boolean) =>
    ended.filter(isCounted).length
  return {
    measured: count(({ outcome }) => outcome.kind === 'measured'),
    invalid: count(({ outcome, invalid }) => outcome.kind === 'measured' && invalid.length > 0),
    failed: count(({ outcome }) => outcome.kind === 'failed'),
    ended: count(({ outcome }) => outcome.kind !== 'cancelled'),
  }
}
