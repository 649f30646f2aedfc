// A board whose memory is too small for a point: the kernel kills it, which is that point's answer, and the sweep goes
// on.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planSchema } from '../../src/shared/plan.ts'
import { shortLimits, TestBench, until } from '../core/bench.ts'
import { modelOf, value, writeModel } from '../fixtures/onnx.ts'
import { addAndTrust } from './first-sweep.ts'
import { namespaceLack, skipped } from './lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from './namespace-board.ts'

describe.skipIf(skipped(namespaceLack()))('a board with little memory', () => {
  let netns: NamespaceBoard
  let desk: TestBench
  beforeAll(async () => {
    netns = await startNamespaceBoard({ diskMiB: 450, memoryMiB: 1000 })
    desk = new TestBench()
  })
  afterAll(async () => {
    await desk?.dispose()
    await netns?.stop()
  })

  test('says of a batch that it does not fit, and measures the others', async () => {
    const board = await addAndTrust(desk, netns)
    const path = join(desk.dataDir, 'wide.onnx')
    writeModel(
      path,
      modelOf({ inputs: [value('x', ['N', 'width'])], outputs: [value('y', ['N', 'width'])] }),
    )
    const { sha256, name } = await desk.bench.models.add(path)
    const plan = planSchema.parse({
      models: [{ sha256, name, dims: { width: 1_000_000 } }],
      batches: [1, 512, 2],
      threads: [1],
      limits: shortLimits,
      seed: 1,
    })
    const { id } = desk.bench.runs.start(board, plan)
    await until(() => desk.bench.runs.record(id).status === 'completed', 150_000)
    const outcomes = desk.bench.runs
      .snapshot(id)
      .view.points.map(({ state }) => (state.kind === 'ended' ? state.outcome : null))
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual([
      'measured',
      'does-not-fit',
      'measured',
    ])
    expect(outcomes[1]).toMatchObject({
      fault: { code: 'out-of-memory', params: { name, batch: 512 } },
    })
  })
})
