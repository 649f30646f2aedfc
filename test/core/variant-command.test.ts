// Variants from the command line: made, listed under their model, compared, linked and measured, with exit codes that
// scripts can rely on.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { widthOf } from '../../src/main/command/table.ts'
import type { BoardFacts } from '../../src/shared/board.ts'
import { int8Scheme } from '../../src/shared/int8-scheme.ts'
import type { ModelRecord, RunSnapshot } from '../../src/shared/ipc.ts'
import { commandOn } from '../fixtures/command.ts'
import { modelOf, perceptron, writeModel } from '../fixtures/onnx.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-variant-command-'))
const model = join(folder, 'net.onnx')
const benchtop = commandOn(join(folder, 'data'))

beforeAll(async () => {
  writeModel(model, perceptron())
  await benchtop('models', 'add', model)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a variant is made as the options say, and told with what making it did', async () => {
  const { code, stdout } = await benchtop('models', 'variant', 'net', 'int8-dynamic')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^net int8-dynamic, of net\nsize .* % of its original’s\nweights of 7 bits\nconverted: MatMul 2/,
  )
  // It is compared as it is made.
  expect(stdout).toMatch(/\n\nnet int8-dynamic .*: cosine /)
  const options = ['--per-tensor', '--samples', '3', '--calibration', 'percentile:99.9', '--json']
  const made = await benchtop('models', 'variant', 'NET', 'int8-static', ...options)
  expect((JSON.parse(made.stdout) as ModelRecord).variant?.recipe).toMatchObject({
    perChannel: false,
    calibration: { kind: 'percentile', percent: 99.9 },
    samples: { count: 3, seed: 1 },
  })
})

test('for a board it is made of the integers that its processor multiplies best', async () => {
  await benchtop('boards', 'add', 'unseen', 'someone@127.0.0.1')
  const blind = await benchtop('models', 'variant', 'net', 'int8-static', '--for', 'unseen')
  expect(blind.code).toBe(3)
  expect(blind.stderr).toMatch(/nothing is known of/)
  const connected = await benchtop('boards', 'connect', 'this-computer', '--json')
  const facts = JSON.parse(connected.stdout) as BoardFacts
  const args = ['models', 'variant', 'net', 'int8-static', '--for', 'this-computer', '--seed', '9']
  const made = JSON.parse((await benchtop(...args, '--json')).stdout) as ModelRecord
  expect(made.variant?.recipe).toMatchObject(int8Scheme(facts))
  await benchtop('models', 'remove', made.sha256)
})

test('the list has variants under their model, by name and precision, in 80 columns', async () => {
  const { stdout } = await benchtop('models')
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^model +precision +size/)
  expect(lines[1]).toMatch(/^net +fp32 /)
  expect(
    lines
      .slice(2)
      .map((line) => line.split(/ +/).slice(1, 3).join(' '))
      .toSorted(),
  ).toEqual(['net int8-dynamic', 'net int8-static'])
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
})

test('accuracy says how near it stays, and fails with a code of its own', async () => {
  const { code, stdout } = await benchtop(
    ...['models', 'accuracy', 'net int8-dynamic', '--input', 'x=random:1..2'],
  )
  expect(code).toBe(0)
  expect(stdout).not.toMatch(/FAILS/)
  expect(stdout).toMatch(/8 samples of made-up values, seed 1: they say little/)
  expect(stdout).toMatch(/output +cosine +between inputs/)
  // Nothing said: on what it was compared on before, and not on the usual values in their place.
  const again = await benchtop('models', 'accuracy', 'net int8-dynamic', '--json')
  expect((JSON.parse(again.stdout) as ModelRecord).variant?.accuracy?.samples.inputs).toEqual({
    x: { kind: 'random', low: 1, high: 2 },
  })
  const failing = await benchtop(
    ...['models', 'accuracy', 'net int8-dynamic', '--threshold', '1', '--layers', '--json'],
  )
  const { variant } = JSON.parse(failing.stdout) as ModelRecord
  expect(variant?.thresholdCosine).toBe(1)
  expect(variant?.accuracy?.layers.length).toBeGreaterThan(0)
  expect(failing.code).toBe(4)
})

test('a file of one’s own is linked where it has the same interface', async () => {
  writeModel(join(folder, 'own.onnx'), perceptron({ hidden: 96 }))
  const linked = await benchtop(
    ...['models', 'link', join(folder, 'own.onnx'), '--of', 'net', '--precision', 'fp16'],
  )
  expect(linked.stdout).toMatch(/^own fp16, of net\n.*a file of your own/s)
  writeModel(join(folder, 'odd.onnx'), modelOf())
  const odd = await benchtop(
    ...['models', 'link', join(folder, 'odd.onnx'), '--of', 'net', '--precision', 'fp16'],
  )
  expect(odd.code).toBe(3)
  expect(odd.stderr).toMatch(/odd is no variant of net/)
})

test('a run measures a model at several precisions, and its plan says so', async () => {
  const plan = join(folder, 'plan.yaml')
  const { code, stdout } = await benchtop(
    ...['run', '-m', model, '-p', 'fp32,int8-dynamic', '-b', '1', '-t', '1', '--json'],
    ...['--save-plan', plan],
  )
  expect(code).toBe(0)
  const { record, view } = JSON.parse(stdout) as RunSnapshot
  const [original] = record.plan.models
  expect(record.plan.models).toMatchObject([
    { name: 'net', precision: 'fp32' },
    { name: 'net', precision: 'int8-dynamic', original: original?.sha256, originalName: 'net' },
  ])
  expect(view.points).toHaveLength(2)
  expect(readFileSync(plan, 'utf8')).toMatch(/precisions: \[fp32, int8-dynamic\]/)
  const csv = (await benchtop('export', 'last', '--csv')).stdout.split('\r\n')
  const columns = csv[0]?.split(',') ?? []
  const cell = (line: number, name: string) => csv[line]?.split(',')[columns.indexOf(name)]
  expect([cell(1, 'precision'), cell(2, 'precision')]).toEqual(['fp32', 'int8-dynamic'])
  expect([cell(1, 'accuracy'), cell(2, 'accuracy')]).toEqual(['', 'failed'])
  expect(cell(2, 'original_sha256')).toBe(original?.sha256)
  const again = await benchtop('run', plan, '--json')
  expect((JSON.parse(again.stdout) as RunSnapshot).record.plan).toEqual(record.plan)
})

test.each([
  [['variant', 'net', 'fp16', '--scheme', 's8s8'], 3, /fp16 has no use for --scheme/],
  [['variant', 'net', 'fp64'], 3, /fp64 is none of fp32/],
  [['variant', 'nobody', 'fp16'], 3, /no model nobody/],
  [['variant', 'net', 'int8-static', '--calibration', 'guess'], 2, /expected min-max/],
  [['variant', 'net', 'int4', '--block-size', '7'], 3, /not valid|nvalid/],
  [['accuracy', 'net'], 3, /variant of no model/],
  [['accuracy', 'net int8-dynamic', '--threshold', '2'], 2, /expected a number from 0 to 1/],
  [['link', model, '--of', 'net'], 2, /precision/],
] as const)('models %j ends with %i', async (args, code, words) => {
  const ended = await benchtop('models', ...args)
  expect(ended.stderr).toMatch(words)
  expect(ended.code).toBe(code)
})
