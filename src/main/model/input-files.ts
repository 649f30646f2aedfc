// Files of the user's as values for a model's inputs: read, given the input's type, and kept as .npy by content, so
// that a run can be repeated after the user's file is gone. Whatever stands in such a file is checked before it is used.

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { evaluateDim } from '../../shared/dim-expression.ts'
import { batchAxis, dimAt, knownSizes } from '../../shared/dims.ts'
import { FaultError, fail } from '../../shared/fault.ts'
import {
  type FileValues,
  fileValues,
  type PictureSettings,
  type PlannedInputs,
} from '../../shared/input.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import type { TensorInfo } from '../../shared/model.ts'
import { isNpy, NpyError, readNpy, writeNpy } from '../../shared/npy.ts'
import type { PlannedModel } from '../../shared/plan.ts'
import { convertTensor, type Tensor } from '../../shared/tensor.ts'
import type { Content } from '../board/session.ts'
import type { ModelStore } from '../store/models.ts'
import { folderTensor, maxInputBytes } from './input-folder.ts'
import { isNpz, npzEntry } from './npz.ts'
import { type DecodePicture, isPicture, pictureTensor } from './picture.ts'

/** A form that is open for longer is seldom filled in to its end. */
const unusedForMs = 7 * 24 * 60 * 60_000

export interface InputFileRequest {
  readonly sha256: string
  readonly input: string
  readonly path: string
  /** How a picture is taken; guessed from the input's shape where it is left out. */
  readonly image?: PictureSettings | undefined
  /** To look at a model with: where its batch is fixed, the file may hold many of it. */
  readonly samples?: boolean | undefined
}

export class InputFiles {
  readonly #models: Pick<ModelStore, 'get'>
  readonly #dir: string
  readonly #decode: DecodePicture

  /** `dir`: where what was read is kept. */
  constructor(models: Pick<ModelStore, 'get'>, dir: string, decode: DecodePicture) {
    this.#models = models
    this.#dir = dir
    this.#decode = decode
  }

  /** Where the values with this content are. */
  path(sha256: string): string {
    return join(this.#dir, `${sha256}.npy`)
  }

  /** What a board needs of them for this model. */
  contents({ inputs }: Pick<PlannedModel, 'inputs'>): readonly Content[] {
    return fileValues(inputs).map(({ sha256, name }) => ({
      kind: 'input',
      id: sha256,
      name,
      files: [{ location: `${sha256}.npy`, path: this.path(sha256), sha256 }],
    }))
  }

  /**
   * Removes what none of these uses. What came lately stays: it may be for a plan that is still being made. What can not
   * be removed stays too, until the next time.
   */
  async prune(used: readonly PlannedInputs[]): Promise<void> {
    const kept = new Set(used.flatMap(fileValues).map(({ sha256 }) => `${sha256}.npy`))
    for (const name of await readdir(this.#dir).catch(() => [])) {
      const path = join(this.#dir, name)
      const ageMs = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now())
      if (!kept.has(name) && ageMs > unusedForMs)
        await rm(path, { force: true }).catch(() => undefined)
    }
  }

  /** Of a folder: all arrays and pictures in it, as one tensor of samples. */
  async add(request: InputFileRequest): Promise<FileValues> {
    const { sha256, input: name, image } = request
    const model = this.#models.get(sha256) ?? fail('not-found', { what: 'model', id: sha256 })
    const input =
      model.info.inputs.find((known) => known.name === name) ??
      fail('not-found', { what: 'input', id: name })
    const path = resolve(request.path)
    const place = { model, input, file: basename(path).slice(-200) }
    const isFolder = await isDirectory(path)
    const tensor = isFolder
      ? await folderTensor(path, (file) => this.#tensor(file, place, image))
      : await this.#tensor(path, place, image)
    checkFixedSizes(tensor, place, isFolder || request.samples === true)
    const bytes = writeNpy(tensor)
    const id = createHash('sha256').update(bytes).digest('hex')
    await this.#keep(id, bytes)
    const { type, dims } = tensor
    return { kind: 'file', sha256: id, name: place.file, type, dims: [...dims] }
  }

  /** With the input's type, and with a dimension for samples where it has one. */
  async #tensor(path: string, { model, input }: Place, image?: PictureSettings): Promise<Tensor> {
    const read = await this.#read(path, model, input, image)
    const file = basename(path).slice(-200)
    return withType(withSamples(read, input, model), { model, input, file })
  }

  async #read(
    path: string,
    model: ModelRecord,
    input: TensorInfo,
    image: PictureSettings | undefined,
  ): Promise<Tensor> {
    const bytes = await readBounded(path)
    try {
      if (isNpy(bytes)) return readNpy(bytes)
      if (isNpz(bytes)) return readNpy(npzEntry(bytes, input.name))
      if (isPicture(bytes)) return await this.#readPicture(bytes, model, input, image)
      throw new NpyError('it begins as no .npy, .npz, PNG, JPEG or WebP file does')
    } catch (error) {
      if (error instanceof FaultError) throw error
      return fail(
        'input-file-invalid',
        { file: basename(path) },
        error instanceof Error ? error.message : String(error),
      )
    }
  }

  async #readPicture(
    bytes: Uint8Array,
    model: ModelRecord,
    input: TensorInfo,
    image: PictureSettings | undefined,
  ): Promise<Tensor> {
    const rank = input.dims.length
    const settings = image ?? guessedSettings(input)
    const isRows = settings.layout === 'nhwc'
    if (rank !== 3 && rank !== 4)
      fail('input-shape-mismatch', {
        name: model.name,
        input: input.name,
        file: 'a picture',
        given: settings.layout,
        expected: `[${input.dims.join(', ')}]`,
      })
    const sizes = knownSizes(model.info.inputs, { batch: 1, dims: model.dims, values: {} })
    const sizeAt = (axis: number) => {
      const size = evaluateDim(dimAt(input, axis), (symbol) => sizes.get(symbol))
      return size !== null && Number.isInteger(size) && size > 0 ? size : null
    }
    const [row, column] = isRows ? [rank - 3, rank - 2] : [rank - 2, rank - 1]
    return pictureTensor(
      bytes,
      { hasBatch: rank === 4, type: input.type, height: sizeAt(row), width: sizeAt(column) },
      settings,
      this.#decode,
    )
  }

