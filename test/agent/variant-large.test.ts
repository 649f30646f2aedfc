// A model of more than 2 GB, whose weights stand in a file beside it (sparse here): its variant's do too, each where the
// model says, and no more than one of them is held at a time.

import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { inspectModel } from '../../src/agent/model/inspect.ts'
import { readModel } from '../../src/agent/model/read.ts'
import type { Program } from '../../src/agent/program.ts'
import { makeVariant } from '../../src/agent/variant/make.ts'
import { toFloat16Bits } from '../../src/shared/float16.ts'
import { recipeSchema } from '../../src/shared/variant.ts'
import { external, modelOf, value } from '../fixtures/onnx.ts'
import { node } from '../fixtures/variants.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-large-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** 2.25 GiB in nine layers. */
const layers = 9
const size = 8192
const layerBytes = size * size * 4

async function sparseModel(path: string): Promise<void> {
  const data = join(dir, 'weights.bin')
  await writeFile(data, '')
  await truncate(data, layers * layerBytes)
  const file = openSync(data, 'r+')
  for (let layer = 0; layer < layers; layer++)
    writeSync(file, new Uint8Array(Float32Array.of(layer + 1).buffer), 0, 4, layer * layerBytes)
  closeSync(file)
  const places = Array.from({ length: layers }, (_, layer) => layer)
  const model = modelOf({
    nodes: places.map((layer) =>
      node(
        'MatMul',
        [layer === 0 ? 'x' : `h${layer}`, `w${layer}`],
        layer === layers - 1 ? 'y' : `h${layer + 1}`,
      ),
    ),
    inputs: [value('x', ['N', size])],
    outputs: [value('y', ['N', size])],
    weights: places.map((layer) =>
      external(`w${layer}`, [size, size], {
        ...{ location: 'weights.bin', offset: layer * layerBytes, length: layerBytes },
      }),
    ),
  })
  await writeFile(path, model)
}

test('is written with its weights beside it', async () => {
  const [path, target] = [join(dir, 'model.onnx'), join(dir, 'half.onnx')]
  await sparseModel(path)
  const recipe = recipeSchema.parse({ precision: 'fp16' })
  const made = await makeVariant({} as Program, { path, target, recipe }, () => {})
  expect(made).toMatchObject({ converted: { MatMul: layers }, clampedValues: 0, lostValues: 0 })
  const info = await inspectModel(target, {})
  expect(info).toMatchObject({ sha256: made.sha256, bytes: made.bytes })
  expect(info.externalFiles).toMatchObject([
    { location: 'half.onnx.data', bytes: (layers * layerBytes) / 2 },
  ])
  expect(statSync(target).size).toBeLessThan(10_000)
  const file = openSync(`${target}.data`, 'r')
  for (const { name, externalData } of readModel(target).graph.initializer ?? []) {
    const offset = Number(externalData?.find(({ key }) => key === 'offset')?.value)
    const first = new Uint16Array(1)
    readSync(file, new Uint8Array(first.buffer), 0, 2, offset)
    expect(first[0]).toBe(toFloat16Bits(Number(name?.slice(1)) + 1))
  }
  closeSync(file)
}, 600_000)
