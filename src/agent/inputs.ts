// Makes a model's inputs as the plan says: seeded values, the same for the same plan, one number, positions, or the
// user's own. A value that an element can not hold is a fault, never another value.

import { batchAxis, shapesFor } from '../shared/dims.ts'
import { fail } from '../shared/fault.ts'
import {
  type FileValues,
  type InputValues,
  type PlannedInputs,
  valuesFor,
} from '../shared/input.ts'
import type { TensorInfo } from '../shared/model.ts'
import { seededUniform } from '../shared/stats.ts'
import {
  type ElementType,
  elementCountOf,
  elementTypeOf,
  setElement,
  type Tensor,
  type TensorData,
} from '../shared/tensor.ts'
import type { InputTensor } from './engine/engine.ts'

export interface InputRequest {
  readonly batch: number
  readonly dims: Readonly<Record<string, number>>
  readonly values: PlannedInputs
  readonly seed: number
  readonly modelName: string
  /** Gives the user's tensor, with exactly the type and the sizes that the plan says. */
  readFile(values: FileValues, input: TensorInfo): Tensor
}

/** Throws a `FaultError` for inputs that can not be made. */
export function makeInputs(inputs: readonly TensorInfo[], request: InputRequest): InputTensor[] {
  const shapes = shapesFor(inputs, request)
  const random = seededUniform(request.seed)
  return inputs.map((input) => {
    const { name, type } = input
    const dims = shapes.get(name) ?? []
    const element =
      elementTypeOf(type) ??
      fail('input-type-unsupported', { input: name, name: request.modelName, type })
    const values = valuesFor(name, request.values)
    const make = () =>
      values.kind === 'file'
        ? repeated(request.readFile(values, input), dims, batchAxis(inputs, input), element)
        : filled(element, dims, nextValue(values, { element, input, dims, random, request }))
    return { name, type, dims, data: withinMemory(make, request) }
  })
}

function withinMemory(make: () => TensorData, { modelName, batch }: InputRequest): TensorData {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return fail('out-of-memory', { name: modelName, batch }, error.message)
  }
}

type Stored = number | bigint

function filled(
  element: ElementType,
  dims: readonly number[],
  next: (at: number) => Stored,
): TensorData {
  const data = element.make(elementCountOf(dims))
  for (let at = 0; at < data.length; at++) setElement(data, at, next(at))
  return data
}

interface Making {
  readonly element: ElementType
  readonly input: TensorInfo
  readonly dims: readonly number[]
  readonly random: () => number
  readonly request: InputRequest
}

/** What stands at each place of the tensor. */
function nextValue(
  values: Exclude<InputValues, FileValues>,
  { element, input, dims, random, request }: Making,
): (at: number) => Stored {
  const encode = (value: number): Stored =>
    element.encode(value) ??
    fail('input-value-unfit', {
      value,
      input: input.name,
      name: request.modelName,
      type: input.type,
    })
  switch (values.kind) {
    case 'number': {
      const value = encode(values.value)
      return () => value
    }
    case 'counting': {
      const positions = Array.from({ length: dims.at(-1) ?? 1 }, (_, position) => encode(position))
      return (at) => positions[at % positions.length] ?? 0
    }
    case 'random': {
      const [least, most] = element.kind === 'float' ? [-1, 1] : [0, 1]
      const low = values.low ?? Math.min(least, values.high ?? least)
      const high = values.high ?? Math.max(most, values.low ?? most)
      for (const bound of [low, high]) encode(bound)
      return element.kind === 'float'
        ? () => encode(low + random() * (high - low))
        : () => encode(low + Math.floor(random() * (high - low + 1)))
    }
  }
}

/** The user's samples as many times as the batch needs, beginning again at the end. */
function repeated(
  { dims: given, data }: Tensor,
  dims: readonly number[],
  axis: number | null,
  element: ElementType,
): TensorData {
  const [samples, batch] = axis === null ? [1, 1] : [given[axis] ?? 1, dims[axis] ?? 1]
  if (samples === batch) return data
  const inner = elementCountOf(dims.slice((axis ?? 0) + 1))
  const all = element.make(elementCountOf(dims))
  for (let at = 0; at < all.length; at++) {
    const row = Math.floor(at / inner)
    const outer = Math.floor(row / batch)
    const source = (outer * samples + ((row % batch) % samples)) * inner + (at % inner)
    setElement(all, at, data[source] ?? 0)
  }
  return all
}
