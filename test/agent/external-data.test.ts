// Models whose weights stand in files beside them: what they are known by, what they may name, and that they run.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { external, modelOf, type Parts, value } from '../fixtures/onnx.ts'
import { buildAgent, planOf, TestHome } from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

const product: Parts = {
  nodes: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
  inputs: [value('x', ['N', 8])],
  outputs: [value('y', ['N', 4])],
}
const weightBytes = 8 * 4 * 4
const weights = new Uint8Array(new Float32Array(32).fill(0.5).buffer)

/** A folder with `model.onnx`, whose one weight is where `place` says, and the files that are given. */
function folderOf(
  place: Parameters<typeof external>[2],
  files: Readonly<Record<string, Uint8Array>> = {},
): string {
  const folder = mkdtempSync(join(home.dir, 'model-'))
  writeFileSync(
    join(folder, 'model.onnx'),
    modelOf({ ...product, weights: [external('w', [8, 4], place)] }),
  )
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}

const inspect = (folder: string) => home.call('model-inspect', { path: join(folder, 'model.onnx') })
const faultOf = (folder: string) =>
  home.fault('model-inspect', { path: join(folder, 'model.onnx') })

describe('a model with a file beside it', () => {
  test('is known by all of its files, as sha256sum lists them', async () => {
    const place = { location: 'data/w.bin', offset: 0, length: weightBytes }
    const folder = folderOf(place, { 'data/w.bin': weights })
    const info = await inspect(folder)
    const sums = 'sha256sum model.onnx data/w.bin'
    const said = execFileSync('sh', ['-c', `${sums}; ${sums} | sha256sum`], { cwd: folder })
    const [own, beside, all] = String(said)
      .split('\n')
      .map((line) => line.split(' ')[0])
    expect(info).toMatchObject({
      sha256: all,
      fileSha256: own,
      externalFiles: [{ location: 'data/w.bin', bytes: weightBytes, sha256: beside }],
      parameterCount: 32,
      multiplyAdds: 32,
    })
    writeFileSync(join(folder, 'data/w.bin'), new Uint8Array(weightBytes))
    expect((await inspect(folder)).sha256).not.toBe(all)
  })

  test('counts what stands beside it among its bytes', async () => {
    const folder = folderOf({ location: 'w.bin', offset: 4096 }, { 'w.bin': new Uint8Array(9000) })
    const { bytes, externalFiles } = await inspect(folder)
    const own = modelOf({
      ...product,
      weights: [external('w', [8, 4], { location: 'w.bin', offset: 4096 })],
    })
    expect(externalFiles).toMatchObject([{ bytes: 9000 }])
    expect(bytes).toBe(own.length + 9000)
  })

  test('runs on a board where it lies in its folder', async () => {
    const folder = folderOf({ location: 'data/w.bin' }, { 'data/w.bin': weights })
    const { sha256 } = await inspect(folder)
    cpSync(folder, join(home.dir, 'models', sha256), { recursive: true })
    const { events } = await home.sweep(planOf(sha256, { batches: [1, 3] }))
    expect(events.filter(({ type }) => type === 'point-ended')).toMatchObject([
      { outcome: { kind: 'measured' } },
      { outcome: { kind: 'measured' } },
    ])
  })

  test('is found in constants of inner graphs too', async () => {
    const constant = {
      opType: 'Constant',
      output: ['k'],
      attribute: [{ name: 'value', type: 4, t: external('k', [4], { location: 'k.bin' }) }],
    }
    const add = { opType: 'Add', input: ['x', 'k'], output: ['t'] }
    const branch = { name: 'branch', node: [constant, add], output: [value('t', ['N', 4])] }
    const attribute = ['then_branch', 'else_branch'].map((name) => ({ name, type: 5, g: branch }))
    const folder = mkdtempSync(join(home.dir, 'model-'))
    writeFileSync(
      join(folder, 'model.onnx'),
      modelOf({
        nodes: [{ opType: 'If', input: ['c'], output: ['y'], attribute }],
        inputs: [value('x', ['N', 4]), value('c', [], 'bool')],
      }),
    )
    expect(await faultOf(folder)).toMatchObject({
      code: 'model-data-missing',
      params: { name: 'model.onnx', files: 'k.bin' },
    })
  })
})

