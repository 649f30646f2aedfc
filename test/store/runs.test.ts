import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/main/store/db.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { decodeSamples, eventSchema } from '../../src/shared/event.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

function emptyStore() {
  const store = new RunStore(openDatabase(':memory:'))
  store.add({
    id: runId,
    boardId: 'this-computer',
    boardName: 'This computer',
    plan: planOf(),
    createdMs: 1,
  })
  return store
}

const journal = journalOf(planOf())

test('a journal comes back from the store exactly as it went in', () => {
  const store = emptyStore()
  expect(store.append(runId, journal)).toEqual(journal)
  expect(store.events(runId)).toEqual(journal)
  for (const event of store.events(runId)) expect(eventSchema.parse(event)).toEqual(event)
})

test('whatever the overlaps of the batches, the store holds the journal once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(journal.length), { maxLength: 12 }), (cuts) => {
      const store = emptyStore()
      let reached = 0
      for (const cut of [...cuts, journal.length]) {
        const from = Math.min(cut, reached)
        store.append(runId, journal.slice(from, Math.max(cut, reached)))
        reached = Math.max(reached, cut)
      }
      expect(store.events(runId)).toEqual(journal)
      expect(store.get(runId)).toMatchObject({
        status: 'completed',
        measuredPoints: 2,
        failedPoints: 0,
      })
    }),
    { numRuns: 40 },
  )
})

test('a gap is refused and leaves nothing behind', () => {
  const store = emptyStore()
  store.append(runId, journal.slice(0, 3))
  expect(() => store.append(runId, [...journal.slice(3, 5), ...journal.slice(6)])).toThrow(/after/)
  expect(store.events(runId)).toEqual(journal.slice(0, 3))
  expect(store.lastSeq(runId)).toBe(3)
})

test('the samples of a point come back whole and in order', () => {
  const store = emptyStore()
  store.append(runId, journal)
  const sent = journal.flatMap((event) =>
    event.type === 'samples-recorded' && event.point === 1
      ? [...decodeSamples(event.latencyNs)]
      : [],
  )
  expect([...store.samples(runId, 1, null)]).toEqual(sent)
  expect(store.samples(runId, 99, null)).toHaveLength(0)
})

test('removing a run removes its events', () => {
  const store = emptyStore()
  store.append(runId, journal)
  store.remove(runId)
  expect(store.get(runId)).toBeNull()
  expect(store.events(runId)).toEqual([])
})

test('a note stays with its run, through what the board says afterwards', () => {
  const store = emptyStore()
  expect(store.get(runId)?.note).toBe('')
  store.setNote(runId, 'fan off')
  store.append(runId, journal)
  expect(store.get(runId)).toMatchObject({ note: 'fan off', status: 'completed' })
})

test('only what a board may still speak of is unfinished, and a state says how far each run is', () => {
  const store = emptyStore()
  const other = '20260102T030406-0a0b0c'
  const board = { boardId: 'pi', boardName: 'Pi', plan: planOf(), createdMs: 2 }
  store.add({ id: other, ...board })
  expect(store.listUnfinished().map(({ id }) => id)).toEqual([other, runId])
  const before = store.states()
  store.append(runId, journal)
  expect(store.listUnfinished().map(({ id }) => id)).toEqual([other])
  const after = store.states()
  expect(after.get(runId)?.lastSeq).toBe(journal.length)
  expect(after.get(runId)?.text).not.toBe(before.get(runId)?.text)
  expect(after.get(other)).toEqual(before.get(other))
  store.setNote(other, 'with the fan off')
  expect(store.states().get(other)).not.toEqual(after.get(other))
})

test('the environment of a repetition comes back in order, and is not read for the view', () => {
  const store = emptyStore()
  const record = (at: number) => ({
    atNs: [at],
    series: [{ kind: 'steal' as const, name: '', values: [at / 100] }],
  })
  const told = [0, 0, 1].map((repetition, at) => ({
    type: 'environment-recorded' as const,
    point: 1,
    repetition,
    record: record(at),
  }))
  const calm = journal.filter(({ type }) => type !== 'environment-recorded')
  const at = calm.findIndex(({ type }) => type === 'point-ended')
  const watched = [...calm.slice(0, at), ...told, ...calm.slice(at)].map(
    (event, index) => ({ atNs: 0, wallMs: 0, ...event, seq: index + 1 }) as (typeof journal)[0],
  )
  store.append(runId, watched)
  expect(store.events(runId)).toEqual(watched)
  expect(store.environment(runId, 1, 0)).toEqual([record(0), record(1)])
  expect(store.environment(runId, 1, 1)).toEqual([record(2)])
  expect(store.environment(runId, 0, 0)).toEqual([])
  expect(store.samples(runId, 1, null)).toHaveLength(65)
  const view = store.view(runId, planOf())
  expect(view.lastSeq).toBe(watched.length)
  expect(view.points.map(({ state }) => state.kind)).toEqual(['ended', 'ended'])
})
