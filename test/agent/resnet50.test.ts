// The zoo's ResNet-50 v1.5: its size is the published one, its bytes are always the same, its activations normal.

import { createHash } from 'node:crypto'
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededUniform } from '../../src/shared/stats.ts'
import { buildAgent, TestHome } from './agent.ts'

let home: TestHome
let path: string
let built: { readonly sha256: string; readonly bytes: number }

beforeAll(async () => {
  buildAgent()
  home = new TestHome()
  path = join(home.dir, 'zoo', 'resnet50.onnx')
  built = await home.call('model-build', { zoo: 'resnet50-v1.5', path })
})
afterAll(() => home.remove())

test('has the published size', async () => {
  const info = await home.call('model-inspect', { path })
  expect(info.parameterCount).toBe(25_557_032)
  expect(info.multiplyAdds).toBe(4_089_184_256)
  expect(info.operators).toMatchObject({
    Conv: 53,
    BatchNormalization: 53,
    Relu: 49,
    Add: 16,
    Gemm: 1,
  })
  expect(info.inputs).toEqual([{ name: 'input', type: 'float', dims: ['N', 3, 224, 224] }])
  expect(info.outputs).toEqual([{ name: 'logits', type: 'float', dims: ['N', 1000] }])
  expect(info.batch).toBe('dynamic')
  expect(info.metadata['benchtop.zoo']).toBe('resnet50-v1.5')
  expect(info.metadata['benchtop.label']).toMatch(/random weights/)
})

test('is the file that was said, with nothing left beside it', async () => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  expect(hash.digest('hex')).toBe(built.sha256)
  expect(readdirSync(join(home.dir, 'zoo'))).toEqual(['resnet50.onnx'])
})

test('is the same every time', async () => {
  const again = join(home.dir, 'again.onnx')
  expect(await home.call('model-build', { zoo: 'resnet50-v1.5', path: again })).toEqual(built)
})

test('puts out numbers of a normal size, other ones for another image', async () => {
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1 })
  const random = seededUniform(3)
  const pixels = Float32Array.from({ length: 2 * 3 * 224 * 224 }, () => random() * 2 - 1)
  const { logits } = await session.run({ input: new Tensor('float32', pixels, [2, 3, 224, 224]) })
  await session.release()
  expect(logits?.dims).toEqual([2, 1000])
  const values = logits?.data as Float32Array
  expect(values.every(Number.isFinite)).toBe(true)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  expect(deviation).toBeGreaterThan(0.05)
  expect(deviation).toBeLessThan(20)
  expect([...values.subarray(0, 1000)]).not.toEqual([...values.subarray(1000)])
})
