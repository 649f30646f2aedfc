import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/main/store/db.ts'
import { migrations } from '../../src/main/store/migrations.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { type RunEvent, withoutSamples } from '../../src/shared/event.ts'
import { fault } from '../../src/shared/fault.ts'
import type { Plan } from '../../src/shared/plan.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-headline-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const about = { id: runId, boardId: 'b', boardName: 'B', createdMs: 5 }

const withFailures = (journal: readonly RunEvent[], failed: ReadonlySet<number>): RunEvent[] =>
  journal.map((event) =>
    event.type === 'point-ended' && failed.has(event.point)
      ? { ...event, outcome: { kind: 'failed', fault: fault('worker-crashed', { code: 1 }) } }
      : event,
  )

/** The headline by its own words, over a whole journal. */
function expected(plan: Plan, journal: readonly RunEvent[]) {
  const measured = journal.flatMap((event) =>
    event.type === 'point-ended' && event.outcome.kind === 'measured' ? [event.point] : [],
  )
  const cells = plan.threads.flatMap((threads) => plan.batches.map((batch) => ({ threads, batch })))
  const best = measured
    .flatMap((index) => cells[index] ?? [])
    .sort((a, b) => a.batch - b.batch || b.threads - a.threads)[0]
  return best ?? null
}

test('the headline is of the lowest batch, there of the most threads, however the events come', () => {
  const axis = fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(axis, axis, fc.array(fc.nat(8)), fc.nat(40), (batches, threads, failed, cut) => {
      const plan = planOf({ batches, threads })
      const journal = withFailures(journalOf(plan), new Set(failed))
      const store = new RunStore(openDatabase(':memory:'))
      expect(store.add({ ...about, plan }).headline).toBeNull()
      store.append(runId, journal.slice(0, cut))
      store.append(runId, journal)
      const headline = store.get(runId)?.headline ?? null
      const best = expected(plan, journal)
      if (best === null) expect(headline).toBeNull()
      else expect(headline?.point).toMatchObject(best)
    }),
    { numRuns: 40 },
  )
})

test('a store from before gives its runs the same headline, and plans today’s fields', () => {
  const plan = planOf({ batches: [4, 2], threads: [1, 2] })
  const journal = journalOf(plan)
  const path = join(folder, 'old.sqlite')
  const old = new DatabaseSync(path)
  for (const step of migrations.slice(0, 2)) old.exec(step)
  old.exec('PRAGMA user_version = 2')
  const oldPlan = { ...plan, models: plan.models.map(({ sha256, name }) => ({ sha256, name })) }
  old
    .prepare(
      `INSERT INTO runs (id, board_id, board_name, plan, created_ms, status, last_seq, measured)
       VALUES (?, 'b', 'B', ?, 5, 'completed', ?, 4)`,
    )
    .run(runId, JSON.stringify(oldPlan), journal.length)
  const insert = old.prepare('INSERT INTO events (run_id, seq, body) VALUES (?, ?, ?)')
  for (const event of journal) insert.run(runId, event.seq, JSON.stringify(withoutSamples(event)))
  old.close()

  const db = openDatabase(path)
  const migrated = new RunStore(db).get(runId)
  db.close()
  const today = new RunStore(openDatabase(':memory:'))
  today.add({ ...about, plan })
  today.append(runId, journal)
  expect(migrated?.plan).toEqual(plan)
  expect(migrated?.headline?.point).toMatchObject({ batch: 2, threads: 2 })
  expect(migrated?.headline).toEqual(today.get(runId)?.headline)
})
