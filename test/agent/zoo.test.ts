// The zoo's further models: their sizes are the published ones, their bytes always the same, their outputs normal
// numbers, and a build that is ended leaves nothing.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LineSplitter } from '../../src/shared/ndjson.ts'
import { maxLineBytes, wireMessageSchema } from '../../src/shared/protocol.ts'
import { seededUniform } from '../../src/shared/stats.ts'
import { buildAgent, TestHome } from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

const folder = () => mkdtempSync(join(home.dir, 'zoo-'))

function expectNormal(values: Float32Array): void {
  expect(values.every(Number.isFinite)).toBe(true)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  expect(deviation).toBeGreaterThan(0.01)
  expect(deviation).toBeLessThan(20)
}

describe('MobileNetV2 1.0', () => {
  let path: string
  beforeAll(async () => {
    path = join(folder(), 'mobilenet.onnx')
    await home.call('model-build', { zoo: 'mobilenet-v2-1.0', path })
  })

  test('has the published size', async () => {
    expect(await home.call('model-inspect', { path })).toMatchObject({
      parameterCount: 3_504_872,
      multiplyAdds: 300_774_272,
      operators: { Conv: 52, Clip: 35, Add: 10, Gemm: 1 },
      batch: 'dynamic',
      openDims: [],
      externalFiles: [],
      metadata: { 'benchtop.zoo': 'mobilenet-v2-1.0' },
    })
  })

  test('puts out numbers of a normal size', async () => {
    const session = await InferenceSession.create(path, { intraOpNumThreads: 1 })
    const random = seededUniform(3)
    const pixels = Float32Array.from({ length: 3 * 224 * 224 }, () => random() * 2 - 1)
    const { logits } = await session.run({ input: new Tensor('float32', pixels, [1, 3, 224, 224]) })
    await session.release()
    expectNormal(logits?.data as Float32Array)
  })
})

describe('BERT-base', () => {
  let dir: string
  let built: { readonly sha256: string; readonly bytes: number }
  const path = () => join(dir, 'bert.onnx')
  beforeAll(async () => {
    dir = folder()
    built = await home.call('model-build', { zoo: 'bert-base', path: path() })
  })

  test('has the published size, its weights beside it, and nothing else', async () => {
    const info = await home.call('model-inspect', { path: path() })
    expect(info).toMatchObject({
      sha256: built.sha256,
      bytes: built.bytes,
      parameterCount: 109_482_240,
      openDims: ['sequence'],
      batch: 'dynamic',
    })
    expect(info.externalFiles.map(({ location }) => location)).toEqual(['bert-base.weights'])
    expect(readdirSync(dir).sort()).toEqual(['bert-base.weights', 'bert.onnx'])
    expect(statSync(path()).size).toBeLessThan(1024 ** 2)
  })

  test('is the same every time, and the same as ever', async () => {
    const again = join(folder(), 'again.onnx')
    expect(await home.call('model-build', { zoo: 'bert-base', path: again })).toEqual(built)
    expect(built.sha256).toMatch(/^4c5ec22a9e66696/)
  })

  test('takes any sequence and every word, and puts out numbers of a normal size', async () => {
    const session = await InferenceSession.create(path(), { intraOpNumThreads: 1 })
    for (const [batch, length] of [
      [1, 4],
      [2, 7],
    ] as const) {
      const ids = (values: (index: number) => number) =>
        new Tensor(
          'int64',
          BigInt64Array.from({ length: batch * length }, (_, index) => BigInt(values(index))),
          [batch, length],
        )
      const out = await session.run({
        input_ids: ids((index) => 30_521 - index * 1000),
        attention_mask: ids((index) => (index % length === length - 1 ? 0 : 1)),
        token_type_ids: ids((index) => index % 2),
      })
      expect(out.last_hidden_state?.dims).toEqual([batch, length, 768])
      expect(out.pooler_output?.dims).toEqual([batch, 768])
      expectNormal(out.last_hidden_state?.data as Float32Array)
      expectNormal(out.pooler_output?.data as Float32Array)
    }
    await session.release()
  })
})

describe('a build', () => {
  test('says how far it is, and leaves nothing when it is ended', async () => {
    const dir = folder()
    const path = join(dir, 'bert-large.onnx')
    const child = home.spawn('model-build')
    const lines = new LineSplitter(maxLineBytes)
    const progress: { readonly doneBytes: number; readonly totalBytes: number }[] = []
    const ended = new Promise<number | null>((done) => {
      child.once('close', (code) => done(code))
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        const message = wireMessageSchema.parse(JSON.parse(line))
        if (message.kind === 'progress') progress.push(message)
        if (progress.length === 3) child.kill('SIGTERM')
      }
    })
    child.stdin?.end(JSON.stringify({ zoo: 'bert-large', path }))
    expect(await ended).not.toBe(0)
    expect(progress.map(({ doneBytes }) => doneBytes)).toEqual(
      progress.map(({ doneBytes }) => doneBytes).sort((a, b) => a - b),
    )
    expect(progress[0]?.totalBytes).toBeGreaterThan(1_336_000_000)
    expect(readdirSync(dir)).toEqual([])
  })

  test('takes away what a killed one has left, and nothing else', async () => {
    const dir = folder()
    const path = join(dir, 'mobilenet.onnx')
    mkdirSync(dir, { recursive: true })
    for (const name of ['mobilenet.onnx.4194305.part', 'other.onnx.4194305.part'])
      writeFileSync(join(dir, name), 'a part')
    await home.call('model-build', { zoo: 'mobilenet-v2-1.0', path })
    expect(existsSync(path)).toBe(true)
    expect(readdirSync(dir).sort()).toEqual(['mobilenet.onnx', 'other.onnx.4194305.part'])
  })
})
