// The built agent makes variants: by its own codec, which is not the one of a source tree, of models as tools write them.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import onnxProto from 'onnx-proto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recipeSchema } from '../../src/shared/variant.ts'
import { modelOf, type Parts, value, writeModel } from '../fixtures/onnx.ts'
import {
  decoded,
  float32,
  levels,
  node,
  numbers,
  outputsOf,
  weights,
} from '../fixtures/variants.ts'
import { buildAgent, TestHome } from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

async function make(model: Uint8Array) {
  const folder = mkdtempSync(join(home.dir, 'variant-'))
  const [path, target] = [join(folder, 'model.onnx'), join(folder, 'half.onnx')]
  writeModel(path, model)
  const recipe = recipeSchema.parse({ precision: 'fp16' })
  const made = await home.call('variant-make', { path, target, recipe })
  return { target, made }
}

const toTheEnd: Parts = {
  nodes: [
    node('Relu', ['x'], 'r'),
    node('Slice', ['r'], 'y', [
      { name: 'starts', type: 7, ints: [1] },
      // Written by hand below: a double does not hold it.
      { name: 'ends', type: 7, ints: [123] },
    ]),
  ],
  inputs: [value('x', [3])],
  outputs: [value('y', [2])],
  opset: 9,
}

test('a slice to the end ends there still', async () => {
  const model = onnxProto.onnx.ModelProto.decode(modelOf(toTheEnd))
  const ends = model.graph?.node?.[1]?.attribute?.[1]
  if (ends) ends.ints = [{ low: -1, high: 0x7fff_ffff } as never]
  const { target } = await make(onnxProto.onnx.ModelProto.encode(model).finish())
  for (const level of levels) {
    const { y } = await outputsOf(target, { x: float32([1, 2, 3], [3]) }, level)
    expect(numbers(y)).toEqual([2, 3])
  }
})

test('a function of the model’s own stays as it is, with fp32 around it', async () => {
  const bytes = modelOf({
    nodes: [
      node('MatMul', ['x', 'w'], 'h'),
      { ...node('Twice', ['h'], 't'), domain: 'own' },
      node('Relu', ['t'], 'y'),
    ],
    inputs: [value('x', [1, 4])],
    outputs: [value('y', [1, 4])],
    weights: [weights('w', [4, 4], 3)],
  })
  const model = onnxProto.onnx.ModelProto.decode(bytes)
  model.opsetImport.push(onnxProto.onnx.OperatorSetIdProto.create({ domain: 'own', version: 1 }))
  // What the runtime can not be told by the operator's name, the exporter says.
  if (model.graph) model.graph.valueInfo = [value('t', [1, 4])]
  model.functions = [
    {
      ...{ name: 'Twice', domain: 'own', input: ['a'], output: ['b'] },
      node: [node('Add', ['a', 'a'], 'b')],
      opsetImport: [{ domain: '', version: 17 }],
    },
  ]
  const whole = onnxProto.onnx.ModelProto.encode(model).finish()
  const { target, made } = await make(whole)
  expect(made).toMatchObject({
    ...{ converted: { MatMul: 1, Relu: 1 } },
    kept: [{ operator: 'own:Twice', reason: 'operator' }],
  })
  expect(decoded(readFileSync(target)).functions).toHaveLength(1)
  const path = `${target}.original`
  writeFileSync(path, whole)
  const x = float32([1, -2, 3, 4], [1, 4])
  const expected = numbers((await outputsOf(path, { x })).y)
  for (const level of levels)
    for (const [index, number] of numbers((await outputsOf(target, { x }, level)).y).entries())
      expect(number).toBeCloseTo(expected[index] ?? 0, 2)
})
