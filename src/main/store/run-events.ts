// The events of runs as rows: what is asked of an event stands in columns of its own, raw samples beside its body.
// The run as a whole is a fold over them, which reads neither samples nor what went on around points that have ended.

import type { EnvironmentRecord } from '../../shared/environment.ts'
import {
  eventSchema,
  type RunEvent,
  type RunId,
  type RunNews,
  samplesFromBytes,
} from '../../shared/event.ts'
import type { Plan } from '../../shared/plan.ts'
import type { PowerRecord } from '../../shared/power.ts'
import { applyEvent, emptyRun, type RunView } from '../../shared/run.ts'
import type { Database } from './db.ts'

/** Consecutive latencies in nanoseconds, and when they were measured (see `samples-recorded`). */
export interface SampleWindow {
  readonly window: { readonly startNs: number; readonly endNs: number } | null
  readonly samples: Float64Array
}

/** One repetition of a point. */
export interface PointTime {
  readonly run: RunId
  readonly bootId: string
  readonly point: number
  readonly repetition: number
  readonly startNs: number
  /** Null while it is under way. */
  readonly endNs: number | null
}

/** Of which marks are asked for: more do not fit into ten minutes that are worth marking. */
const latestRuns = 5

export class RunEvents {
  readonly #db: Database
  /** Of runs that go on: what was folded already is not read again. */
  readonly #views = new Map<RunId, RunView>()

  constructor(db: Database) {
    this.#db = db
  }

