// Any network has a variant at any precision that runs with all optimisations and with none and stays near it, and what was
// quantized can be undone: the fp32 that comes back holds nothing quantized and computes what the network did, less what its
// weights lost.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { homeAt } from '../../src/agent/home.ts'
import type { Program } from '../../src/agent/program.ts'
import { makeVariant } from '../../src/agent/variant/make.ts'
import { type Recipe, recipeSchema } from '../../src/shared/variant.ts'
import { writeModel } from '../fixtures/onnx.ts'
import {
  cosine,
  decoded,
  float32,
  levels,
  networkOf,
  numbers,
  outputsOf,
  type StepName,
  scattered,
  stepNames,
  width,
} from '../fixtures/variants.ts'
import { root } from './agent.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-undone-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
let count = 0
const place = () => join(dir, `model-${count++}.onnx`)
const program: Program = {
  ...{ agentPath: '', home: homeAt(dir), modulesDir: root, words: [] },
}

async function make(path: string, recipe: Recipe): Promise<string> {
  const target = place()
  await makeVariant(program, { path, target, recipe }, () => {})
  return target
}

const recipes = [
  { precision: 'fp16' },
  { precision: 'int8-dynamic' },
  { precision: 'int8-dynamic', perChannel: false },
  { precision: 'int8-static', samples: { count: 8, seed: 1 } },
  { precision: 'int8-static', scheme: 's8s8', samples: { count: 8, seed: 1 } },
  { precision: 'int4' },
  { precision: 'int4', symmetric: false },
].map((recipe) => recipeSchema.parse(recipe))

/** From the oldest that is promised to the newest that this ONNX Runtime knows. */
const opsets = [11, 13, 17, 21, 26]

const x = float32([...scattered(2 * width, 11)], [2, width])

/** At both levels of optimisation: as many outputs of the same types, near those of the original. */
async function expectNear(path: string, original: string, least: number): Promise<void> {
  const expected = await outputsOf(original, { x })
  for (const level of levels) {
    const outputs = await outputsOf(path, { x }, level)
    expect(Object.keys(outputs)).toEqual(Object.keys(expected))
    for (const [name, tensor] of Object.entries(outputs)) {
      expect(tensor.type).toBe(expected[name]?.type)
      expect(cosine(numbers(tensor), numbers(expected[name]))).toBeGreaterThan(least)
    }
  }
}

async function expectMadeAndUndone(
  names: readonly StepName[],
  recipe: Recipe,
  opset: number,
): Promise<void> {
  const least = { fp32: 1, fp16: 0.999, 'int8-dynamic': 0.97, 'int8-static': 0.97, int4: 0.8 }
  const path = place()
  writeModel(path, networkOf(names, opset))
  const made = await make(path, recipe)
  await expectNear(made, path, least[recipe.precision])
  const full = await make(made, recipeSchema.parse({ precision: 'fp32' }))
  const { graph } = decoded(readFileSync(full))
  const types = new Set(graph?.initializer?.map(({ dataType }) => dataType))
  // Half floats and integers of eight bits.
  for (const type of [10, 2, 3]) expect(types.has(type)).toBe(false)
  await expectNear(full, path, least[recipe.precision])
  for (const file of [path, made, full]) rmSync(file)
}

test.each(opsets)(
  'all that graphs are made of, at opset %i, in every precision and back',
  async (opset) => {
    for (const recipe of recipes) await expectMadeAndUndone(['matmul', ...stepNames], recipe, opset)
  },
)

test('any network, in every precision and back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...stepNames), { maxLength: 6 }),
      fc.constantFrom(...recipes),
      fc.constantFrom(...opsets),
      (others, recipe, opset) => expectMadeAndUndone(['matmul', ...others], recipe, opset),
    ),
    { numRuns: 60 },
  )
})
