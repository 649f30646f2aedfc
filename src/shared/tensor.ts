// Tensors in memory: the element types that have a value here, what each can hold, and conversions that lose nothing
// but a float's precision. Multi-byte elements stand in the machine's own order, which is little-endian everywhere.

import { fromFloat16Bits, toFloat16Bits } from './float16.ts'

/** ONNX's element types by their numbers: TensorProto.DataType, and ONNX Runtime's ONNXTensorElementDataType too. */
export const onnxElementTypes: readonly string[] = [
  'undefined',
  'float',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'double',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
]

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array

export interface Tensor {
  /** ONNX element type in lower case; float16 values are the bits of a Uint16Array, booleans 0 and 1. */
  readonly type: string
  readonly dims: readonly number[]
  readonly data: TensorData
}

export interface ElementType {
  readonly kind: 'float' | 'integer'
  readonly bytes: number
  make(count: number): TensorData
  over(buffer: ArrayBuffer): TensorData
  /** What the element holds for a number; null where it can not hold it. */
  encode(value: number | bigint): number | bigint | null
}

type ArrayOf = {
  new (count: number): TensorData
  new (buffer: ArrayBuffer): TensorData
  readonly BYTES_PER_ELEMENT: number
}

function float(array: ArrayOf, round: (value: number) => number, bits = round): ElementType {
  return {
    kind: 'float',
    bytes: array.BYTES_PER_ELEMENT,
    make: (count) => new array(count),
    over: (buffer) => new array(buffer),
    encode: (value) => {
      const number = Number(value)
      const kept = round(number)
      if (typeof value === 'bigint' && (!Number.isFinite(kept) || BigInt(kept) !== value))
        return null
      return Number.isFinite(kept) || !Number.isFinite(number) ? bits(number) : null
    },
  }
}

function integer(array: ArrayOf, low: number, high: number): ElementType {
  return {
    kind: 'integer',
    bytes: array.BYTES_PER_ELEMENT,
    make: (count) => new array(count),
    over: (buffer) => new array(buffer),
    encode: (value) => {
      const number = Number(value)
      return Number.isInteger(number) && number >= low && number <= high ? number : null
    },
  }
}

function bigInteger(array: ArrayOf, low: bigint, high: bigint): ElementType {
  return {
    kind: 'integer',
    bytes: 8,
    make: (count) => new array(count),
    over: (buffer) => new array(buffer),
    encode: (value) => {
      if (typeof value === 'number' && !Number.isSafeInteger(value)) return null
      const number = BigInt(value)
      return number >= low && number <= high ? number : null
    },
  }
}

const elementTypes: Readonly<Record<string, ElementType>> = {
  float: float(Float32Array, Math.fround),
  double: float(Float64Array, (value) => value),
  float16: float(Uint16Array, (value) => fromFloat16Bits(toFloat16Bits(value)), toFloat16Bits),
  int8: integer(Int8Array, -(2 ** 7), 2 ** 7 - 1),
  uint8: integer(Uint8Array, 0, 2 ** 8 - 1),
  bool: integer(Uint8Array, 0, 1),
  int16: integer(Int16Array, -(2 ** 15), 2 ** 15 - 1),
  uint16: integer(Uint16Array, 0, 2 ** 16 - 1),
  int32: integer(Int32Array, -(2 ** 31), 2 ** 31 - 1),
  uint32: integer(Uint32Array, 0, 2 ** 32 - 1),
  int64: bigInteger(BigInt64Array, -(2n ** 63n), 2n ** 63n - 1n),
  uint64: bigInteger(BigUint64Array, 0n, 2n ** 64n - 1n),
}

/** Undefined for what has no values here: strings, complex numbers, types of less than a byte. */
export function elementTypeOf(type: string): ElementType | undefined {
  return Object.hasOwn(elementTypes, type) ? elementTypes[type] : undefined
}

export function elementCountOf(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1)
}

/** Sets one element; `value` as `encode` gave it. */
export function setElement(data: TensorData, index: number, value: number | bigint): void {
  const elements: { [index: number]: number | bigint } = data
  elements[index] = value
}

export function elementAt({ type, data }: Tensor, index: number): number | bigint {
  const value = data[index] ?? 0
  return type === 'float16' ? fromFloat16Bits(Number(value)) : value
}

export type Conversion =
  | { readonly kind: 'converted'; readonly tensor: Tensor }
  /** Floats are no integers, and some types have no values here. */
  | { readonly kind: 'other-type' }
  | { readonly kind: 'unfit'; readonly value: number | bigint }

/** Floats are rounded to the other precision; integers and booleans keep their value or are refused. */
export function convertTensor(tensor: Tensor, type: string): Conversion {
  if (tensor.type === type) return { kind: 'converted', tensor }
  const [from, to] = [elementTypeOf(tensor.type), elementTypeOf(type)]
  if (from === undefined || to === undefined) return { kind: 'other-type' }
  if (from.kind === 'float' && to.kind === 'integer') return { kind: 'other-type' }
  const data = to.make(tensor.data.length)
  const isExact = from.kind === 'integer' && to.kind === 'float'
  for (let index = 0; index < data.length; index++) {
    const value = elementAt(tensor, index)
    const kept = to.encode(isExact ? BigInt(value) : value)
    if (kept === null) return { kind: 'unfit', value }
    setElement(data, index, kept)
  }
  return { kind: 'converted', tensor: { type, dims: tensor.dims, data } }
}
