// Which dimensions of a model's inputs are the batch, which stay open, and what each becomes in a plan.

import { fail } from '../../shared/fault.ts'
import { openDimName, type TensorInfo } from '../../shared/model.ts'

export type Batch =
  /** The batch stands wherever the symbol does, and in unnamed first dimensions. */
  | { readonly kind: 'dynamic'; readonly symbol: string }
  | { readonly kind: 'fixed'; readonly size: number }

/**
 * The batch is dynamic where the first dimension of every input (scalars aside) is open and of one symbol, or of
 * none. An input that has the symbol elsewhere also counts: a state of shape [2, batch, 128]. Where the inputs
 * agree on nothing, no dimension is the batch: it is 1, and every open dimension is one to be given.
 */
export function batchOf(inputs: readonly TensorInfo[]): Batch {
  const shapes = inputs.map(({ dims }) => dims).filter((dims) => dims.length > 0)
  const firsts = shapes.map((dims) => dims[0])
  const symbol = firsts.find((first) => typeof first === 'string' && first !== '') ?? ''
  const carries = (dims: TensorInfo['dims']) =>
    dims[0] === '' || (symbol !== '' && dims.includes(symbol))
  if (shapes.length > 0 && shapes.every(carries)) return { kind: 'dynamic', symbol: String(symbol) }
  const [size] = firsts
  const isFixed = firsts.every((first) => typeof first === 'number')
  return { kind: 'fixed', size: isFixed && typeof size === 'number' ? size : 1 }
}

function isBatch(batch: Batch, dim: string, axis: number): boolean {
  if (batch.kind === 'fixed') return false
  return dim === '' ? axis === 0 : dim === batch.symbol
}

/** Names of the open dimensions other than the batch, each once, in the order of the inputs. */
export function openDimsOf(inputs: readonly TensorInfo[]): string[] {
  const batch = batchOf(inputs)
  const names = inputs.flatMap(({ name, dims }) =>
    dims.flatMap((dim, axis) =>
      typeof dim === 'string' && !isBatch(batch, dim, axis) ? [openDimName(name, axis, dim)] : [],
    ),
  )
  return [...new Set(names)]
}

/** Every input's shape for a batch, with a number for each open dimension. */
export function shapesFor(
  inputs: readonly TensorInfo[],
  asked: number,
  numbers: Readonly<Record<string, number>>,
  modelName: string,
): ReadonlyMap<string, readonly number[]> {
  const batch = batchOf(inputs)
  if (batch.kind === 'fixed' && batch.size !== asked)
    fail('batch-fixed', { name: modelName, fixed: batch.size, batch: asked })
  const missing = openDimsOf(inputs).filter((name) => !Object.hasOwn(numbers, name))
  if (missing.length > 0) fail('input-dims-unknown', { name: modelName, dims: missing.join(', ') })
  const sizeOf = (input: string, dim: string, axis: number) =>
    isBatch(batch, dim, axis) ? asked : (numbers[openDimName(input, axis, dim)] ?? asked)
  return new Map(
    inputs.map(({ name, dims }) => [
      name,
      dims.map((dim, axis) => (typeof dim === 'number' ? dim : sizeOf(name, dim, axis))),
    ]),
  )
}
