// Reads what a run left in the bound outputs: copies, so that the library may let go of its own.

import { elementCountOf, elementTypeOf, type Tensor } from '../../../shared/tensor.ts'
import { unreadableOutput } from '../ort-faults.ts'
import type { OrtApi, Pointer } from './api.ts'
import { describeValue } from './describe.ts'

const pointerBytes = 8

/** Calls `read` with the value of each output, in the order in which they were bound. */
export function readBoundOutputs(
  api: OrtApi,
  binding: Pointer,
  read: (value: Pointer, place: number) => void,
): void {
  const allocator = api.make('getDefaultAllocator')
  const list = new BigUint64Array(1)
  const count = new BigUint64Array(1)
  api.call('getBoundOutputValues', binding, allocator, list, count)
  const address = list[0] ?? 0n
  const values: readonly Pointer[] = Array.from({ length: Number(count[0]) }, (_, place) =>
    api.koffi.decode(address, place * pointerBytes, 'void *'),
  )
  if (address !== 0n) api.call('allocatorFree', allocator, address)
  try {
    for (const [place, value] of values.entries()) read(value, place)
  } finally {
    for (const value of values) api.release('releaseValue', value)
  }
}

/** Throws the fault `output-type-unsupported` for what holds no numbers. */
export function readTensor(
  api: OrtApi,
  value: Pointer,
  name: { readonly output: string; readonly name: string },
): Tensor {
  const { type, dims: told } = describeValue(api, value)
  const element = elementTypeOf(type) ?? unreadableOutput({ ...name, type })
  const dims = told.map(Number)
  const bytes = elementCountOf(dims) * element.bytes
  if (bytes === 0) return { type, dims, data: element.make(0) }
  const address = api.make('getTensorMutableData', value)
  return { type, dims, data: element.over(api.koffi.view(address, bytes).slice(0)) }
}
