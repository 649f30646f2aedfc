// What quantizers make of weights is made when it is written: by then nothing of it is held, however large the model is.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { homeAt } from '../../src/agent/home.ts'
import { tensorBytes, tensorsOf } from '../../src/agent/model/proto.ts'
import type { Program } from '../../src/agent/program.ts'
import { makeVariant } from '../../src/agent/variant/make.ts'
import * as writing from '../../src/agent/variant/write.ts'
import { recipeSchema } from '../../src/shared/variant.ts'
import { convolutional, language, recurrent, transformer } from '../fixtures/networks.ts'
import { writeModel } from '../fixtures/onnx.ts'
import { root } from './agent.ts'

vi.mock(import('../../src/agent/variant/write.ts'), { spy: true })

const dir = mkdtempSync(join(tmpdir(), 'benchtop-held-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const program: Program = {
  ...{ agentPath: '', home: homeAt(dir), modulesDir: root, words: [] },
}

/** Bytes of the tensors of 8 bits that are written, and of those that are there before. */
async function stored(bytes: Uint8Array, recipe: object) {
  const path = join(dir, 'model.onnx')
  writeModel(path, bytes)
  const found = { written: 0, held: 0 }
  vi.mocked(writing.writeVariant).mockImplementationOnce(async ({ graph, constants }) => {
    for (const tensor of tensorsOf({ graph })) {
      // uint8 and int8.
      const isWeights = [2, 3].includes(tensor.dataType ?? 0) && (tensor.dims ?? []).length > 1
      if (!isWeights || tensor.name?.endsWith('zero_point')) continue
      found.held += tensor.rawData?.length ?? 0
      found.written += constants.bytesOf(tensor).length
      expect(constants.bytesOf(tensor)).toHaveLength(tensorBytes(tensor) ?? 0)
    }
    return { sha256: '0'.repeat(64), bytes: 0 }
  })
  await makeVariant(
    program,
    { path, target: join(dir, 'variant.onnx'), recipe: recipeSchema.parse(recipe) },
    () => {},
  )
  return found
}

const samples = { count: 1, seed: 1 }
test.each([
  ['tied weights', { precision: 'int8-dynamic' }, language(17).bytes],
  ['an LSTM', { precision: 'int8-dynamic' }, recurrent(17).bytes],
  ['products', { precision: 'int8-static', samples }, transformer(17).bytes],
  ['convolutions', { precision: 'int8-static', samples }, convolutional(17).bytes],
  ['products', { precision: 'int4' }, transformer(17).bytes],
  ['products', { precision: 'int4', symmetric: false }, transformer(17).bytes],
] as const)('of %s in %j', async (_, recipe, bytes) => {
  const { written, held } = await stored(bytes, recipe)
  expect(written).toBeGreaterThan(500)
  expect(held).toBe(0)
})
