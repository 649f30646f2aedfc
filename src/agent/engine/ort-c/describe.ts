// What a session's inputs and outputs are, as the library says it.

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
  slot: 'getTensorElementType' | 'getOnnxTypeFromTypeInfo',
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

export function inputsOf(api: OrtApi, session: Pointer): readonly TensorInfo[] {
  return Array.from({ length: api.count('sessionGetInputCount', session) }, (_, index) => {
    const name = nameOf(api, session, 'sessionGetInputName', index)
    const info = api.make('sessionGetInputTypeInfo', session, index)
    try {
      if (enumeration(api, 'getOnnxTypeFromTypeInfo', info) !== tensorKind)
        return { name, type: 'not a tensor', dims: [] }
      const shape = api.make('castTypeInfoToTensorInfo', info)
      const type = onnxElementTypes[enumeration(api, 'getTensorElementType', shape)]
      return { name, type: type ?? 'unknown', dims: dimsOf(api, shape) }
    } finally {
      api.release('releaseTypeInfo', info)
    }
  })
}

export function outputNamesOf(api: OrtApi, session: Pointer): readonly string[] {
  return Array.from({ length: api.count('sessionGetOutputCount', session) }, (_, index) =>
    nameOf(api, session, 'sessionGetOutputName', index),
  )
}
