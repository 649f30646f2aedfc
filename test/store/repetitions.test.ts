// Points that several processes measured: what a run counts, what stands for it, and whose samples are whose.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/main/store/db.ts'
import { migrations } from '../../src/main/store/migrations.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import {
  decodeSamples,
  type PointOutcome,
  type RunEvent,
  withoutSamples,
} from '../../src/shared/event.ts'
import { fault } from '../../src/shared/fault.ts'
import type { Plan } from '../../src/shared/plan.ts'
import { applyEvent, emptyRun } from '../../src/shared/run.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-repetitions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = Extract<RunEvent, { type: 'point-ended' }>

function storeOf(plan: Plan): RunStore {
  const store = new RunStore(openDatabase(':memory:'))
  store.add({ id: runId, boardId: 'b', boardName: 'B', plan, createdMs: 1 })
  return store
}

const changed = (journal: readonly RunEvent[], change: (event: Ended) => Partial<Ended>) =>
  journal.map((event) =>
    event.type === 'point-ended' ? ({ ...event, ...change(event) } as RunEvent) : event,
  )

const plan = planOf({ batches: [1, 2], repetitions: 3 })
const journal = journalOf(plan)
const foreignLoad = [{ kind: 'foreign-load' as const, share: 0.2 }]

test('a point counts once, however many processes measured it, and only when the last has ended', () => {
  const store = storeOf(plan)
  const counts: number[] = []
  for (const event of journal) {
    store.append(runId, [event])
    if (event.type === 'point-ended') counts.push(store.get(runId)?.measuredPoints ?? -1)
  }
  expect(counts).toEqual([0, 0, 0, 0, 1, 2])
  expect(store.get(runId)).toMatchObject({ endedPoints: 2, failedPoints: 0, invalidPoints: 0 })
  expect(store.get(runId)?.headline).toMatchObject({ point: { batch: 1 }, repetitions: 3 })
})

