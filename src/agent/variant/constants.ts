// The constants of a model: their bytes wherever they stand (in the file, in one beside it, or not made yet), as numbers,
// and new ones. Bytes are little-endian, as ONNX writes them, and asked for one tensor at a time: a model may be larger
// than memory.

import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { fromFloat16Bits } from '../../shared/float16.ts'
import { onnxElementTypes } from '../../shared/tensor.ts'
import { elementType, isExternal, type TensorProto, tensorBytes } from '../model/proto.ts'

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

export class Constants {
  readonly #folder: string
  readonly #made = new Map<TensorProto, () => Uint8Array>()

  /** `folder`: where the files beside the model lie, which were looked at before (`externalFiles`). */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** All bytes of a tensor that is not of strings. */
  bytesOf(tensor: TensorProto): Uint8Array {
    const make = this.#made.get(tensor)
    if (make !== undefined) return make()
    return isExternal(tensor) ? this.#external(tensor) : (tensor.rawData ?? new Uint8Array())
  }

  #external(tensor: TensorProto): Uint8Array {
    const entry = new Map(tensor.externalData?.map(({ key, value }) => [key ?? '', value ?? '']))
    const length = Number(entry.get('length') ?? tensorBytes(tensor) ?? 0)
    const bytes = new Uint8Array(length)
    const fd = openSync(join(this.#folder, ...(entry.get('location') ?? '').split('/')), 'r')
    try {
      const offset = Number(entry.get('offset') ?? 0)
      // One read gives at most 2 GiB.
      for (let at = 0; at < length; ) {
        const count = readSync(fd, bytes, at, Math.min(length - at, 2 ** 30), offset + at)
        if (count === 0) break
        at += count
      }
    } finally {
      closeSync(fd)
    }
    return bytes
  }

  /** A constant of `float`, `float16`, `bfloat16` or `double` as numbers of its own; null for one of another type. */
  floatsOf(tensor: TensorProto): Float32Array | Float64Array | null {
    switch (elementType(tensor.dataType)) {
      case 'float':
        return new Float32Array(aligned(this.bytesOf(tensor)))
      case 'double':
        return new Float64Array(aligned(this.bytesOf(tensor)))
      case 'float16':
        return Float32Array.from(new Uint16Array(aligned(this.bytesOf(tensor))), fromFloat16Bits)
      case 'bfloat16': {
        const halves = new Uint16Array(aligned(this.bytesOf(tensor)))
        return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer)
      }
      default:
        return null
    }
  }

  /** A constant of integers or booleans of a whole number of bytes; null for one of another type. */
  integersOf(tensor: TensorProto): IntegerArray | null {
    const type = elementType(tensor.dataType)
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
    this.#made.set(tensor, () => bytesOfArray(make()))
    return tensor
  }
}
