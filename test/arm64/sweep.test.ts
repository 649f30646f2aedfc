// The whole way to an arm64 board and back, with the product's ordinary code: bare Debian becomes a measured board.
// The processor is emulated: what it does is asserted, never how fast.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoardId } from '../../src/shared/board.ts'
import { addAndTrust, journalOn, startSweep } from '../boards/first-sweep.ts'
import { arm64Lack, skipped } from '../boards/lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from '../boards/namespace-board.ts'
import { storedEvents, TestBench } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'

const home = '/home/edge/.benchtop'

describe.skipIf(skipped(arm64Lack()))('an arm64 board', () => {
  let netns: NamespaceBoard
  let desk: TestBench
  let board: BoardId

  beforeAll(async () => {
    netns = await startNamespaceBoard({ arch: 'arm64', diskMiB: 600 })
    desk = new TestBench()
    board = await addAndTrust(desk, netns)
  })
  afterAll(async () => {
    await desk?.dispose()
    await netns?.stop()
  })

  /** What was carried there so far. */
  const carried = () =>
    new Set(
      desk.news.flatMap(({ topic, message }) =>
        topic === 'activity' && 'stage' in message && message.stage === 'push'
          ? [message.item]
          : [],
      ),
    )

  test('gets Node and ONNX Runtime for its architecture, and says what it is', async () => {
    const { connection } = await desk.bench.boards.connect(board)
    if (connection.kind !== 'ready') throw new Error(JSON.stringify(connection))
    expect(connection.facts).toMatchObject({
      os: { platform: 'linux', arch: 'arm64', libc: 'glibc 2.36' },
      cpu: { model: expect.stringMatching(/cortex-a76/i) },
      runtime: {
        node: '24.21.0',
        ort: '1.30.0',
        koffi: '3.3.4',
        providers: expect.arrayContaining(['CPUExecutionProvider']),
      },
    })
    expect(carried()).toEqual(new Set(['Benchtop agent', 'Node 24.21.0', 'ONNX Runtime 1.30.0']))
    const there = await netns.exec(
      `cd ${home} && ls -d runtimes/* ort/* incoming/* 2>/dev/null || true`,
    )
    expect(there.split('\n').filter(Boolean)).toEqual([
      expect.stringMatching(/^ort\/1\.30\.0-arm64-[0-9a-f]{16}$/),
      'runtimes/node-24.21.0-arm64',
    ])
  })

  test('measures a sweep through both engines, and the store ends with exactly its journal', async () => {
    const run = await startSweep(desk, board, [1, 4], ['ort-c', 'onnxruntime-node'])
    await desk.bench.runs.settled(run)
    expect(desk.bench.runs.record(run)).toMatchObject({ status: 'completed', measuredPoints: 4 })
    const { points } = desk.bench.runs.snapshot(run).view
    expect(points.map(({ point }) => `${point.engine} ${point.batch}`).sort()).toEqual([
      'onnxruntime-node 1',
      'onnxruntime-node 4',
      'ort-c 1',
      'ort-c 4',
    ])
    const stored = storedEvents(desk.dataDir, run)
    expect(stored[0]).toMatchObject({ type: 'run-started', facts: { os: { arch: 'arm64' } } })
    expect(stored).toEqual(await journalOn(netns, run))
  })

  test('says of its own library what it is, and looks at itself before a sweep', async () => {
    const session = await desk.bench.boards.session(board)
    const [path = ''] = (
      await netns.exec(`ls ${home}/ort/*/node_modules/*/bin/*/linux/arm64/*.so.1`)
    ).split('\n')
    expect(await session.call('library-inspect', { path })).toMatchObject({
      version: '1.30.0',
      apiVersion: 30,
      providers: expect.arrayContaining(['CPUExecutionProvider']),
    })
    const { findings } = await session.call('preflight', {})
    expect(findings.filter(({ kind }) => kind === 'governor')).toEqual([])
  })

  test('inspects a model as this computer does', async () => {
    const path = join(desk.dataDir, 'inspected.onnx')
    const sha256 = writeModel(path, perceptron({ batch: 'batch', width: 32 }))
    const session = await desk.bench.boards.session(board)
    const files = [{ location: 'model.onnx', path, sha256 }]
    await session.push({ kind: 'model', id: sha256, name: 'inspected', files })
    const there = await session.call('model-inspect', {
      path: `${home}/models/${sha256}/model.onnx`,
    })
    const { info } = await desk.bench.models.add(path)
    expect(there).toEqual(info)
  })

  test('a second connect brings nothing', async () => {
    await desk.bench.boards.disconnect(board)
    desk.news.length = 0
    const { connection } = await desk.bench.boards.connect(board)
    expect(connection.kind).toBe('ready')
    expect(carried()).toEqual(new Set())
  })
})