test('what the store counts and what stands for a run follow from its view, whatever its points came to', () => {
  const outcomes: readonly PointOutcome[] = [
    { kind: 'does-not-fit', fault: fault('out-of-memory', { name: 'net', batch: 8 }) },
    { kind: 'failed', fault: fault('worker-crashed', { code: 1 }) },
    { kind: 'skipped', reason: { kind: 'ladder-ended', batch: 1, because: 'does-not-fit' } },
    { kind: 'cancelled' },
  ]
  const change = fc.record({
    outcome: fc.constantFrom(null, null, ...outcomes),
    isInvalid: fc.boolean(),
  })
  const end = fc.nat(journal.length)
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 6, maxLength: 6 }),
      end,
      end,
      (changes, cut, stop) => {
        const ended = changed(journal, ({ point, repetition, outcome }) => {
          const how = changes[repetition * 2 + point]
          return {
            outcome: how?.outcome ?? outcome,
            invalid: how?.isInvalid === true && how.outcome === null ? foreignLoad : [],
          }
        })
        // A point that is cancelled is the last of its run.
        const cancelled = ended.findIndex(
          (event) => event.type === 'point-ended' && event.outcome.kind === 'cancelled',
        )
        const told = ended.slice(0, stop).slice(0, cancelled < 0 ? stop : cancelled + 1)
        const store = storeOf(plan)
        store.append(runId, told.slice(0, cut))
        store.append(runId, told)
        const view = told.map(withoutSamples).reduce(applyEvent, emptyRun(plan))
        expect(store.view(runId, plan)).toEqual(view)
        const kinds = view.points.flatMap(({ state }) =>
          state.kind === 'ended' ? [[state.outcome.kind, state.invalid.length > 0] as const] : [],
        )
        const count = (kind: PointOutcome['kind']) => kinds.filter(([own]) => own === kind).length
        const record = store.get(runId)
        expect(record).toMatchObject({
          measuredPoints: count('measured'),
          failedPoints: count('failed'),
          endedPoints: kinds.length - count('cancelled'),
          invalidPoints: kinds.filter(([kind, isInvalid]) => kind === 'measured' && isInvalid)
            .length,
        })
        expect(record?.headline === null).toBe(count('measured') === 0)
        const counts = kinds.some(([kind, isInvalid]) => kind === 'measured' && !isInvalid)
        if (counts) expect(record?.headline?.invalid).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

test('a point that does not count stands for its run only where none counts, and says so', () => {
  const marked = (isInvalid: (event: Ended) => boolean) => {
    const store = storeOf(plan)
    store.append(
      runId,
      changed(journal, (event) => ({ invalid: isInvalid(event) ? foreignLoad : [] })),
    )
    return store.get(runId)
  }
  expect(marked(({ point }) => point === 0)?.headline).toMatchObject({
    point: { batch: 2 },
    invalid: [],
  })
  const none = marked(() => true)
  expect(none?.headline).toMatchObject({ point: { batch: 1 }, invalid: foreignLoad })
  expect(none).toMatchObject({ measuredPoints: 2, invalidPoints: 2 })
})

test('a run that ends early keeps what its points have', () => {
  const firstRound = journal.filter(({ seq }) => seq <= journal.length / 2)
  const last = firstRound.findLastIndex(({ type }) => type === 'point-ended')
  const told = firstRound.slice(0, last + 1)
  const end = {
    ...journal.at(-1),
    seq: told.length + 1,
    outcome: { kind: 'cancelled' },
  } as RunEvent
  const store = storeOf(plan)
  store.append(runId, told)
  expect(store.get(runId)?.measuredPoints).toBe(0)
  store.append(runId, [end])
  expect(store.get(runId)).toMatchObject({ status: 'cancelled', measuredPoints: 2 })
  expect(store.view(runId, plan)).toEqual(
    [...told, end].map(withoutSamples).reduce(applyEvent, emptyRun(plan)),
  )
})

test('the samples of a repetition are its own, with the windows in which they were taken', () => {
  const distinct = journal.map((event) =>
    event.type === 'samples-recorded' && event.repetition === 1
      ? { ...event, window: null }
      : event,
  )
  const store = storeOf(plan)
  store.append(runId, distinct)
  const sent = distinct.flatMap((event) =>
    event.type === 'samples-recorded' && event.point === 1 ? [event] : [],
  )
  const of = (repetition: number | null) =>
    sent
      .filter((event) => repetition === null || event.repetition === repetition)
      .flatMap(({ latencyNs }) => [...decodeSamples(latencyNs)])
  for (const repetition of [0, 1, 2, null])
    expect([...store.samples(runId, 1, repetition)]).toEqual(of(repetition))
  const windows = (repetition: number) =>
    store.windows(runId, 1, repetition).map(({ window }) => window)
  expect(windows(2)).toEqual(sent.slice(4).map(({ window }) => window))
  expect(windows(1)).toEqual([null, null])
})

test('a store from before finds its events anew, and counts what did not fit as no failure', () => {
  const older = planOf({ batches: [1, 2, 4] })
  const events = changed(journalOf(older), ({ point, outcome }) => ({
    outcome:
      point === 0
        ? outcome
        : {
            kind: 'failed',
            fault:
              point === 1
                ? fault('out-of-memory', { name: 'net', batch: 2 })
                : fault('worker-killed', { signal: 'SIGKILL' }),
          },
  }))
  const path = join(folder, 'old.sqlite')
  const old = new DatabaseSync(path)
  const steps = migrations.slice(0, 7)
  for (const step of steps) old.exec(step)
  old.exec(`PRAGMA user_version = ${steps.length}`)
  old
    .prepare(
      `INSERT INTO runs (id, board_id, board_name, plan, created_ms, status, last_seq, measured, failed)
       VALUES (?, 'b', 'B', ?, 5, 'completed', ?, 1, 2)`,
    )
    .run(runId, JSON.stringify(older), events.length)
  const insert = old.prepare(
    'INSERT INTO events (run_id, seq, point, body, samples) VALUES (?, ?, ?, ?, ?)',
  )
  for (const event of events) {
    const { repetition: _, ...body } = withoutSamples(event) as unknown as Record<string, unknown>
    const samples =
      event.type === 'samples-recorded' ? Buffer.from(event.latencyNs, 'base64') : null
    const point = event.type === 'samples-recorded' ? event.point : null
    insert.run(runId, event.seq, point, JSON.stringify(body), samples)
  }
  old.close()

  const db = openDatabase(path)
  const store = new RunStore(db)
  expect(store.get(runId)).toMatchObject({ measuredPoints: 1, failedPoints: 1, endedPoints: 3 })
  const view = store.view(runId, older)
  expect(view.points.map(({ state }) => state.kind === 'ended' && state.outcome.kind)).toEqual([
    'measured',
    'does-not-fit',
    'failed',
  ])
  expect(store.samples(runId, 2, 0)).toHaveLength(65)
  expect(store.heldWhole('b')).toEqual([{ run: runId, lastSeq: events.length }])
  db.close()
})
