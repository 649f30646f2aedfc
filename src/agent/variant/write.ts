// Writes a changed model: the same bytes for the same original and recipe, there whole or not at all. Weights stand in the
// file as long as it stays small enough to be held and to be a protobuf (2 GiB), else in one beside it.

import { basename, dirname, resolve } from 'node:path'
import { canonicalRecipe } from '../../shared/canonical-recipe.ts'
import { fail } from '../../shared/fault.ts'
import type { Made, Recipe } from '../../shared/variant.ts'
import { contentId } from '../model/external.ts'
import { graphsOf, onnx, type TensorProto, tensorBytes, tensorsOf } from '../model/proto.ts'
import { type WholeFile, writeWhole } from '../model/whole-files.ts'
import type { Constants } from './constants.ts'
import type { Original } from './original.ts'

/** Beyond this the weights go beside the model: what stands in it is held twice while it is encoded. */
const maxInlineBytes = 2 ** 29
/** A smaller constant stays in the model: shapes and scalars are looked at when it is loaded. */
const minBesideBytes = 1024
/** Where a tensor begins: a page, so that it can be mapped into memory. */
const alignment = 4096

export interface WriteRequest {
  readonly target: string
  readonly recipe: Recipe
}

function describe({ model, sha256 }: Original, recipe: Recipe): void {
  const said = new Map([
    ...(model.metadataProps ?? []).map(({ key, value }) => [key ?? '', value ?? ''] as const),
    ['benchtop.original', sha256],
    ['benchtop.recipe', canonicalRecipe(recipe)],
  ])
  model.metadataProps = [...said].map(([key, value]) => ({ key, value }))
  model.producerName = 'benchtop'
  model.producerVersion = ''
}

function toInline(tensor: TensorProto, constants: Constants): void {
  if (tensor.stringData?.length) return
  tensor.rawData = constants.bytesOf(tensor)
  tensor.externalData = []
  tensor.dataLocation = 0
}

/** Moves tensors into one file, and gives back the order in which it holds them. */
function besideOf(
  tensors: readonly TensorProto[],
  constants: Constants,
  target: string,
): WholeFile & { readonly location: string } {
  const location = `${basename(target)}.data`
  let end = 0
  const held = tensors.map((tensor) => {
    const offset = Math.ceil(end / alignment) * alignment
    const length = tensorBytes(tensor) ?? 0
    end = offset + length
    const bytes = constants.reader(tensor)
    const place = Object.entries({ location, offset, length })
    tensor.rawData = null
    tensor.dataLocation = 1
    tensor.externalData = place.map(([key, value]) => ({ key, value: String(value) }))
    return { offset, length, bytes }
  })
  return {
    target: `${target}.data`,
    location,
    bytes: end,
    *pieces() {
      let at = 0
      for (const { offset, length, bytes } of held) {
        if (offset > at) yield new Uint8Array(offset - at)
        yield bytes()
        at = offset + length
      }
    },
  }
}

/** Writes what became of the original. `report` hears how far it is, in bytes. */
export async function writeVariant(
  original: Original,
  { target, recipe }: WriteRequest,
  report: (doneBytes: number, totalBytes: number) => void,
): Promise<Pick<Made, 'sha256' | 'bytes'>> {
  const { model, graph, constants, functions } = original
  describe(original, recipe)
  const graphs = graphsOf(graph)
  for (const each of graphs) {
    // What it says of values within is of the original; a runtime finds types and shapes by itself.
    each.valueInfo = []
    each.quantizationAnnotation = []
  }
  const own = { ...model, functions: [] }
  const all = tensorsOf(own)
  const total = all.reduce((sum, tensor) => sum + (tensorBytes(tensor) ?? 0), 0)
  const movable = new Set(graphs.flatMap(({ initializer }) => initializer ?? []))
  const beside =
    total > maxInlineBytes
      ? all.filter((tensor) => movable.has(tensor) && (tensorBytes(tensor) ?? 0) >= minBesideBytes)
      : []
  const moved = new Set(beside)
  for (const tensor of all) if (!moved.has(tensor)) toInline(tensor, constants)
  const path = resolve(target)
  const data = beside.length > 0 ? besideOf(beside, constants, path) : null
  const encoded = onnx.ModelProto.encode(own).finish()
  const file: WholeFile = {
    target: path,
    bytes: encoded.length + functions.bytes.length,
    pieces: () => [encoded, functions.bytes],
  }
  const files = data ? [data, file] : [file]
  const taken = files.find((each) => original.files.includes(each.target))
  if (taken) fail('bad-request', { reason: `${taken.target} belongs to the original` })
  const hashes = await writeWhole(files, dirname(path), report)
  const external = data
    ? [{ location: data.location, bytes: data.bytes, sha256: hashes[0] ?? '' }]
    : []
  return {
    sha256: contentId(hashes.at(-1) ?? '', external),
    bytes: file.bytes + (data?.bytes ?? 0),
  }
}
