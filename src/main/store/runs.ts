// Runs and their events. Inserting is idempotent on (run, seq) and refuses a gap, so that the store can only
// ever hold a beginning of the board's journal.

import type { EnvironmentRecord } from '../../shared/environment.ts'
import {
  eventSchema,
  type RunEvent,
  type RunId,
  type RunNews,
  samplesFromBytes,
} from '../../shared/event.ts'
import type { Fault } from '../../shared/fault.ts'
import { byHeadline, headlineOf, runHeadlineSchema } from '../../shared/headline.ts'
import type { RunHeadline, RunRecord, RunStatus } from '../../shared/ipc.ts'
import { type Plan, planSchema, pointsOf } from '../../shared/plan.ts'
import { applyEvent, emptyRun, type RunView } from '../../shared/run.ts'
import { type Database, inTransaction } from './db.ts'

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
  failed: number
  headline: string | null
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
    failedPoints: row.failed,
    totalPoints: pointsOf(plan).length,
    headline: row.headline === null ? null : runHeadlineSchema.parse(JSON.parse(row.headline)),
  }
}

/** Only samples and the environment stand with a point of their own. */
const isEnvironment = 'point IS NOT NULL AND samples IS NULL'

/** Statuses in which the board may still have something to say. */
export const unfinished: readonly RunStatus[] = ['preparing', 'running']

