// The engine that measures by default, on a board over SSH: koffi is brought there once, beside ONNX Runtime, and a
// sweep through both engines ends with figures of both. Without koffi the other engine still measures.

import { existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoardId } from '../../src/shared/board.ts'
import type { RunId } from '../../src/shared/event.ts'
import { storedEvents, TestBench } from '../core/bench.ts'
import { addAndTrust, startSweep } from './first-sweep.ts'
import { loopbackLack, skipped } from './lack.ts'
import { type LoopbackBoard, startLoopbackBoard } from './loopback.ts'

describe.skipIf(skipped(loopbackLack()))('both engines on a board over SSH', () => {
  let ssh: LoopbackBoard
  let desk: TestBench
  let board: BoardId

  beforeAll(async () => {
    ssh = await startLoopbackBoard()
    desk = new TestBench()
    board = await addAndTrust(desk, ssh)
  })
  afterAll(async () => {
    await desk?.dispose()
    await ssh?.stop()
  })

  const carried = () =>
    desk.news.flatMap(({ topic, message }) =>
      topic === 'activity' && 'stage' in message && message.stage === 'push' ? [message.item] : [],
    )

  /** koffi's native half on the board. */
  function native(): string {
    const ort = join(ssh.home, '.benchtop/ort')
    const found = readdirSync(ort, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('koffi.node'),
    )
    expect(found).toHaveLength(1)
    return join(ort, found[0] ?? '')
  }

  /** Engine and kind of each outcome, in the plan's order. */
  const outcomes = (run: RunId) =>
    desk.bench.runs.snapshot(run).view.points.map(({ point, state }) => {
      const outcome = state.kind === 'ended' ? state.outcome : null
      return [point.engine, outcome?.kind === 'failed' ? outcome.fault.code : outcome?.kind]
    })

  test('a bare board gets koffi and says its version', async () => {
    const { connection } = await desk.bench.boards.connect(board)
    expect(connection).toMatchObject({ kind: 'ready', facts: { runtime: { koffi: '3.3.4' } } })
    expect(existsSync(native())).toBe(true)
  })

  test('a sweep measures through both', async () => {
    const run = await startSweep(desk, board, [1, 2], ['ort-c', 'onnxruntime-node'])
    await desk.bench.runs.settled(run)
    expect(outcomes(run).sort()).toEqual([
      ['onnxruntime-node', 'measured'],
      ['onnxruntime-node', 'measured'],
      ['ort-c', 'measured'],
      ['ort-c', 'measured'],
    ])
    const samples = storedEvents(desk.dataDir, run).filter(
      ({ type }) => type === 'samples-recorded',
    )
    expect(samples.length).toBeGreaterThanOrEqual(4)
  })

  test('a second connect brings nothing', async () => {
    const before = statSync(native()).ino
    await desk.bench.boards.disconnect(board)
    desk.news.length = 0
    await desk.bench.boards.connect(board)
    expect(carried()).toEqual([])
    expect(statSync(native()).ino).toBe(before)
  })

  test('where koffi is lost under way, its engine fails with that reason and the other measures', async () => {
    const place = native()
    renameSync(place, `${place}.away`)
    try {
      const run = await startSweep(desk, board, [1], ['ort-c', 'onnxruntime-node'])
      await desk.bench.runs.settled(run)
      expect(outcomes(run).sort()).toEqual([
        ['onnxruntime-node', 'measured'],
        ['ort-c', 'ffi-broken'],
      ])
    } finally {
      renameSync(`${place}.away`, place)
    }
  })
})
