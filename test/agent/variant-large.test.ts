// A model of more than 2 GB, whose weights stand in a file beside it (sparse here): every maker reads those at its far end, and
// what it writes of more than 2 GB stands beside the variant, each where the model says.

import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { homeAt } from '../../src/agent/home.ts'
import { inspectModel } from '../../src/agent/model/inspect.ts'
import type { Program } from '../../src/agent/program.ts'
import { makeVariant } from '../../src/agent/variant/make.ts'
import { recipeSchema } from '../../src/shared/variant.ts'
import { elementTypes, external, modelOf, value } from '../fixtures/onnx.ts'
import {
  cosine,
  float32,
  initialiser,
  node,
  numbers,
  outputsOf,
  scattered,
} from '../fixtures/variants.ts'
import { root } from './agent.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-large-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const program: Program = {
  ...{ agentPath: '', home: homeAt(dir), modulesDir: root, words: [] },
}

/** A table of 2.125 GiB of zeros that nothing reads, and behind it the weights of two layers. */
const rows = 17 * 2 ** 16
const size = 512
const tableBytes = rows * size * 4
const layerBytes = size * size * 4
const [layersAlone, quantized] = [join(dir, 'layers.onnx'), join(dir, 'quantized.onnx')]

beforeAll(async () => {
  const data = join(dir, 'weights.bin')
  await writeFile(data, '')
  await truncate(data, tableBytes)
  const file = openSync(data, 'r+')
  for (const layer of [0, 1]) {
    const layerWeights = new Uint8Array(scattered(size * size, layer + 1, 0.05).buffer)
    writeSync(file, layerWeights, 0, layerBytes, tableBytes + layer * layerBytes)
  }
  closeSync(file)
  const at = (name: string, dims: readonly number[], offset: number, length: number) =>
    external(name, dims, { location: 'weights.bin', offset, length })
  const parts = {
    nodes: [node('MatMul', ['x', 'w0'], 'h'), node('MatMul', ['h', 'w1'], 'y')],
    inputs: [value('x', [1, size])],
    outputs: [value('y', [1, size])],
    weights: [
      at('table', [rows, size], 0, tableBytes),
      at('w0', [size, size], tableBytes, layerBytes),
      at('w1', [size, size], tableBytes + layerBytes, layerBytes),
    ],
  }
  const first = initialiser('first', [1], BigInt64Array.of(0n), 'int64')
  await writeFile(layersAlone, modelOf(parts))
  await writeFile(
    quantized,
    modelOf({
      nodes: [
        node('DequantizeLinear', ['table', 'scale'], 'floats'),
        node('Gather', ['floats', 'first'], 'row'),
        node('Add', ['x', 'row'], 'y'),
      ],
      ...{ inputs: parts.inputs, outputs: parts.outputs },
      weights: [
        { ...at('table', [rows, size], 0, rows * size), dataType: elementTypes.int8 },
        initialiser('scale', [], Float32Array.of(0.5)),
        first,
      ],
    }),
  )
}, 600_000)

const feeds = { x: float32([...scattered(size, 9)], [1, size]) }

async function make(path: string, recipe: { readonly precision: string }) {
  const target = join(dir, `${recipe.precision}.onnx`)
  const request = { path, target, recipe: recipeSchema.parse(recipe) }
  return { path: target, made: await makeVariant(program, request, () => {}) }
}

async function expectNear(path: string, original: string, least: number): Promise<void> {
  const [wanted] = Object.values(await outputsOf(original, feeds))
  const [got] = Object.values(await outputsOf(path, feeds))
  expect(cosine(numbers(wanted), numbers(got))).toBeGreaterThan(least)
}

function expectBeside(path: string): void {
  expect(statSync(path).size).toBeLessThan(100_000)
  expect(statSync(`${path}.data`).size).toBeGreaterThan(2 ** 31)
}

test.each([
  [{ precision: 'fp16' }, 0.9999],
  [{ precision: 'int8-dynamic' }, 0.999],
  [{ precision: 'int8-static', samples: { count: 8, seed: 1 } }, 0.995],
  [{ precision: 'int4' }, 0.98],
] as const)(
  'in %j',
  async (recipe, least) => {
    const { path } = await make(layersAlone, recipe)
    expect(statSync(path).size).toBeLessThan(2 * layerBytes)
    await expectNear(path, layersAlone, least)
  },
  600_000,
)

test('back in fp32', async () => {
  const { path, made } = await make(quantized, { precision: 'fp32' })
  expectBeside(path)
  expect(await inspectModel(path, {})).toMatchObject({ sha256: made.sha256, bytes: made.bytes })
  await expectNear(path, quantized, 0.9999)
}, 600_000)
