// Inputs as a plan gives them, in a real worker and a real runtime.

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputValues, PlannedInputs } from '../../src/shared/input.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import type { Tensor } from '../../src/shared/tensor.ts'
import { floats, modelOf, type Parts, value } from '../fixtures/onnx.ts'
import { buildAgent, planOf, TestHome } from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

async function outcomeOf(
  parts: Parts,
  dims: Record<string, number>,
  inputs: PlannedInputs,
  batch = 1,
) {
  const sha256 = await home.addModel(modelOf(parts))
  const plan = planOf(sha256, {
    models: [{ sha256, name: 'model', dims, inputs }],
    batches: [batch],
  })
  const { events } = await home.sweep(plan)
  const [outcome] = events.flatMap((event) => (event.type === 'point-ended' ? [event.outcome] : []))
  return outcome?.kind === 'failed' ? outcome.fault : outcome
}

/** Puts a tensor where the desk would. */
function brought(tensor: Tensor): Extract<InputValues, { kind: 'file' }> {
  const bytes = writeNpy(tensor)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  mkdirSync(join(home.dir, 'inputs'), { recursive: true })
  writeFileSync(join(home.dir, 'inputs', `${sha256}.npy`), bytes)
  return { kind: 'file', sha256, name: 'mine.npy', type: tensor.type, dims: [...tensor.dims] }
}

/** Picks rows of a table with 100: an index beyond them fails in the runtime. */
const embedding: Parts = {
  nodes: [{ opType: 'Gather', input: ['table', 'ids'], output: ['y'] }],
  inputs: [value('ids', ['N', 'T'], 'int64')],
  outputs: [value('y', ['N', 'T', 4])],
  weights: [floats('table', [100, 4])],
}

test('indices span what the plan says, and no more', async () => {
  expect(
    await outcomeOf(embedding, { T: 64 }, { ids: { kind: 'random', low: 0, high: 99 } }, 4),
  ).toMatchObject({
    kind: 'measured',
  })
  expect(
    await outcomeOf(embedding, { T: 4 }, { ids: { kind: 'number', value: 100 } }),
  ).toMatchObject({
    code: 'inference-failed',
  })
  expect(
    await outcomeOf(embedding, { T: 4 }, { ids: { kind: 'number', value: 1.5 } }),
  ).toMatchObject({
    code: 'input-value-unfit',
    params: { value: 1.5, input: 'ids', type: 'int64' },
  })
})

test('an empty past is joined to what comes', async () => {
  const joined: Parts = {
    nodes: [
      {
        opType: 'Concat',
        input: ['past', 'x'],
        output: ['all'],
        attribute: [{ name: 'axis', type: 2, i: 1 }],
      },
      { opType: 'Mul', input: ['all', 'mask'], output: ['y'] },
    ],
    inputs: [
      value('x', ['batch', 'length', 4]),
      value('past', ['batch', 'past_length', 4]),
      value('mask', ['batch', 'past_length + length', 1]),
    ],
    outputs: [value('y', ['batch', 'past_length + length', 4])],
  }
  for (const past_length of [0, 3])
    expect(await outcomeOf(joined, { length: 2, past_length }, {}, 2)).toMatchObject({
      kind: 'measured',
    })
  expect(await outcomeOf(joined, {}, {})).toMatchObject({
    code: 'input-dims-unknown',
    params: { dims: 'length, past_length' },
  })
})

test('the user’s own values are what runs', async () => {
  const inside = brought({
    type: 'int64',
    dims: [2, 3],
    data: BigInt64Array.of(0n, 1n, 2n, 97n, 98n, 99n),
  })
  expect(await outcomeOf(embedding, {}, { ids: inside }, 5)).toMatchObject({ kind: 'measured' })
  const outside = brought({ type: 'int64', dims: [1, 1], data: BigInt64Array.of(100n) })
  expect(await outcomeOf(embedding, {}, { ids: outside })).toMatchObject({
    code: 'inference-failed',
  })
})

test('the user’s own values have to be the plan’s and the model’s', async () => {
  const halves = brought({ type: 'float', dims: [1, 2], data: Float32Array.of(1, 2) })
  expect(await outcomeOf(embedding, {}, { ids: halves })).toMatchObject({
    code: 'input-type-mismatch',
    params: { given: 'float', expected: 'int64', file: 'mine.npy', input: 'ids', name: 'model' },
  })
  const ids = brought({ type: 'int64', dims: [1, 2], data: BigInt64Array.of(1n, 2n) })
  expect(await outcomeOf(embedding, { T: 3 }, { ids })).toMatchObject({
    code: 'input-shape-mismatch',
    params: { given: '[1, 2]', expected: '[batch, 3]' },
  })
  expect(await outcomeOf(embedding, {}, { ids: { ...ids, dims: [1, 1] } })).toMatchObject({
    code: 'input-shape-mismatch',
    params: { given: '[1, 2]', expected: '[1, 1]' },
  })
  expect(await outcomeOf(embedding, {}, { ids: { ...ids, sha256: 'f'.repeat(64) } })).toMatchObject(
    {
      code: 'input-file-missing',
    },
  )
  writeFileSync(join(home.dir, 'inputs', `${ids.sha256}.npy`), 'no array')
  expect(await outcomeOf(embedding, {}, { ids })).toMatchObject({ code: 'input-file-invalid' })
})