  async #keep(id: string, bytes: Uint8Array): Promise<void> {
    const part = `${this.path(id)}.${process.pid}.part`
    await mkdir(this.#dir, { recursive: true })
    try {
      await writeFile(part, bytes, { flush: true })
      await rename(part, this.path(id))
    } finally {
      await rm(part, { force: true })
    }
  }
}

const isDirectory = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    if (!found.isFile()) fail('file-unreadable', { path }, 'It is not a file.')
    if (found.size > maxInputBytes)
      fail('input-file-invalid', { file: basename(path) }, `It takes ${found.size} bytes.`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof FaultError) throw error
    return fail('file-unreadable', { path }, String(error))
  }
}

interface Place {
  readonly model: ModelRecord
  readonly input: TensorInfo
  /** What the user's file is called. */
  readonly file: string
}

/** Colours where the input has room for three, no shift and no scale. */
function guessedSettings({ dims }: TensorInfo): PictureSettings {
  const [first, last] = [dims.at(-3), dims.at(-1)]
  const isChannels = (size: unknown) => size === 1 || size === 3
  const layout = !isChannels(first) && isChannels(last) ? 'nhwc' : 'nchw'
  const channels = (layout === 'nhwc' ? last : first) === 1 ? 'gray' : 'rgb'
  return { mean: [0], std: [1], layout, channels, fit: 'stretch' }
}

/** A single sample may come without the dimension that counts samples. */
function withSamples(tensor: Tensor, input: TensorInfo, { info }: ModelRecord): Tensor {
  const lacksOne = tensor.dims.length === input.dims.length - 1
  const isFirst = batchAxis(info.inputs, input) === 0 || input.dims[0] === 1
  return lacksOne && isFirst ? { ...tensor, dims: [1, ...tensor.dims] } : tensor
}

function withType(tensor: Tensor, { model, input, file }: Place): Tensor {
  const converted = convertTensor(tensor, input.type)
  switch (converted.kind) {
    case 'converted':
      return converted.tensor
    case 'other-type':
      return fail('input-type-mismatch', {
        name: model.name,
        input: input.name,
        file,
        given: tensor.type,
        expected: input.type,
      })
    case 'unfit':
      return fail('input-value-unfit', {
        name: model.name,
        input: input.name,
        type: input.type,
        value: String(converted.value),
      })
  }
}

/** What the model itself fixes must be so, but that `many` of a fixed batch may stand together; open sizes take the file's. */
function checkFixedSizes(tensor: Tensor, { model, input, file }: Place, many: boolean): void {
  const fits = (size: number, axis: number) => {
    const dim = input.dims[axis]
    if (typeof dim === 'string' || dim === size) return true
    return many && axis === 0 && dim !== undefined && dim > 0 && size > 0 && size % dim === 0
  }
  if (tensor.dims.length === input.dims.length && tensor.dims.every(fits)) return
  fail('input-shape-mismatch', {
    name: model.name,
    input: input.name,
    file,
    given: `[${tensor.dims.join(', ')}]`,
    expected: `[${input.dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`,
  })
}
