// What Benchtop quantizes it can undo: of any network, at any precision, the fp32 that comes back holds nothing quantized and
// computes what the network did, less what its weights lost.

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

test('a variant at any precision comes back to fp32', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...stepNames), { maxLength: 6 }),
      fc.constantFrom(...recipes),
      fc.constantFrom(13, 17),
      async (others, recipe, opset) => {
        const names: StepName[] = ['matmul', ...others]
        const path = place()
        writeModel(path, networkOf(names, opset))
        const made = await make(path, recipe)
        const full = await make(made, recipeSchema.parse({ precision: 'fp32' }))
        const { graph } = decoded(readFileSync(full))
        const types = new Set(graph?.initializer?.map(({ dataType }) => dataType))
        // Half floats and integers of eight bits.
        for (const type of [10, 2, 3]) expect(types.has(type)).toBe(false)
        const x = float32([...scattered(2 * width, 11)], [2, width])
        const expected = await outputsOf(path, { x })
        for (const level of levels) {
          const outputs = await outputsOf(full, { x }, level)
          const least = recipe.precision === 'int4' ? 0.8 : 0.97
          for (const [name, tensor] of Object.entries(outputs))
            expect(cosine(numbers(tensor), numbers(expected[name]))).toBeGreaterThan(least)
        }
        for (const file of [path, made, full]) rmSync(file)
      },
    ),
    { numRuns: 60 },
  )
})
