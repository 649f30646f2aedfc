// Which dimensions of a model's inputs are the batch, which sizes have to be given, and what each input's shape is
// in a plan. A dimension may be a number, a symbol, arithmetic over symbols, or nothing; each symbol is asked once.

import type { Dim } from './content.ts'
import { type DimExpression, evaluateDim, parseDim, solveDim, symbolsIn } from './dim-expression.ts'
import { fail } from './fault.ts'
import type { PlannedInputs } from './input.ts'
import { openDimName, type TensorInfo } from './model.ts'

export type Batch =
  /** The batch stands wherever the symbol does, and in unnamed first dimensions. */
  | { readonly kind: 'dynamic'; readonly symbol: string }
  | { readonly kind: 'fixed'; readonly size: number }

/** The dimension at `axis` of `input`, with a name of its own where the model gives it none. */
export function dimAt({ name, dims }: TensorInfo, axis: number): DimExpression {
  const dim: Dim = dims[axis] ?? ''
  if (typeof dim === 'number') return { kind: 'number', value: { over: BigInt(dim), under: 1n } }
  return isUnnamed(dim) ? { kind: 'symbol', name: openDimName(name, axis, '') } : parseDim(dim)
}

/** How exporters write that they know nothing. */
function isUnnamed(dim: Dim): boolean {
  return typeof dim === 'string' && /^(\?|-1|None)?$/.test(dim.trim())
}

const expressionsOf = (input: TensorInfo) => input.dims.map((_, axis) => dimAt(input, axis))

/** Scalars, and switches of one element, say nothing of a batch. */
const hasBatchPlace = ({ dims }: TensorInfo) =>
  dims.length > 1 || (dims.length === 1 && dims[0] !== 1)

/**
 * The batch is dynamic where the first dimension of every input (scalars aside) is open and of one symbol, or of
 * none. An input that has the symbol elsewhere also counts: a state of shape [2, batch, 128], or a first dimension
 * that is computed from it. Where the inputs agree on nothing, no dimension is the batch: it is 1, and every open
 * dimension is one to be given.
 */
export function batchOf(inputs: readonly TensorInfo[]): Batch {
  const shaped = inputs.filter(hasBatchPlace)
  const named = shaped
    .filter(({ dims }) => !isUnnamed(dims[0] ?? ''))
    .map((input) => dimAt(input, 0))
    .find(({ kind }) => kind === 'symbol')
  const symbol = named?.kind === 'symbol' ? named.name : ''
  const carries = (input: TensorInfo) =>
    isUnnamed(input.dims[0] ?? '') ||
    (symbol !== '' && expressionsOf(input).some((dim) => symbolsIn(dim).includes(symbol)))
  if (shaped.length > 0 && shaped.every(carries)) return { kind: 'dynamic', symbol }
  const firsts = shaped.map(({ dims }) => dims[0])
  const [size] = firsts
  const isFixed = firsts.every((first) => typeof first === 'number')
  return { kind: 'fixed', size: isFixed && typeof size === 'number' ? size : 1 }
}

/** The names under which the batch stands in the inputs' dimensions. */
function batchNames(inputs: readonly TensorInfo[]): ReadonlySet<string> {
  const batch = batchOf(inputs)
  if (batch.kind === 'fixed') return new Set()
  const unnamed = inputs
    .filter(({ dims }) => dims.length > 0 && isUnnamed(dims[0] ?? ''))
    .map(({ name }) => openDimName(name, 0, ''))
  return new Set(batch.symbol === '' ? unnamed : [batch.symbol, ...unnamed])
}

/** The axis that holds the samples of a batch; null where the input has none of its own. */
export function batchAxis(inputs: readonly TensorInfo[], input: TensorInfo): number | null {
  const names = batchNames(inputs)
  const axis = expressionsOf(input).findIndex((dim) => dim.kind === 'symbol' && names.has(dim.name))
  return axis < 0 ? null : axis
}

/** The axis along which a tensor of the user's holds samples, each a batch of one or of the model's own; null where it holds one. */
export function sampleAxis(inputs: readonly TensorInfo[], input: TensorInfo): number | null {
  const batch = batchOf(inputs)
  if (batch.kind === 'dynamic') return batchAxis(inputs, input)
  return input.dims[0] === batch.size ? 0 : null
}

