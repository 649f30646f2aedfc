// NumPy's .npy: a header in Python's notation and the elements behind it. Read from files that may hold anything, so
// every length is checked before it is used; written always as version 1, little-endian, in C order.

import { elementCountOf, elementTypeOf, type Tensor, type TensorData } from './tensor.ts'

/** Why some bytes are no array that can be read, in words for a fault's details. */
export class NpyError extends Error {
  override readonly name = 'NpyError'
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
const maxHeaderBytes = 64 * 1024
const maxRank = 32
/** A JavaScript array holds no more. */
const maxElements = 2 ** 31

/** NumPy's letter and width → ONNX's element type. */
const types: Readonly<Record<string, string>> = {
  f2: 'float16',
  f4: 'float',
  f8: 'double',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
}

interface Header {
  readonly type: string
  readonly isBigEndian: boolean
  readonly isFortran: boolean
  readonly dims: readonly number[]
}

export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

/** Throws an `NpyError` for what is no array of numbers. */
export function readNpy(bytes: Uint8Array): Tensor {
  if (!isNpy(bytes)) throw new NpyError('it does not begin as a .npy file')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = bytes[6] ?? 0
  const lengthBytes = version === 1 ? 2 : 4
  if (version < 1 || version > 3) throw new NpyError(`it is of version ${version}, not 1, 2 or 3`)
  const start = 8 + lengthBytes
  if (bytes.length < start) throw new NpyError('it ends in its header')
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > maxHeaderBytes) throw new NpyError(`its header is ${length} bytes long`)
  if (bytes.length < start + length) throw new NpyError('it ends in its header')
  const header = readHeader(new TextDecoder().decode(bytes.subarray(start, start + length)))
  const element = elementTypeOf(header.type)
  if (element === undefined) throw new NpyError(`it holds ${header.type}`)
  const found = bytes.length - start - length
  const needed = elementCountOf(header.dims) * element.bytes
  if (found !== needed)
    throw new NpyError(`[${header.dims.join(', ')}] takes ${needed} bytes, and it holds ${found}`)
  // A copy of its own, which `slice` would not be where the bytes are a Buffer of Node's.
  const buffer = new Uint8Array(bytes.subarray(start + length)).buffer
  if (header.isBigEndian) reverseEach(new Uint8Array(buffer), element.bytes)
  const data = element.over(buffer)
  if (header.type === 'bool') for (const [at, value] of data.entries()) data[at] = value ? 1 : 0
  return {
    type: header.type,
    dims: header.dims,
    data: header.isFortran ? inRowOrder(data, header.dims, element.make(data.length)) : data,
  }
}

function readHeader(text: string): Header {
  const [, order, dtype] = /['"]descr['"]\s*:\s*['"]([<>|=]?)([a-zA-Z]\d+|\?)['"]/.exec(text) ?? []
  if (order === undefined || dtype === undefined)
    throw new NpyError('its elements are no plain numbers')
  const type = types[dtype === '?' ? 'b1' : dtype]
  if (type === undefined) throw new NpyError(`its elements are of NumPy’s type ${dtype}`)
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1]
  const shape = /['"]shape['"]\s*:\s*\(([\d\sL,]*)\)/.exec(text)?.[1]
  if (fortran === undefined || shape === undefined) throw new NpyError('its header has no shape')
  const sizes = shape.split(',').map((size) => size.trim())
  const dims = sizes.filter((size) => size !== '').map((size) => Number(size.replace(/L$/, '')))
  if (dims.length > maxRank) throw new NpyError(`it has ${dims.length} dimensions`)
  if (!dims.every(Number.isSafeInteger) || !(elementCountOf(dims) <= maxElements))
    throw new NpyError('its shape is beyond what fits into memory')
  return { type, isBigEndian: order === '>', isFortran: fortran === 'True', dims }
}

function reverseEach(bytes: Uint8Array, width: number): void {
  if (width > 1)
    for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse()
}

/** From column order, in which the first index runs fastest, to row order. */
function inRowOrder(from: TensorData, dims: readonly number[], into: TensorData): TensorData {
  const strides = dims.map((_, axis) => elementCountOf(dims.slice(0, axis)))
  const index = dims.map(() => 0)
  const elements: { [index: number]: number | bigint } = into
  for (let at = 0, source = 0; at < from.length; at++) {
    elements[at] = from[source] ?? 0
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const [size, stride, position] = [dims[axis] ?? 1, strides[axis] ?? 1, index[axis] ?? 0]
      if (position + 1 < size) {
        index[axis] = position + 1
        source += stride
        break
      }
      index[axis] = 0
      source -= stride * position
    }
  }
  return into
}

/** Throws an `NpyError` for a type that .npy has no name for. */
export function writeNpy({ type, dims, data }: Tensor): Uint8Array<ArrayBuffer> {
  const dtype = Object.keys(types).find((name) => types[name] === type)
  if (dtype === undefined) throw new NpyError(`${type} has no place in .npy`)
  const order = dtype.endsWith('1') ? '|' : '<'
  const shape = dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`
  const text = `{'descr': '${order}${dtype}', 'fortran_order': False, 'shape': ${shape}, }`
  // The elements begin at a multiple of 64, and the header ends with a new line.
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`
  const start = 10 + padded.length
  const bytes = new Uint8Array(start + data.byteLength)
  bytes.set([...magic, 1, 0, padded.length & 255, padded.length >> 8])
  bytes.set(new TextEncoder().encode(padded), 10)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start)
  return bytes
}
