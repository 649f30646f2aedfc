import { expect, test } from 'vitest'
import { Ingest } from '../../src/main/run/ingest.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const journal = journalOf(planOf())

function desk() {
  const db = openDatabase(':memory:')
  const store = new RunStore(db)
  store.add({ id: runId, boardId: 'b', boardName: 'B', plan: planOf(), createdMs: 1 })
  const published: string[] = []
  const ingest = new Ingest(runId, store, (topic) => void published.push(topic), 1)
  return { db, store, published, ingest }
}

test('events that another program stored first are still told to whoever listens here', () => {
  const { store, published, ingest } = desk()
  store.append(runId, journal)
  for (const event of journal) ingest.take(event)
  ingest.flush()
  expect(published).toEqual(['run.events', 'run.changed'])
  expect(store.events(runId)).toEqual(journal)
})

test('a store that fails between two ticks is told, and does not end the program', async () => {
  const { db, published, ingest } = desk()
  const failed = new Promise((resolve) =>
    ingest.failed.addEventListener('abort', () => resolve(ingest.failed.reason)),
  )
  db.close()
  for (const event of journal) ingest.take(event)
  expect(await failed).toBeInstanceOf(Error)
  expect(published).toEqual([])
})
