import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { type InputFileRequest, InputFiles } from '../../src/main/model/input-files.ts'
import { pictureDecoder } from '../../src/main/model/picture.ts'
import type { Dim } from '../../src/shared/content.ts'
import { FaultError } from '../../src/shared/fault.ts'
import type { PictureSettings } from '../../src/shared/input.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import { readNpy, writeNpy } from '../../src/shared/npy.ts'
import saved from '../fixtures/numpy.json' with { type: 'json' }

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'benchtop-inputs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The program as it stands in the sources: Node 24 runs it. */
const decode = pictureDecoder(join(root, 'src/main/decode-picture.ts'), root)

const sha256 = 'a'.repeat(64)

function modelWith(dims: readonly Dim[], type: string, sizes = {}): ModelRecord {
  const tensor = { name: 'x', type, dims: [...dims] }
  return {
    sha256,
    name: 'm',
    path: '/m.onnx',
    source: 'file',
    architecture: null,
    dims: sizes,
    inputs: {},
    variant: null,
    addedMs: 0,
    info: {
      sha256,
      fileSha256: sha256,
      bytes: 0,
      irVersion: 8,
      opset: 17,
      producer: '',
      inputs: [tensor],
      outputs: [],
      parameterCount: 0,
      multiplyAdds: null,
      operators: {},
      externalFiles: [],
      openDims: [],
      batch: 'dynamic',
      uncounted: [],
      inputRanges: {},
      weightTypes: {},
      metadata: {},
    },
  }
}

function save(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

async function added(model: ModelRecord, path: string, request: Partial<InputFileRequest> = {}) {
  const files = new InputFiles({ get: () => model }, join(folder, 'kept'), decode)
  const values = await files.add({ sha256, input: 'x', path, ...request })
  return { values, tensor: readNpy(readFileSync(files.path(values.sha256))) }
}

const faultOf = (adding: Promise<unknown>) =>
  adding.then(
    () => {
      throw new Error('nothing failed')
    },
    (error: unknown) => {
      if (error instanceof FaultError) return error.fault
      throw error
    },
  )

const doubles = (dims: readonly number[]) =>
  writeNpy({
    type: 'double',
    dims,
    data: Float64Array.from(
      { length: dims.reduce((product, size) => product * size, 1) },
      (_, at) => at / 4,
    ),
  })

describe('an array of the user’s', () => {
  it('gets the input’s type, and is kept under its content', async () => {
    const path = save('doubles.npy', doubles([2, 3]))
    const { values, tensor } = await added(modelWith(['N', 3], 'float'), path)
    expect(values).toMatchObject({ kind: 'file', name: 'doubles.npy', type: 'float', dims: [2, 3] })
    expect(tensor.data).toEqual(Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25))
    expect((await added(modelWith(['N', 3], 'float'), path)).values).toEqual(values)
    expect(readdirSync(join(folder, 'kept')).filter((name) => name.includes('part'))).toEqual([])
  })

  it('of one sample may come without a dimension for it', async () => {
    const path = save('sample.npy', doubles([3]))
    expect((await added(modelWith(['N', 3], 'float'), path)).values.dims).toEqual([1, 3])
    expect((await added(modelWith([1, 3], 'float'), path)).values.dims).toEqual([1, 3])
  })

  it('of another shape or type is a fault with both', async () => {
    const path = save('other.npy', doubles([2, 3]))
    expect(await faultOf(added(modelWith(['N', 4], 'float'), path))).toMatchObject({
      code: 'input-shape-mismatch',
      params: { given: '[2, 3]', expected: '[N, 4]', file: 'other.npy', input: 'x' },
    })
    expect(await faultOf(added(modelWith(['N', 3], 'int64'), path))).toMatchObject({
      code: 'input-type-mismatch',
      params: { given: 'double', expected: 'int64' },
    })
    const large = save(
      'large.npy',
      writeNpy({ type: 'int32', dims: [1], data: Int32Array.of(300) }),
    )
    expect(await faultOf(added(modelWith(['N'], 'uint8'), large))).toMatchObject({
      code: 'input-value-unfit',
      params: { value: '300', type: 'uint8', input: 'x' },
    })
  })

  it('may stand in an archive', async () => {
    const path = save('arrays.npz', Buffer.from(saved.npz, 'base64'))
    const { tensor } = await added(modelWith(['N'], 'float'), path)
    expect(tensor.data).toEqual(Float32Array.of(0, 1, 2))
  })

  it.each([
    ['a text', 'hello'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"/>'],
    ['half an array', 'k05VTVBZ'],
    ['nothing', ''],
    ['half a picture', '\x89PNG\r\n\x1a\n'],
  ])('is not %s', async (_, text) => {
    const path = save('odd.npy', Buffer.from(text, 'latin1'))
    expect(await faultOf(added(modelWith(['N', 3, 4, 4], 'float'), path))).toMatchObject({
      code: 'input-file-invalid',
      params: { file: 'odd.npy' },
    })
  })

  it('that is not there, or for an input that is not, is a fault', async () => {
    const model = modelWith(['N'], 'float')
    expect(await faultOf(added(model, join(folder, 'nowhere.npy')))).toMatchObject({
      code: 'file-unreadable',
    })
    expect(await faultOf(added(model, 'x.npy', { input: 'y' }))).toMatchObject({
      code: 'not-found',
    })
  })
})

/** Left half red, right half blue. */
async function picture(format: 'png' | 'jpeg' | 'webp', width = 8, height = 4): Promise<string> {
  const raw = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at++) raw[at * 3 + (at % width < width / 2 ? 0 : 2)] = 255
  const image = sharp(raw, { raw: { width, height, channels: 3 } })
  return save(`picture.${format}`, await image.toFormat(format, { quality: 100 }).toBuffer())
}

