// Makes a model's inputs from its description: seeded values, the same for the same plan. Integers are 0 or 1,
// which are valid as indices and as masks; synthetic values say nothing of a model's accuracy.

import { shapesFor } from '../shared/dims.ts'
import { fail } from '../shared/fault.ts'
import type { TensorInfo } from '../shared/model.ts'
import { seededUniform } from '../shared/stats.ts'
import type { InputTensor, TensorData } from './engine/engine.ts'

type Random = () => number

const half = (random: Random) => Math.floor(random() * 2)

/** Bits of a half float in [1, 2) or, with the sign, (−2, −1]: the exponent is fixed, the fraction random. */
const float16Bits = (random: Random) => half(random) * 0x8000 + 0x3c00 + Math.floor(random() * 1024)

const symmetric = (random: Random) => random() * 2 - 1

const makers: Readonly<Record<string, (count: number, random: Random) => TensorData>> = {
  float: (count, random) => fill(new Float32Array(count), () => symmetric(random)),
  double: (count, random) => fill(new Float64Array(count), () => symmetric(random)),
  float16: (count, random) => fill(new Uint16Array(count), () => float16Bits(random)),
  int8: (count, random) => fill(new Int8Array(count), () => half(random)),
  uint8: (count, random) => fill(new Uint8Array(count), () => half(random)),
  bool: (count, random) => fill(new Uint8Array(count), () => half(random)),
  int16: (count, random) => fill(new Int16Array(count), () => half(random)),
  uint16: (count, random) => fill(new Uint16Array(count), () => half(random)),
  int32: (count, random) => fill(new Int32Array(count), () => half(random)),
  uint32: (count, random) => fill(new Uint32Array(count), () => half(random)),
  int64: (count, random) => fill(new BigInt64Array(count), () => BigInt(half(random))),
  uint64: (count, random) => fill(new BigUint64Array(count), () => BigInt(half(random))),
}

function fill<V, A extends { readonly length: number; [index: number]: V }>(
  array: A,
  next: () => V,
): A {
  for (let index = 0; index < array.length; index++) array[index] = next()
  return array
}

export interface InputRequest {
  readonly batch: number
  readonly dims: Readonly<Record<string, number>>
  readonly seed: number
  readonly modelName: string
}

/** Throws a `FaultError` for inputs that can not be made. */
export function makeInputs(
  inputs: readonly TensorInfo[],
  { batch, dims: numbers, seed, modelName }: InputRequest,
): InputTensor[] {
  const shapes = shapesFor(inputs, { batch, dims: numbers, values: {}, modelName })
  const random = seededUniform(seed)
  return inputs.map(({ name, type }) => {
    const dims = shapes.get(name) ?? []
    return { name, type, dims, data: makeValues(name, type, dims) }
  })

  function makeValues(name: string, type: string, dims: readonly number[]): TensorData {
    const make = makers[type]
    if (make === undefined) fail('input-type-unsupported', { input: name, name: modelName, type })
    try {
      return make(
        dims.reduce((product, size) => product * size, 1),
        random,
      )
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      fail('out-of-memory', { name: modelName, batch }, error.message)
    }
  }
}