/** The sizes that have to be given, the batch aside: each once, in the order of the inputs. */
export function openDimsOf(inputs: readonly TensorInfo[]): string[] {
  const batch = batchNames(inputs)
  const symbols = inputs.flatMap(expressionsOf).flatMap(symbolsIn)
  return [...new Set(symbols)].filter((name) => !batch.has(name))
}

export interface Sizes {
  readonly batch: number
  /** By the names of `openDimsOf`. */
  readonly dims: Readonly<Record<string, number>>
  /** A file among them fixes the sizes that its own follow from. */
  readonly values: PlannedInputs
}

/** The size of every symbol that is given, or follows from a file. */
export function knownSizes(
  inputs: readonly TensorInfo[],
  { batch, dims, values }: Sizes,
): ReadonlyMap<string, number> {
  const batchSymbols = batchNames(inputs)
  const known = new Map<string, number>(Object.entries(dims))
  for (const name of batchSymbols) known.set(name, batch)
  const sizeOf = (name: string) => known.get(name)
  const given = inputs.flatMap((input) => {
    const file = values[input.name]
    if (file?.kind !== 'file' || file.dims.length !== input.dims.length) return []
    return file.dims.map((size, axis) => ({ dim: dimAt(input, axis), size }))
  })
  for (let before = -1; before < known.size; ) {
    before = known.size
    for (const { dim, size } of given) {
      const [symbol, ...others] = symbolsIn(dim).filter((name) => !known.has(name))
      if (symbol === undefined || others.length > 0) continue
      const solution = solveDim(dim, symbol, size, sizeOf)
      if (solution !== null) known.set(symbol, solution)
    }
  }
  return known
}

/** Names of sizes that are still to be given. */
export function missingDims(
  inputs: readonly TensorInfo[],
  sizes: Pick<Sizes, 'dims' | 'values'>,
): string[] {
  const known = knownSizes(inputs, { batch: 1, ...sizes })
  return openDimsOf(inputs).filter((name) => !known.has(name))
}

/** A size that convention makes likely for this name, to be shown and agreed to; null where there is none. */
export function suggestedSize(name: string): number | null {
  if (/^past(_\w*(len|length|sequence))?$/.test(name)) return 0
  return /^(batch|batch_size|.*\[0\])$/.test(name) ? 1 : null
}

/** Every input's shape. Throws a `FaultError` where a size is missing or impossible, or a file has another shape. */
export function shapesFor(
  inputs: readonly TensorInfo[],
  sizes: Sizes & { readonly modelName: string },
): ReadonlyMap<string, readonly number[]> {
  const { batch: asked, modelName: name } = sizes
  const batch = batchOf(inputs)
  if (batch.kind === 'fixed' && batch.size !== asked)
    fail('batch-fixed', { name, fixed: batch.size, batch: asked })
  const known = knownSizes(inputs, sizes)
  const missing = openDimsOf(inputs).filter((symbol) => !known.has(symbol))
  if (missing.length > 0) fail('input-dims-unknown', { name, dims: missing.join(', ') })
  return new Map(
    inputs.map((input) => {
      const shape = expressionsOf(input).map((dim, axis) => {
        const size = evaluateDim(dim, (symbol) => known.get(symbol))
        if (size === null || size < 0 || !Number.isSafeInteger(size))
          fail('input-dim-impossible', {
            name,
            input: input.name,
            dim: String(input.dims[axis]),
            size: size ?? 'nothing',
          })
        return size
      })
      checkFile(inputs, input, shape, sizes)
      return [input.name, shape]
    }),
  )
}

/** A file must have the model's shape, but for how many samples it holds. */
function checkFile(
  inputs: readonly TensorInfo[],
  input: TensorInfo,
  shape: readonly number[],
  { values, modelName }: Sizes & { readonly modelName: string },
): void {
  const file = values[input.name]
  if (file?.kind !== 'file') return
  const samples = batchAxis(inputs, input)
  const fits = (size: number, axis: number) =>
    axis === samples ? size > 0 || shape[axis] === 0 : size === shape[axis]
  if (file.dims.length === shape.length && file.dims.every(fits)) return
  fail('input-shape-mismatch', {
    name: modelName,
    input: input.name,
    file: file.name,
    given: `[${file.dims.join(', ')}]`,
    expected: `[${shape.map((size, axis) => (axis === samples ? 'batch' : size)).join(', ')}]`,
  })
}