describe('a picture', () => {
  it('becomes planes of colours from 0 to 1', async () => {
    const path = await picture('png')
    const { tensor } = await added(modelWith(['N', 3, 4, 8], 'float'), path)
    expect(tensor).toMatchObject({ type: 'float', dims: [1, 3, 4, 8] })
    const row = (channel: number) => [...tensor.data.subarray(channel * 32, channel * 32 + 8)]
    expect([row(0), row(1), row(2)]).toEqual([
      [1, 1, 1, 1, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 1, 1, 1],
    ])
  })

  it('is shifted and scaled by channel, in the order that is asked for', async () => {
    const path = await picture('png')
    const image: PictureSettings = {
      mean: [0.5, 0, 0.25],
      std: [0.5, 1, 0.25],
      layout: 'nhwc',
      channels: 'bgr',
      fit: 'stretch',
    }
    const { tensor } = await added(modelWith(['N', 4, 8, 3], 'float'), path, { image })
    expect(tensor.dims).toEqual([1, 4, 8, 3])
    expect([...tensor.data.subarray(0, 3)]).toEqual([-1, 0, 3])
    expect([...tensor.data.subarray(21, 24)]).toEqual([1, 0, -1])
  })

  it('takes the model’s sides where it has some, and keeps its own where not', async () => {
    const path = await picture('webp')
    const open = modelWith(['N', 3, 'height', 'width'], 'float')
    expect((await added(open, path)).tensor.dims).toEqual([1, 3, 4, 8])
    const sized = modelWith(['N', 3, 'height', '2*side'], 'float', { height: 6, side: 5 })
    expect((await added(sized, path)).tensor.dims).toEqual([1, 3, 6, 10])
  })

  it('is cut, filled or stretched', async () => {
    const path = await picture('png')
    const columns = async (fit: 'cover' | 'contain' | 'stretch') => {
      const image: PictureSettings = {
        mean: [0],
        std: [1],
        layout: 'nchw',
        channels: 'rgb',
        fit,
      }
      const { tensor } = await added(modelWith(['N', 3, 4, 4], 'float'), path, { image })
      return [0, 1, 2, 3].map((y) => Number(tensor.data[y * 4]))
    }
    expect(await columns('cover')).toEqual([1, 1, 1, 1])
    expect(await columns('stretch')).toEqual([1, 1, 1, 1])
    expect(await columns('contain')).toEqual([0, 1, 1, 0])
  })

  it('keeps its bytes for an input of integers, and drops what is transparent', async () => {
    const pixel = { r: 200, g: 100, b: 50, alpha: 0.5 }
    const image = sharp({ create: { width: 2, height: 2, channels: 4, background: pixel } })
    const path = save('alpha.png', await image.png().toBuffer())
    const { tensor } = await added(modelWith(['N', 2, 2, 3], 'uint8'), path)
    expect([...tensor.data.subarray(0, 3)]).toEqual([200, 100, 50])
  })

  it('may be gray', async () => {
    const { tensor } = await added(modelWith(['N', 1, 4, 8], 'float'), await picture('jpeg'))
    expect(tensor.dims).toEqual([1, 1, 4, 8])
  })

  it('needs an input with room for it', async () => {
    const path = await picture('png')
    expect(await faultOf(added(modelWith(['N', 10], 'float'), path))).toMatchObject({
      code: 'input-shape-mismatch',
    })
    expect(await faultOf(added(modelWith(['N', 4, 4, 8], 'float'), path))).toMatchObject({
      code: 'input-shape-mismatch',
      params: { given: '[1, 3, 4, 8]', expected: '[N, 4, 4, 8]' },
    })
  })
})

