// A link that is cut in mid-sweep loses nothing: the board goes on, and the store ends with exactly its journal.

import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BoardId } from '../../src/shared/board.ts'
import type { RunId } from '../../src/shared/event.ts'
import { planSchema } from '../../src/shared/plan.ts'
import { parseJournal, shortLimits, storedEvents, TestBench, until } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
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
    const { host, port, user, keyPath } = netns
    const added = desk.bench.boards.addSsh('Netns', { host, port, user, keyPath })
    board = added.board.id
    const { connection } = await desk.bench.boards.connect(board)
    if (connection.kind !== 'fault') throw new Error('an unknown key was accepted')
    expect(connection.fault.code).toBe('host-key-unknown')
    desk.bench.boards.trust(board, String(connection.fault.params.fingerprint))
  })
  afterEach(async () => {
    await netns.uncut()
    await desk.dispose()
  })

  async function startSweep(batches: readonly number[]): Promise<RunId> {
    const path = join(desk.dataDir, 'tiny.onnx')
    writeModel(path, perceptron())
    const { sha256, name } = await desk.bench.models.add(path)
    const plan = planSchema.parse({
      models: [{ sha256, name }],
      batches,
      threads: [1],
      limits: shortLimits,
      seed: 1,
    })
    return desk.bench.runs.start(board, plan).id
  }

  async function journalOf(run: RunId) {
    const text = await netns.exec(`cat /home/edge/.benchtop/runs/${run}/journal.ndjson`)
    return parseJournal(text)
  }

  test('the board is found again and the rest is read', async () => {
    const run = await startSweep([1, 2, 3, 4, 5, 6])
    await until(() => desk.bench.runs.record(run).measuredPoints >= 1, 120_000)
    await netns.cut()
    const before = desk.bench.runs.record(run).measuredPoints
    await until(async () => (await journalOf(run)).some(({ type }) => type === 'run-ended'))
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'running' })
    expect(desk.bench.runs.record(run).measuredPoints).toBeLessThan(6)
    expect(before).toBeLessThan(6)
    await netns.uncut()
    await desk.bench.runs.settled(run)
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'completed', measuredPoints: 6 })
    expect(storedEvents(desk.dataDir, run)).toEqual(await journalOf(run))
  })

  test('also when the program ends while the link is cut', async () => {
    const run = await startSweep([1, 2, 3, 4])
    await until(() => desk.bench.runs.record(run).measuredPoints >= 1, 120_000)
    await netns.cut()
    await desk.restart()
    await until(async () => (await journalOf(run)).some(({ type }) => type === 'run-ended'))
    await netns.uncut()
    desk.bench.runs.resume()
    await desk.bench.runs.settled(run)
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'completed', measuredPoints: 4 })
    expect(storedEvents(desk.dataDir, run)).toEqual(await journalOf(run))
  })
})
