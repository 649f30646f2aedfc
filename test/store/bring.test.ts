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

/** Runs on a board that never answers `start`, and then does `afterwards` when it is attached to. */
function runsOn(attach: BoardSession['attach']) {
  const db = openDatabase(':memory:')
  const models = new ModelStore(db)
  models.put(modelRecord())
  const session = {
    call: async () => {
      throw new FaultError(fault('link-lost', { host: 'pi' }))
    },
    attach,
    push: async () => undefined,
    close: () => undefined,
    closed: new Promise<void>(() => undefined),
  } as BoardSession
  const login = { kind: 'auto' as const }
  const address = { host: 'pi', port: 22, user: 'edge', login, via: [] }
  const boards: Pick<Boards, 'board' | 'session' | 'progressTo'> = {
    board: () => ({ kind: 'ssh', id: 'pi', name: 'Pi', address }),
    session: async () => session,
    progressTo: () => () => undefined,
  }
  const store = new RunStore(db)
  const runs = new Runs({
    store,
    claims: { claim: () => () => undefined },
    models,
    inputFiles: new InputFiles(models, '/nowhere', () => Promise.reject(new Error('no picture'))),
    boards: boards as Boards,
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
