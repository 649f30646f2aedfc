// The weights that a model keeps in files beside it: which files, where they may lie, and what they hold. Weights
// are hashed as they stream by and never held.

import { createHash } from 'node:crypto'
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, posix, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { modelFileName } from '../../shared/content.ts'
import { fail } from '../../shared/fault.ts'
import { type ExternalFile, externalFileSchema } from '../../shared/model.ts'
import { errorCode } from '../wire.ts'
import { isExternal, type ModelProto, type TensorProto, tensorBytes, tensorsOf } from './proto.ts'

const location = externalFileSchema.shape.location
/** How many names a fault lists. */
const maxNamed = 5

/** Where the values of a tensor stand. */
export interface ExternalPlace {
  /** Below the model's folder, with `/` between its parts; whether it leads out of it is told by `externalFiles`. */
  readonly location: string
  readonly offset: number
  readonly length: number
}

/** Of a tensor that is external. Where nothing says how long it is, its shape does. */
export function placeOf(tensor: TensorProto): ExternalPlace {
  const entry = new Map(
    (tensor.externalData ?? []).map(({ key, value }) => [key ?? '', value ?? '']),
  )
  const number = (key: string) => {
    const text = entry.get(key)
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
  }
  return {
    location: posix.normalize(entry.get('location') ?? ''),
    offset: number('offset') ?? 0,
    length: number('length') ?? tensorBytes(tensor) ?? 0,
  }
}

/** Location → how long that file must be. */
function locationsOf(model: ModelProto): Map<string, number> {
  const needed = new Map<string, number>()
  for (const tensor of tensorsOf(model)) {
    if (!isExternal(tensor)) continue
    const { location: place, offset, length } = placeOf(tensor)
    needed.set(place, Math.max(needed.get(place) ?? 0, offset + length))
  }
  return needed
}

const named = (locations: readonly string[]) =>
  locations.slice(0, maxNamed).join(', ') +
  (locations.length > maxNamed ? ` and ${locations.length - maxNamed} more` : '')

/** The size of a file, or null where there is none. */
function fileBytes(path: string): number | null {
  try {
    const found = statSync(path)
    return found.isFile() ? found.size : null
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null
    return fail('file-unreadable', { path }, String(error))
  }
}

/**
 * Where the links of a Hugging Face cache lead to: `models--…/snapshots/…` holds a file by its name,
 * `models--…/blobs` by its content. Null for a folder that is no snapshot.
 */
function blobsOf(folder: string): string | null {
  const place = /^(.*[\\/]models--[^\\/]+)[\\/]snapshots[\\/][^\\/]/.exec(folder)
  return place?.[1] === undefined ? null : join(place[1], 'blobs')
}

/** Whether a path stays below the model's folder when every link on the way was followed, or among its cache's blobs. */
function staysWithin(modelFolder: string, path: string): boolean {
  const folder = realpathSync(modelFolder).replace(/[\\/]+$/, '')
  const file = realpathSync(path)
  return file.startsWith(`${folder}${sep}`) || dirname(file) === blobsOf(folder)
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  } catch (error) {
    fail('file-unreadable', { path }, String(error))
  }
  return hash.digest('hex')
}

/**
 * The files beside the model at `path`, sorted by location. Throws the faults `model-data-outside` for a location
 * that leads out of the model's folder, `model-data-missing` and `model-data-short`.
 */
export async function externalFiles(path: string, model: ModelProto): Promise<ExternalFile[]> {
  const name = basename(path)
  const folder = dirname(path)
  const needed = locationsOf(model)
  const locations = [...needed.keys()].sort()
  const pathOf = (place: string) => join(folder, ...place.split('/'))
  const foreign = locations.filter((place) => !location.safeParse(place).success)
  if (foreign.length > 0) fail('model-data-outside', { name, files: named(foreign) })
  const bytes = new Map(locations.map((place) => [place, fileBytes(pathOf(place))]))
  const missing = locations.filter((place) => bytes.get(place) === null)
  if (missing.length > 0) fail('model-data-missing', { name, files: named(missing) })
  const linked = locations.filter((place) => !staysWithin(folder, pathOf(place)))
  if (linked.length > 0) fail('model-data-outside', { name, files: named(linked) })
  const short = locations.filter((place) => (bytes.get(place) ?? 0) < (needed.get(place) ?? 0))
  if (short.length > 0) fail('model-data-short', { name, files: named(short) })
  const files: ExternalFile[] = []
  for (const place of locations)
    files.push({
      location: place,
      bytes: bytes.get(place) ?? 0,
      sha256: await hashFile(pathOf(place)),
    })
  return files
}

/**
 * What a model is known by. A model in one file: that file's sha256. One with files beside it: the sha256 of the
 * list of all of them, the model's own first and the others sorted by location, each line as sha256sum prints it.
 * So `sha256sum model.onnx weights.bin | sha256sum` says the same of a model that is called model.onnx.
 */
export function contentId(fileSha256: string, external: readonly ExternalFile[]): string {
  if (external.length === 0) return fileSha256
  const list = [{ location: modelFileName, sha256: fileSha256 }, ...external]
  const lines = list.map(({ location, sha256 }) => `${sha256}  ${location}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}