export class RunStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
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
    const rows = this.#db.prepare('SELECT id, last_seq, status, fault, note FROM runs').all()
    return new Map(
      rows.map((row) => [
        String(row.id),
        { lastSeq: Number(row.last_seq), text: JSON.stringify(row) },
      ]),
    )
  }

  remove(id: RunId): void {
    this.#db.prepare('DELETE FROM runs WHERE id = ?').run(id)
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
   * skipped; one that would leave a gap throws. The run's status and counts follow from the events.
   */
  append(id: RunId, events: readonly RunEvent[]): readonly RunEvent[] {
    return inTransaction(this.#db, () => {
      let lastSeq = this.lastSeq(id)
      const fresh: RunEvent[] = []
      const insert = this.#db.prepare(
        'INSERT INTO events (run_id, seq, point, body, samples) VALUES (?, ?, ?, ?, ?)',
      )
      for (const event of events) {
        if (event.seq <= lastSeq) continue
        if (event.seq !== lastSeq + 1)
          throw new Error(`run ${id}: event ${event.seq} after ${lastSeq}`)
        lastSeq = event.seq
        if (event.type === 'samples-recorded') {
          const { latencyNs, ...body } = event
          const samples = Buffer.from(latencyNs, 'base64')
          insert.run(id, event.seq, event.point, JSON.stringify(body), samples)
        } else {
          const point = event.type === 'environment-recorded' ? event.point : null
          insert.run(id, event.seq, point, JSON.stringify(event), null)
        }
        fresh.push(event)
      }
      if (fresh.length > 0) this.#advance(id, lastSeq, fresh)
      return fresh
    })
  }

  #advance(id: RunId, lastSeq: number, fresh: readonly RunEvent[]): void {
    const ended = fresh.filter((event) => event.type === 'point-ended')
    const measured = ended.filter((event) => event.outcome.kind === 'measured').length
    const failed = ended.filter((event) => event.outcome.kind === 'failed').length
    this.#db
      .prepare(
        'UPDATE runs SET last_seq = ?, measured = measured + ?, failed = failed + ? WHERE id = ?',
      )
      .run(lastSeq, measured, failed, id)
    if (measured > 0) this.#setHeadline(id, fresh)
    for (const event of fresh) {
      if (event.type === 'run-started') this.setStatus(id, 'running', null)
      if (event.type === 'run-ended')
        this.setStatus(
          id,
          event.outcome.kind,
          event.outcome.kind === 'failed' ? event.outcome.fault : null,
        )
    }
  }

  #setHeadline(id: RunId, fresh: readonly RunEvent[]): void {
    const record = this.get(id)
    if (record === null) return
    const points = pointsOf(record.plan)
    const headline = fresh.reduce<RunHeadline | null>((first, event) => {
      if (event.type !== 'point-ended' || event.outcome.kind !== 'measured') return first
      const point = points[event.point]
      if (point === undefined) return first
      return first !== null && byHeadline(first.point, point) < 0
        ? first
        : headlineOf(point, event.outcome.measurement)
    }, record.headline)
    this.#db
      .prepare('UPDATE runs SET headline = ? WHERE id = ?')
      .run(headline === null ? null : JSON.stringify(headline), id)
  }

  /** The runs of a board whose journal stands here to its end. */
  heldWhole(boardId: string): readonly { readonly run: RunId; readonly lastSeq: number }[] {
    return this.#db
      .prepare(
        `SELECT runs.id, runs.last_seq FROM runs
         JOIN events ON events.run_id = runs.id AND events.seq = runs.last_seq
         WHERE runs.board_id = ? AND json_extract(events.body, '$.type') = 'run-ended'`,
      )
      .all(boardId)
      .map((row) => ({ run: String(row.id), lastSeq: Number(row.last_seq) }))
  }

  /** Every event of a run, exactly as the journal has it. */
  events(id: RunId): readonly RunEvent[] {
    return this.#db
      .prepare('SELECT body, samples FROM events WHERE run_id = ? ORDER BY seq')
      .all(id)
      .map((row) => {
        const event = JSON.parse(String(row.body)) as RunNews
        return event.type === 'samples-recorded'
          ? { ...event, latencyNs: Buffer.from(row.samples as Uint8Array).toString('base64') }
          : event
      })
  }

  /** The events after `since`, without raw samples. */
  news(id: RunId, since: number): readonly RunNews[] {
    return this.#db
      .prepare('SELECT body FROM events WHERE run_id = ? AND seq > ? ORDER BY seq')
      .all(id, since)
      .map((row) => withKnownFields(JSON.parse(String(row.body)) as RunNews))
  }

  /** A run as its events make it; neither raw samples nor the environment's records are read. */
  view(id: RunId, plan: Plan): RunView {
    const view = this.#db
      .prepare(`SELECT body FROM events WHERE run_id = ? AND NOT (${isEnvironment}) ORDER BY seq`)
      .all(id)
      .map((row) => withKnownFields(JSON.parse(String(row.body)) as RunNews))
      .reduce(applyEvent, emptyRun(plan))
    return { ...view, lastSeq: this.lastSeq(id) }
  }

  /** What went on around one repetition of a point, record by record. */
  environment(id: RunId, point: number, repetition: number): readonly EnvironmentRecord[] {
    return this.#db
      .prepare(
        `SELECT body FROM events WHERE run_id = ? AND point = ? AND ${isEnvironment} ORDER BY seq`,
      )
      .all(id, point)
      .map((row) => JSON.parse(String(row.body)) as RunNews)
      .flatMap((event) =>
        event.type === 'environment-recorded' && event.repetition === repetition
          ? [event.record]
          : [],
      )
  }

  /** All samples of a point in nanoseconds, in the order in which they were taken. */
  samples(id: RunId, point: number): Float64Array {
    const parts = this.#db
      .prepare(
        'SELECT samples FROM events WHERE run_id = ? AND point = ? AND samples IS NOT NULL ORDER BY seq',
      )
      .all(id, point)
      .map((row) => samplesFromBytes(row.samples as Uint8Array))
    const all = new Float64Array(parts.reduce((count, part) => count + part.length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }
}

/** An event that an older version measured lacks what that did not know. */
function withKnownFields(event: RunNews): RunNews {
  if (event.type === 'samples-recorded')
    return { ...event, repetition: event.repetition ?? 0, window: event.window ?? null }
  const known = eventSchema.parse(event) as RunNews
  return known.type === 'point-ended' &&
    known.outcome.kind === 'failed' &&
    known.outcome.fault.code === 'out-of-memory'
    ? { ...known, outcome: { kind: 'does-not-fit', fault: known.outcome.fault } }
    : known
}
