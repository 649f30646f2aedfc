// A model's inputs from the command line: asked for by name, remembered, and taken from files.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstInputs } from '../../src/shared/input.ts'
import type { RunSnapshot } from '../../src/shared/ipc.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import { floats, modelOf, value, writeModel } from '../fixtures/onnx.ts'
import { root } from './bench.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-inputs-'))
const model = join(folder, 'decoder.onnx')
const env = { ...process.env, BENCHTOP_DATA: join(folder, 'data') }

/** Rows of a table of 100, joined to a past, under a mask as long as both. */
const decoder = () =>
  modelOf({
    nodes: [
      { opType: 'Gather', input: ['table', 'ids'], output: ['rows'] },
      {
        opType: 'Concat',
        input: ['past', 'rows'],
        output: ['all'],
        attribute: [{ name: 'axis', type: 2, i: 1 }],
      },
      { opType: 'Mul', input: ['all', 'attention_mask'], output: ['y'] },
    ],
    inputs: [
      value('ids', ['N', 'length'], 'int64'),
      value('past', ['N', 'past_length', 4]),
      value('attention_mask', ['N', 'past_length + length', 1]),
    ],
    outputs: [value('y', ['N', 'past_length + length', 4])],
    weights: [floats('table', [100, 4])],
  })

beforeAll(() => {
  writeModel(model, decoder())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: string[]): Promise<{
  readonly code: number
  readonly snapshot: RunSnapshot | null
  readonly stderr: string
}> {
  const all = ['run', '-m', model, '-b', '2', '-t', '1', '--json', ...args]
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'out', 'main', 'cli.js'), ...all],
      { env },
      (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : Number(error.code),
          snapshot: stdout === '' ? null : JSON.parse(stdout),
          stderr,
        }),
    )
  })
}

const plannedModel = ({ snapshot }: Awaited<ReturnType<typeof run>>) =>
  snapshot?.record.plan.models[0]

test('sizes that are missing are asked for with the options that give them', async () => {
  const { code, stderr } = await run()
  expect(code).toBe(3)
  expect(stderr).toContain('length, past_length')
  expect(stderr).toContain('--dim length=SIZE --dim past_length=0')
})

test('what is given is measured, and remembered for the next time', async () => {
  const given = await run(...['-d', 'length=3', '-d', 'past_length=0', '-i', 'ids=random:0..99'])
  expect(given.snapshot?.record).toMatchObject({ status: 'completed', measuredPoints: 1 })
  const inputs = {
    attention_mask: { kind: 'number', value: 1 },
    ids: { kind: 'random', low: 0, high: 99 },
  }
  expect(plannedModel(given)).toMatchObject({ dims: { length: 3, past_length: 0 }, inputs })
  const again = await run()
  expect(plannedModel(again)).toMatchObject({ dims: { length: 3, past_length: 0 }, inputs })
  expect(again.snapshot?.record).toMatchObject({ measuredPoints: 1 })
})

test('a file gives values and the sizes that follow from them', async () => {
  const ids = join(folder, 'ids.npy')
  writeFileSync(
    ids,
    writeNpy({ type: 'int32', dims: [1, 5], data: Int32Array.of(0, 1, 2, 98, 99) }),
  )
  const done = await run('-i', `ids=${ids}`)
  expect(done.snapshot?.record).toMatchObject({ status: 'completed', measuredPoints: 1 })
  expect(plannedModel(done)).toMatchObject({
    dims: { length: 5, past_length: 0 },
    inputs: { ids: { kind: 'file', name: 'ids.npy', type: 'int64', dims: [1, 5] } },
  })
})

test.each([
  [['-d', 'height=3'], /no model has the size height; there is length, past_length/],
  [['-i', 'audio=3'], /no model has the input audio/],
  [['-i', 'ids=/nowhere.npy'], /nowhere\.npy can not be read/],
  [['-i', 'ids=1.5'], /The value 1\.5 can not be given to the input ids .* type int64/],
])('%j is refused by name', async (args, words) => {
  const { code, stderr } = await run(...args)
  expect(code).toBe(3)
  expect(stderr).toMatch(words)
})

test.each([
  ['-i', 'ids'],
  ['-i', 'ids=random:5..1'],
  ['-d', 'length=-1'],
  ['-d', 'length=x'],
])('%s %s is refused with a word on what is expected', async (...args) => {
  const { code, stderr } = await run(...args)
  expect(code).toBe(2)
  expect(stderr).toMatch(/expected|above/)
})

test('a new model’s inputs follow convention, and span the tables that they pick from', () => {
  const tensor = (name: string) => ({ name, type: 'int64', dims: ['N'] })
  const inputs = ['input_ids', 'token_type_ids', 'x', 'constructor'].map(tensor)
  const inputRanges = { input_ids: { low: 0, high: 30_521 }, token_type_ids: { low: 0, high: 1 } }
  expect(firstInputs({ inputs, inputRanges })).toEqual({
    input_ids: { kind: 'random', low: 0, high: 30_521 },
    token_type_ids: { kind: 'number', value: 0 },
  })
})