describe('a folder', () => {
  const inFolder = (name: string, files: Readonly<Record<string, Uint8Array>>): string => {
    const path = join(folder, name)
    mkdirSync(path)
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(path, file), bytes)
    return path
  }
  const row = (value: number) =>
    writeNpy({ type: 'float', dims: [3], data: new Float32Array(3).fill(value) })

  it('is one tensor of samples in the order of their names, numbers as numbers', async () => {
    const path = inFolder('rows', {
      '10.npy': row(10),
      '9.npy': row(9),
      'b.npy': doubles([2, 3]),
      'labels.txt': Buffer.from('cat'),
      '.hidden.npy': row(5),
    })
    const { values, tensor } = await added(modelWith(['N', 3], 'float'), path)
    expect(values).toMatchObject({ name: 'rows', type: 'float', dims: [4, 3] })
    expect([0, 3, 6, 11].map((at) => tensor.data[at])).toEqual([9, 10, 0, 1.25])
  })

  it('of pictures has each made by the settings', async () => {
    const red = await sharp({
      create: { width: 8, height: 4, channels: 3, background: { r: 255, g: 0, b: 0 } },
    })
      .png()
      .toBuffer()
    const path = inFolder('pictures', {
      'a.png': red,
      'b.PNG': readFileSync(await picture('png')),
    })
    const { tensor } = await added(modelWith(['N', 3, 4, 8], 'float'), path)
    expect(tensor.dims).toEqual([2, 3, 4, 8])
    expect([0, 7, 96, 103].map((at) => tensor.data[at])).toEqual([1, 1, 1, 0])
  })

  it('may hold many of a fixed batch, as a file for samples may', async () => {
    const fixed = modelWith([1, 3], 'float')
    const path = inFolder('fixed', { 'a.npy': row(1), 'b.npy': row(2) })
    expect((await added(fixed, path)).values.dims).toEqual([2, 3])
    const rows = save('rows.npy', doubles([4, 3]))
    expect((await added(fixed, rows, { samples: true })).values.dims).toEqual([4, 3])
    expect(await faultOf(added(fixed, rows))).toMatchObject({ code: 'input-shape-mismatch' })
    const odd = save('odd-rows.npy', doubles([3, 3]))
    expect(await faultOf(added(modelWith([2, 3], 'float'), odd, { samples: true }))).toMatchObject({
      code: 'input-shape-mismatch',
    })
  })

  it('of nothing, or of things that do not fit together, is a fault that names them', async () => {
    const model = modelWith(['N', 'width'], 'float')
    expect(await faultOf(added(model, inFolder('empty', {})))).toMatchObject({
      code: 'input-file-invalid',
      params: { file: 'empty' },
    })
    const odd = inFolder('odd', { 'a.npy': doubles([1, 3]), 'b.npy': doubles([1, 4]) })
    expect(await faultOf(added(model, odd))).toMatchObject({
      code: 'input-file-invalid',
      params: { file: 'b.npy' },
    })
  })
})

describe('what is kept of input files', () => {
  it('goes when nothing uses it and it is a week old', async () => {
    const dir = mkdtempSync(join(folder, 'kept-'))
    const files = new InputFiles({ get: () => modelWith([4], 'float') }, dir, decode)
    const add = (value: number) => {
      const tensor = { type: 'float', dims: [4], data: new Float32Array(4).fill(value) }
      return files.add({ sha256, input: 'x', path: save(`${value}.npy`, writeNpy(tensor)) })
    }
    const [used, unused, recent] = [await add(1), await add(2), await add(3)]
    const weekAgo = new Date(Date.now() - 8 * 24 * 60 * 60_000)
    for (const { sha256 } of [used, unused]) utimesSync(files.path(sha256), weekAgo, weekAgo)
    await files.prune([{ x: used }, { x: { kind: 'counting' } }])
    const left = [used, recent].map((values) => `${values.sha256}.npy`)
    expect(readdirSync(dir).toSorted()).toEqual(left.toSorted())
    await new InputFiles({ get: () => null }, join(dir, 'none'), decode).prune([])
  })
})