describe('a model is refused', () => {
  test('whose file is not there, by its name', async () => {
    expect(await faultOf(folderOf({ location: 'weights/w.bin' }))).toMatchObject({
      code: 'model-data-missing',
      params: { name: 'model.onnx', files: 'weights/w.bin' },
    })
    const folder = folderOf({ location: 'w.bin' })
    mkdirSync(join(folder, 'w.bin'))
    expect(await faultOf(folder)).toMatchObject({ code: 'model-data-missing' })
  })

  test.each([
    { location: 'w.bin', offset: 1, length: weightBytes },
    { location: 'w.bin', offset: 1 },
    { location: 'w.bin', length: weightBytes + 1 },
  ])('whose file is too short for %j', async (place) => {
    expect(await faultOf(folderOf(place, { 'w.bin': weights }))).toMatchObject({
      code: 'model-data-short',
      params: { files: 'w.bin' },
    })
  })

  test.each([
    '../outside.bin',
    'a/../../outside.bin',
    '/etc/hostname',
    'C:\\windows\\win.ini',
    '..',
    '',
    'line\nbreak',
    'Model.onnx',
    'model.onnx/w.bin',
  ])('whose weights are said to stand at %j', async (location) => {
    writeFileSync(join(home.dir, 'outside.bin'), weights)
    expect(await faultOf(folderOf({ location }))).toMatchObject({ code: 'model-data-outside' })
  })

  test('whose weights are a link that leads out of its folder', async () => {
    const outside = join(home.dir, 'elsewhere')
    mkdirSync(outside)
    writeFileSync(join(outside, 'w.bin'), weights)
    const linked = folderOf({ location: 'w.bin' })
    symlinkSync(join(outside, 'w.bin'), join(linked, 'w.bin'))
    expect(await faultOf(linked)).toMatchObject({
      code: 'model-data-outside',
      params: { files: 'w.bin' },
    })
    const throughFolder = folderOf({ location: 'data/w.bin' })
    symlinkSync(outside, join(throughFolder, 'data'))
    expect(await faultOf(throughFolder)).toMatchObject({ code: 'model-data-outside' })

    const within = folderOf({ location: 'w.bin' }, { 'real/w.bin': weights })
    symlinkSync('real/w.bin', join(within, 'w.bin'))
    expect((await inspect(within)).externalFiles).toMatchObject([{ location: 'w.bin' }])
    rmSync(outside, { recursive: true })
  })

  test('whose weights are links of a Hugging Face cache, unless they lead out of it', async () => {
    const repository = join(home.dir, 'hub', 'models--tiny--net')
    const snapshot = join(repository, 'snapshots', 'c0ffee', 'onnx')
    mkdirSync(join(repository, 'blobs'), { recursive: true })
    mkdirSync(snapshot, { recursive: true })
    cpSync(join(folderOf({ location: 'w.bin' }), 'model.onnx'), join(repository, 'blobs', 'aa'))
    writeFileSync(join(repository, 'blobs', 'bb'), weights)
    symlinkSync('../../../blobs/aa', join(snapshot, 'model.onnx'))
    symlinkSync('../../../blobs/bb', join(snapshot, 'w.bin'))
    expect((await inspect(snapshot)).externalFiles).toMatchObject([{ location: 'w.bin' }])

    const other = join(home.dir, 'hub', 'models--other--net', 'blobs')
    mkdirSync(other, { recursive: true })
    writeFileSync(join(other, 'cc'), weights)
    for (const target of [join(other, 'cc'), join(repository, 'refs')]) {
      if (target.endsWith('refs')) writeFileSync(target, weights)
      rmSync(join(snapshot, 'w.bin'))
      symlinkSync(target, join(snapshot, 'w.bin'))
      expect(await faultOf(snapshot)).toMatchObject({ code: 'model-data-outside' })
    }
    rmSync(join(home.dir, 'hub'), { recursive: true })
  })
})
