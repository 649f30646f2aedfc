// Facts that a version stored which knew neither chip nor clusters: they are read with these as unknown.

import { expect, test } from 'vitest'
import { BoardStore } from '../../src/main/store/boards.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { type BoardFacts, localBoardId } from '../../src/shared/board.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const plan = planOf()
const journal = journalOf(plan)
const began = journal[0]
if (began?.type !== 'run-started') throw new Error('the journal does not begin with its facts')
const { soc: _, clusters: __, ...older } = began.facts

test('of a board', () => {
  const store = new BoardStore(openDatabase(':memory:'))
  store.setFacts(localBoardId, older as BoardFacts)
  expect(store.get(localBoardId)?.lastFacts).toEqual({ ...older, soc: null, clusters: [] })
  store.setFacts(localBoardId, { hostname: 7 } as unknown as BoardFacts)
  expect(store.get(localBoardId)?.lastFacts).toBeNull()
})

test('of a run, whose events stay as the board wrote them', () => {
  const store = new RunStore(openDatabase(':memory:'))
  store.add({ id: runId, boardId: 'b', boardName: 'B', plan, createdMs: 1 })
  const written = [{ ...began, facts: older as BoardFacts }, ...journal.slice(1)]
  store.append(runId, written)
  expect(store.view(runId, plan).facts).toEqual({ ...older, soc: null, clusters: [] })
  expect(store.events(runId)).toEqual(written)
})
