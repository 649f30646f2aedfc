// A link that is cut in mid-sweep loses nothing: the board goes on, and the store ends with exactly its journal.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BoardId } from '../../src/shared/board.ts'
import { storedEvents, TestBench, until } from '../core/bench.ts'
import { addAndTrust, journalOn, startSweep } from './first-sweep.ts'
import { namespaceLack, skipped } from './lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from './namespace-board.ts'

describe.skipIf(skipped(namespaceLack()))('a namespace board with a link that is cut', () => {
  let netns: NamespaceBoard
  let desk: TestBench
  let board: BoardId

  beforeAll(async () => {
    netns = await startNamespaceBoard({ diskMiB: 600 })
  })
  afterAll(() => netns.stop())

  beforeEach(async () => {
    desk = new TestBench()
    board = await addAndTrust(desk, netns)
  })
  afterEach(async () => {
    await netns.uncut()
    await desk.dispose()
  })

  test('the board is found again and the rest is read', async () => {
    const run = await startSweep(desk, board, [1, 2, 3, 4, 5, 6])
    await until(() => desk.bench.runs.record(run).measuredPoints >= 1, 120_000)
    await netns.cut()
    const before = desk.bench.runs.record(run).measuredPoints
    await until(async () => (await journalOn(netns, run)).some(({ type }) => type === 'run-ended'))
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'running' })
    expect(desk.bench.runs.record(run).measuredPoints).toBeLessThan(6)
    expect(before).toBeLessThan(6)
    await netns.uncut()
    await desk.bench.runs.settled(run)
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'completed', measuredPoints: 6 })
    expect(storedEvents(desk.dataDir, run)).toEqual(await journalOn(netns, run))
  })

  test('also when the program ends while the link is cut', async () => {
    const run = await startSweep(desk, board, [1, 2, 3, 4])
    await until(() => desk.bench.runs.record(run).measuredPoints >= 1, 120_000)
    await netns.cut()
    await desk.restart()
    await until(async () => (await journalOn(netns, run)).some(({ type }) => type === 'run-ended'))
    await netns.uncut()
    desk.bench.runs.resume()
    await desk.bench.runs.settled(run)
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'completed', measuredPoints: 4 })
    expect(storedEvents(desk.dataDir, run)).toEqual(await journalOn(netns, run))
  })
})
