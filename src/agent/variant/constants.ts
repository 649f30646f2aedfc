// The constants of a model: their bytes wherever they stand (in the file, in one beside it, or not made yet), as numbers,
// and new ones. Bytes are little-endian, as ONNX writes them, and asked for one tensor at a time: a model may be larger
// than memory.

import { closeSync, openSync, readSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../shared/fault.ts'
import { fromFloat16s } from '../../shared/float16.ts'
import { onnxElementTypes } from '../../shared/tensor.ts'
import { type ExternalPlace, placeOf } from '../model/external.ts'
import { elementCount, elementType, isExternal, type TensorProto } from '../model/proto.ts'

/** ONNX's number of an element type: `float` is 1. */
export const typeNumber = (type: string) => onnxElementTypes.indexOf(type)

export interface NewConstant {
  readonly name: string
  readonly type: string
  readonly dims: readonly number[]
}

type IntegerArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array

const viewers: Readonly<Record<string, (buffer: ArrayBuffer) => IntegerArray>> = {
  int8: (buffer) => new Int8Array(buffer),
  uint8: (buffer) => new Uint8Array(buffer),
  bool: (buffer) => new Uint8Array(buffer),
  int16: (buffer) => new Int16Array(buffer),
  uint16: (buffer) => new Uint16Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  uint32: (buffer) => new Uint32Array(buffer),
  int64: (buffer) => new BigInt64Array(buffer),
}

/** A buffer of its own, so that it is aligned for every element type. */
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

const bytesOfArray = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)

/** Two to a byte, the lower half first. */
function unpacked(packed: Uint8Array, count: number, isSigned: boolean): Int8Array {
  return Int8Array.from({ length: count }, (_, index) => {
    const value = ((packed[index >> 1] ?? 0) >> (index % 2 === 0 ? 0 : 4)) & 0xf
    return isSigned && value > 7 ? value - 16 : value
  })
}

export class Constants {
  readonly #folder: string
  readonly #name: string
  readonly #readers = new Map<TensorProto, () => Uint8Array>()

  /** `path`: of the model, beside which its other files lie; they were looked at before (`externalFiles`). */
  constructor(path: string) {
    this.#folder = dirname(path)
    this.#name = basename(path)
  }

  /** All bytes of a tensor that is not of strings. */
  bytesOf(tensor: TensorProto): Uint8Array {
    return this.reader(tensor)()
  }

  /** What gives a tensor's bytes as they were when it was first asked for them, whatever becomes of the tensor. */
  reader(tensor: TensorProto): () => Uint8Array {
    const known = this.#readers.get(tensor)
    if (known !== undefined) return known
    const { rawData } = tensor
    const place = isExternal(tensor) ? placeOf(tensor) : null
    const read = () => (place === null ? (rawData ?? new Uint8Array()) : this.#external(place))
    this.#readers.set(tensor, read)
    return read
  }

  /** Throws the fault `model-data-short` for a file that became shorter since it was looked at. */
  #external({ location, offset, length }: ExternalPlace): Uint8Array {
    const bytes = new Uint8Array(length)
    const fd = openSync(join(this.#folder, ...location.split('/')), 'r')
    try {
      // One read gives at most 2 GiB.
      for (let at = 0; at < length; ) {
        const count = readSync(fd, bytes, at, Math.min(length - at, 2 ** 30), offset + at)
        if (count === 0) fail('model-data-short', { name: this.#name, files: location })
        at += count
      }
    } finally {
      closeSync(fd)
    }
    return bytes
  }

  /** A constant of `float`, `float16` or `double` as numbers of its own; null for one of another type. */
  floatsOf(tensor: TensorProto): Float32Array | Float64Array | null {
    switch (elementType(tensor.dataType)) {
      case 'float':
        return new Float32Array(aligned(this.bytesOf(tensor)))
      case 'double':
        return new Float64Array(aligned(this.bytesOf(tensor)))
      case 'float16':
        return fromFloat16s(new Uint16Array(aligned(this.bytesOf(tensor))))
      default:
        return null
    }
  }

  /** The same in single precision; none where it is of another type. */
  singlesOf(tensor: TensorProto): Float32Array {
    const floats = this.floatsOf(tensor) ?? []
    return floats instanceof Float32Array ? floats : new Float32Array(floats)
  }

  /** A constant of integers or booleans, those of four bits as bytes of their own; null for one of another type. */
  integersOf(tensor: TensorProto): IntegerArray | null {
    const type = elementType(tensor.dataType)
    if (type === 'int4' || type === 'uint4')
      return unpacked(this.bytesOf(tensor), elementCount(tensor), type === 'int4')
    return Object.hasOwn(viewers, type)
      ? (viewers[type]?.(aligned(this.bytesOf(tensor))) ?? null)
      : null
  }

  /** A constant whose elements are at hand, such as a scale. `values` is of the type's own kind of array. */
  of({ name, type, dims }: NewConstant, values: ArrayBufferView): TensorProto {
    return { name, dims: [...dims], dataType: typeNumber(type), rawData: bytesOfArray(values) }
  }

  /**
   * A constant whose elements are made when they are asked for: by what reads them and by the writing, so `make` may
   * be called more than once and must give the same each time.
   */
  later({ name, type, dims }: NewConstant, make: () => ArrayBufferView): TensorProto {
    const tensor: TensorProto = { name, dims: [...dims], dataType: typeNumber(type) }
    this.#readers.set(tensor, () => bytesOfArray(make()))
    return tensor
  }
}
