// What a session's inputs and outputs are, and what a value is, as the library says it.

import type { TensorInfo } from '../../../shared/model.ts'
import { onnxElementTypes } from '../../../shared/tensor.ts'
import type { OrtApi, Pointer } from './api.ts'

/** `ONNXType` of a tensor. */
const tensorKind = 1

/** The library's number for an element type of ONNX in lower case; null for one that it does not number here. */
export function elementTypeNumber(type: string): number | null {
  const at = onnxElementTypes.indexOf(type)
  return at > 0 ? at : null
}

function enumeration(
  api: OrtApi,
  slot: 'getTensorElementType' | 'getOnnxTypeFromTypeInfo' | 'getValueType',
  of: Pointer,
): number {
  const out = new Int32Array(1)
  api.call(slot, of, out)
  return out[0] ?? 0
}

function dimsOf(api: OrtApi, shape: Pointer): (number | string)[] {
  const rank = api.count('getDimensionsCount', shape)
  const sizes = new BigInt64Array(rank)
  const symbols = new BigUint64Array(rank)
  if (rank > 0) {
    api.call('getDimensions', shape, sizes, rank)
    api.call('getSymbolicDimensions', shape, symbols, rank)
  }
  return Array.from(sizes, (size, axis) =>
    size >= 0n ? Number(size) : String(api.koffi.decode.string(symbols[axis])),
  )
}

function nameOf(
  api: OrtApi,
  session: Pointer,
  slot: 'sessionGetInputName' | 'sessionGetOutputName',
  index: number,
): string {
  const allocator = api.make('getDefaultAllocator')
  const address = api.make(slot, session, index, allocator)
  const name = api.koffi.decode.string(address)
  api.call('allocatorFree', allocator, address)
  return name
}

/** The element type and the sizes that the library's description of a tensor has. */
function describeTensor(api: OrtApi, shape: Pointer): Omit<TensorInfo, 'name'> {
  const type = onnxElementTypes[enumeration(api, 'getTensorElementType', shape)]
  return { type: type ?? 'unknown', dims: dimsOf(api, shape) }
}

const noTensor = { type: 'not a tensor', dims: [] }

type Side = 'Input' | 'Output'

function describeSide(api: OrtApi, session: Pointer, side: Side): readonly TensorInfo[] {
  const count = api.count(`sessionGet${side}Count`, session)
  return Array.from({ length: count }, (_, index) => {
    const name = nameOf(api, session, `sessionGet${side}Name`, index)
    const info = api.make(`sessionGet${side}TypeInfo`, session, index)
    try {
      return enumeration(api, 'getOnnxTypeFromTypeInfo', info) === tensorKind
        ? { name, ...describeTensor(api, api.make('castTypeInfoToTensorInfo', info)) }
        : { name, ...noTensor }
    } finally {
      api.release('releaseTypeInfo', info)
    }
  })
}

export const inputsOf = (api: OrtApi, session: Pointer) => describeSide(api, session, 'Input')
export const outputsOf = (api: OrtApi, session: Pointer) => describeSide(api, session, 'Output')

/** What a value is that the library made. */
export function describeValue(api: OrtApi, value: Pointer): Omit<TensorInfo, 'name'> {
  if (enumeration(api, 'getValueType', value) !== tensorKind) return noTensor
  const info = api.make('getTensorTypeAndShape', value)
  try {
    return describeTensor(api, info)
  } finally {
    api.release('releaseTensorInfo', info)
  }
}