  /** The event's number must be the next one of its run. */
  insert(run: RunId, event: RunEvent): void {
    const { body, samples } =
      event.type === 'samples-recorded'
        ? withoutBytes(event)
        : { body: event as RunNews, samples: null }
    const [point, repetition] = placeOf(event)
    this.#db
      .prepare(
        `INSERT INTO events (run_id, seq, type, point, repetition, body, samples)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(run, event.seq, event.type, point, repetition, JSON.stringify(body), samples)
  }

  /** Every event of a run, exactly as the journal has it. */
  all(run: RunId): readonly RunEvent[] {
    return this.#db
      .prepare('SELECT body, samples FROM events WHERE run_id = ? ORDER BY seq')
      .all(run)
      .map((row) => {
        const event = JSON.parse(String(row.body)) as RunNews
        return event.type === 'samples-recorded'
          ? { ...event, latencyNs: Buffer.from(row.samples as Uint8Array).toString('base64') }
          : event
      })
  }

  /** The events after `since`, without raw samples. */
  news(run: RunId, since: number): readonly RunNews[] {
    return this.#db
      .prepare('SELECT body FROM events WHERE run_id = ? AND seq > ? ORDER BY seq')
      .all(run, since)
      .map(newsOf)
  }

  /** A run as its events make it. */
  view(run: RunId, plan: Plan): RunView {
    const known = this.#views.get(run) ?? emptyRun(plan)
    const view = this.#telling(run, known.lastSeq).reduce(applyEvent, known)
    if (view.outcome === null && view.lastSeq > 0) this.#views.set(run, view)
    else this.#views.delete(run)
    return view
  }

  /** Forgets what was folded of a run: its events are gone, or were not kept. */
  forget(run: RunId): void {
    this.#views.delete(run)
  }

  /** What changes a run's view: of points that have ended neither their samples nor what went on around them. */
  #telling(run: RunId, since: number): readonly RunNews[] {
    return this.#db
      .prepare(
        `SELECT body FROM events WHERE run_id = ?1 AND seq > ?2 AND (
           type NOT IN ('samples-recorded', 'environment-recorded', 'power-recorded')
           OR seq > ifnull(
             (SELECT max(seq) FROM events WHERE run_id = ?1 AND type = 'point-started'), 0))
         ORDER BY seq`,
      )
      .all(run, since)
      .map(newsOf)
  }

  /** The latencies of a repetition, or of all repetitions of a point (null), in the order in which they were taken. */
  windows(run: RunId, point: number, repetition: number | null): readonly SampleWindow[] {
    return this.#db
      .prepare(
        `SELECT json_extract(body, '$.window.startNs') AS start_ns,
           json_extract(body, '$.window.endNs') AS end_ns, samples
         FROM events WHERE run_id = ? AND point = ? AND type = 'samples-recorded'
           AND repetition = ifnull(?, repetition)
         ORDER BY seq`,
      )
      .all(run, point, repetition)
      .map(({ start_ns: startNs, end_ns: endNs, samples }) => ({
        window:
          startNs === null || endNs === null
            ? null
            : { startNs: Number(startNs), endNs: Number(endNs) },
        samples: samplesFromBytes(samples as Uint8Array),
      }))
  }

  /** What went on around one repetition of a point, record by record. */
  environment(run: RunId, point: number, repetition: number): readonly EnvironmentRecord[] {
    return this.#ofPoint(run, point, repetition, 'environment-recorded').flatMap((event) =>
      event.type === 'environment-recorded' ? [event.record] : [],
    )
  }

  /** What was read of its power, source by source and record by record. */
  power(run: RunId, point: number, repetition: number): readonly PowerRecord[] {
    return this.#ofPoint(run, point, repetition, 'power-recorded').flatMap((event) =>
      event.type === 'power-recorded' ? [event.record] : [],
    )
  }

  #ofPoint(
    run: RunId,
    point: number,
    repetition: number,
    type: RunNews['type'],
  ): readonly RunNews[] {
    return this.#db
      .prepare(
        `SELECT body FROM events WHERE run_id = ? AND point = ? AND type = ? AND repetition = ?
         ORDER BY seq`,
      )
      .all(run, point, type, repetition)
      .map(newsOf)
  }

  /**
   * When points of the latest runs of a board began and ended, on that board's own monotonic clock. Runs of older versions,
   * which do not say where their clock began, are left out.
   */
  pointTimes(boardId: string): readonly PointTime[] {
    return this.#db
      .prepare(
        `SELECT began.run_id AS run, began.point, began.repetition,
           json_extract(start.body, '$.facts.bootId') AS boot_id,
           json_extract(start.body, '$.originNs') + json_extract(began.body, '$.atNs') AS start_ns,
           (SELECT json_extract(start.body, '$.originNs') + json_extract(ended.body, '$.atNs')
            FROM events ended WHERE ended.run_id = began.run_id AND ended.type = 'point-ended'
              AND ended.point = began.point AND ended.repetition = began.repetition) AS end_ns,
           runs.status IN ('preparing', 'running') AS is_open
         FROM events began
         JOIN runs ON runs.id = began.run_id
         JOIN events start ON start.run_id = began.run_id AND start.type = 'run-started'
         WHERE began.type = 'point-started' AND json_extract(start.body, '$.originNs') IS NOT NULL
           AND began.run_id IN (
             SELECT id FROM runs WHERE board_id = ? ORDER BY created_ms DESC LIMIT ?)
         ORDER BY began.run_id, began.seq`,
      )
      .all(boardId, latestRuns)
      .flatMap((row) =>
        // A point that nobody ended, of a run that is over, was under way until an end that nobody saw.
        row.end_ns === null && row.is_open === 0
          ? []
          : [
              {
                run: String(row.run),
                bootId: String(row.boot_id),
                point: Number(row.point),
                repetition: Number(row.repetition),
                startNs: Number(row.start_ns),
                endNs: row.end_ns === null ? null : Number(row.end_ns),
              },
            ],
      )
  }

  /** When what happened in a run: neither its samples nor its records. */
  timeline(run: RunId): readonly RunNews[] {
    return this.#db
      .prepare(
        `SELECT body FROM events
         WHERE run_id = ? AND type NOT IN ('environment-recorded', 'power-recorded') ORDER BY seq`,
      )
      .all(run)
      .map(newsOf)
  }

  /** The runs of a board whose journal stands here to its end. */
  heldWhole(boardId: string): readonly { readonly run: RunId; readonly lastSeq: number }[] {
    return this.#db
      .prepare(
        `SELECT runs.id, runs.last_seq FROM runs
         JOIN events ON events.run_id = runs.id AND events.seq = runs.last_seq
         WHERE runs.board_id = ? AND events.type = 'run-ended'`,
      )
      .all(boardId)
      .map((row) => ({ run: String(row.id), lastSeq: Number(row.last_seq) }))
  }
}

export function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((count, part) => count + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function withoutBytes({ latencyNs, ...body }: Extract<RunEvent, { type: 'samples-recorded' }>) {
  return { body, samples: Buffer.from(latencyNs, 'base64') }
}

/** Point and repetition of an event that has them. */
function placeOf(event: RunEvent): readonly [number | null, number | null] {
  if (event.type === 'point-started') return [event.point.index, event.repetition]
  return 'point' in event ? [event.point, event.repetition] : [null, null]
}

/** What an older version stored lacks what that did not know. */
function newsOf(row: Record<string, unknown>): RunNews {
  const event = JSON.parse(String(row.body)) as RunNews
  if (event.type === 'environment-recorded' || event.type === 'power-recorded') return event
  if (event.type === 'samples-recorded')
    return { ...event, repetition: event.repetition ?? 0, window: event.window ?? null }
  const known = eventSchema.parse(event) as RunNews
  return known.type === 'point-ended' &&
    known.outcome.kind === 'failed' &&
    known.outcome.fault.code === 'out-of-memory'
    ? { ...known, outcome: { kind: 'does-not-fit', fault: known.outcome.fault } }
    : known
}
