// The inputs of each sample: one inference at batch 1, or at the model's own batch where that is fixed. The same samples
// are the same values, for every model of the same interface.

import { batchOf, sampleAxis } from '../../shared/dims.ts'
import { type FileValues, firstInputs, type PlannedInputs, valuesFor } from '../../shared/input.ts'
import type { ModelInfo, TensorInfo } from '../../shared/model.ts'
import {
  elementCountOf,
  elementTypeOf,
  setElement,
  type Tensor,
  type TensorData,
} from '../../shared/tensor.ts'
import type { Samples } from '../../shared/variant.ts'
import type { InputTensor } from '../engine/engine.ts'
import type { Home } from '../home.ts'
import { readInputFile } from '../input-file.ts'
import { makeInputs } from '../inputs.ts'

export interface SampledModel extends Pick<ModelInfo, 'inputs' | 'inputRanges'> {
  readonly name: string
}

export type SampleInputs = (sample: number) => readonly InputTensor[]

/** The batch of one sample. */
export function sampleBatch(inputs: readonly TensorInfo[]): number {
  const batch = batchOf(inputs)
  return batch.kind === 'fixed' ? batch.size : 1
}

/** What the plan says of a tensor of the user's when only as many rows are taken as one sample has. */
function withRows(values: FileValues, axis: number, rows: number): FileValues {
  return { ...values, dims: values.dims.map((size, at) => (at === axis && size > 0 ? rows : size)) }
}

/** So many rows along an axis, beginning again at the end. */
export function rowsOf(
  { type, dims, data }: Tensor,
  axis: number,
  first: number,
  count: number,
): Tensor {
  const given = dims[axis] ?? 1
  const inner = elementCountOf(dims.slice(axis + 1))
  const outer = elementCountOf(dims.slice(0, axis))
  const sizes = dims.map((size, at) => (at === axis ? count : size))
  const taken: TensorData = elementTypeOf(type)?.make(elementCountOf(sizes)) ?? data
  for (let row = 0; row < outer * count; row++) {
    const source = Math.floor(row / count) * given + ((first + (row % count)) % given)
    for (let at = 0; at < inner; at++)
      setElement(taken, row * inner + at, data[source * inner + at] ?? 0)
  }
  return { type, dims: sizes, data: taken }
}

/**
 * Gives the inputs of each sample. What the samples do not say follows the model, as a new model's plan does. Throws a
 * `FaultError` for inputs that can not be made.
 */
export function sampleInputs(home: Home, model: SampledModel, samples: Samples): SampleInputs {
  const { inputs, name } = model
  const batch = sampleBatch(inputs)
  const asked: PlannedInputs = { ...firstInputs(model), ...samples.inputs }
  const axes = new Map(inputs.map((input) => [input.name, sampleAxis(inputs, input)]))
  const axisOf = (input: string) => axes.get(input) ?? null
  const files = new Map<string, Tensor>()
  const read = (input: TensorInfo): Tensor => {
    const values = valuesFor(input.name, asked)
    if (values.kind !== 'file') throw new Error(`${input.name} is of no file`)
    const tensor = files.get(input.name) ?? readInputFile(home, name, values, input)
    files.set(input.name, tensor)
    return tensor
  }
  const planned = Object.fromEntries(
    Object.entries(asked).map(([input, values]) => {
      const axis = axisOf(input)
      return [
        input,
        values.kind === 'file' && axis !== null ? withRows(values, axis, batch) : values,
      ]
    }),
  )
  return (sample) =>
    makeInputs(inputs, {
      batch,
      dims: samples.dims,
      values: planned,
      seed: samples.seed + sample,
      modelName: name,
      readFile: (_, input) => {
        const axis = axisOf(input.name)
        const tensor = read(input)
        return axis === null ? tensor : rowsOf(tensor, axis, sample * batch, batch)
      },
    })
}
