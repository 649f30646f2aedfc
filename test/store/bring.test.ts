// A board that is lost while it is being asked to start: it may be measuring, so the run is followed, not failed.

import { expect, test } from 'vitest'
import type { Boards } from '../../src/main/board/boards.ts'
import type { BoardSession } from '../../src/main/board/session.ts'
import { InputFiles } from '../../src/main/model/input-files.ts'
import { Runs } from '../../src/main/run/runs.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { ModelStore } from '../../src/main/store/models.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { FaultError, fault } from '../../src/shared/fault.ts'
import { journalOf, modelRecord, planOf } from '../fixtures/runs.ts'

const plan = planOf()

/** Runs on a board that never answers `start`; `login` stands before every way to it. */
function runsOn(attach: BoardSession['attach'], login: () => Promise<void> = async () => {}) {
  const db = openDatabase(':memory:')
  const models = new ModelStore(db)
  models.put(modelRecord())
  const session = {
    call: async () => {
      throw new FaultError(fault('link-lost', { host: 'pi' }))
    },
    attach,
    telemetry: async () => undefined,
    push: async () => undefined,
    close: () => undefined,
    closed: new Promise<void>(() => undefined),
  } as BoardSession
  const address = { host: 'pi', port: 22, user: 'edge', login: { kind: 'auto' as const }, via: [] }
  const boards: Pick<Boards, 'board' | 'session' | 'progressTo'> = {
    board: () => ({ kind: 'ssh', id: 'pi', name: 'Pi', address }),
    session: async () => {
      await login()
      return session
    },
    progressTo: () => () => undefined,
  }
  const store = new RunStore(db)
  const runs = new Runs({
    meters: { over: (_, view) => view, series: () => null },
    store,
    claims: { claim: () => () => undefined },
    models,
    inputFiles: new InputFiles(models, '/nowhere', () => Promise.reject(new Error('no picture'))),
    boards: boards as Boards,
    tunings: { inspect: () => Promise.reject(new Error('its clocks are not looked at')) },
    publish: () => undefined,
  })
  return { runs, store }
}

test('a run that the board did begin is read to its end', async () => {
  const { runs, store } = runsOn(async (run, since, onEvent) => {
    const journal = journalOf(plan, run)
    for (const event of journal.slice(since)) onEvent(event)
    return { lastSeq: journal.length }
  })
  const { id } = runs.start('pi', plan)
  await runs.settled(id)
  expect(runs.record(id)).toMatchObject({ status: 'completed', fault: null, measuredPoints: 2 })
  expect(store.events(id)).toEqual(journalOf(plan, id))
})

test('a run that the board never saw has failed, and says that it was not started', async () => {
  const { runs } = runsOn(async (run) => {
    throw new FaultError(fault('run-unknown', { run }))
  })
  const { id } = runs.start('pi', plan)
  await runs.settled(id)
  expect(runs.record(id)).toMatchObject({ status: 'failed', fault: { code: 'run-not-started' } })
})

/** A person who logs in so many times and then gives up. */
function givesUpAfter(times: number) {
  let left = times
  return async () => {
    if (left-- <= 0) throw new FaultError(fault('cancelled', {}))
  }
}

const linkLost = async (): Promise<never> => {
  throw new FaultError(fault('link-lost', { host: 'pi' }))
}

test.each([1, 3])(
  'giving up to log in says nothing of a run that was asked for (%i logins)',
  async (logins) => {
    const { runs } = runsOn(linkLost, givesUpAfter(logins))
    const { id } = runs.start('pi', plan)
    await runs.settled(id)
    expect(runs.record(id)).toMatchObject({
      status: 'preparing',
      fault: { code: 'run-not-followed' },
    })
  },
)

test('a run is still running where its link was lost and nobody logged in again', async () => {
  const { runs, store } = runsOn(async (run, since, onEvent) => {
    for (const event of journalOf(plan, run).slice(since, 3)) onEvent(event)
    return linkLost()
  }, givesUpAfter(4))
  const { id } = runs.start('pi', plan)
  await runs.settled(id)
  expect(store.lastSeq(id)).toBe(3)
  expect(runs.record(id)).toMatchObject({ status: 'running', fault: { code: 'run-not-followed' } })
})

test('a run whose end is stored stays ended, whatever becomes of the link after it', async () => {
  const { runs } = runsOn(async (run, since, onEvent) => {
    for (const event of journalOf(plan, run).slice(since)) onEvent(event)
    return linkLost()
  }, givesUpAfter(4))
  const { id } = runs.start('pi', plan)
  await runs.settled(id)
  expect(runs.record(id)).toMatchObject({ status: 'completed', fault: null })
})

test('giving up to log in before the board was asked ends the run', async () => {
  const { runs } = runsOn(linkLost, givesUpAfter(0))
  const { id } = runs.start('pi', plan)
  await runs.settled(id)
  expect(runs.record(id)).toMatchObject({ status: 'failed', fault: { code: 'cancelled' } })
})
