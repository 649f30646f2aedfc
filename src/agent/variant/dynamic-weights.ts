// The weights of int8-dynamic as constants of the model: each is stored once, however many nodes read it, and a table of
// embeddings that is a product's weights too (tied weights) serves both. None is held: it is rounded when it is written.

import type { KeptReason, RecipeOf } from '../../shared/variant.ts'
import { attributeInt, operatorName } from '../model/node.ts'
import { dimsOf, elementType, type NodeProto, type TensorProto } from '../model/proto.ts'
import { ints } from '../model/zoo/attributes.ts'
import { type Grid, s7Weights, s8Weights } from './affine.ts'
import { Latest } from './latest.ts'
import { constantOf, finiteFloats, type Linear, transposed } from './linear.ts'
import { addNumbers, type Numbers, type Quantizing } from './quantizing.ts'
import type { Scope } from './scope.ts'
import { channelsOf, storeWeights, weightScales } from './weights8.ts'

/** Tables with fewer numbers weigh little, and are often none of embeddings: sines of positions, ranges of bins. */
const leastTable = 2 ** 16

/** Whether a node looks up rows of a constant table of floats. */
export function isTable(scope: Scope, node: NodeProto): boolean {
  return tableOf(scope, node) !== null
}

function tableOf(scope: Scope, node: NodeProto): TensorProto | null {
  const tensor = constantOf(scope.read(node, 0))
  if (operatorName(node) !== 'Gather' || !tensor) return null
  const [rows = 0, columns = 0, ...more] = dimsOf(tensor)
  const isRows = [0, -2].includes(attributeInt(node, 'axis', 0))
  const isMatrix = more.length === 0 && rows * columns >= leastTable
  return isRows && isMatrix && elementType(tensor.dataType) === 'float' ? tensor : null
}

/** Names of constants. */
interface Named {
  readonly stored: string
  readonly scale: string
}

interface Rounded {
  readonly integers: Int8Array
  readonly scales: Float32Array
}

/** Integers that are stored, and what tells the scale of each channel along the first axis, or of all. */
interface Stored {
  readonly stored: string
  readonly scaleCount: number
  readonly scales: () => Float32Array
}

export class DynamicWeights {
  readonly #quantizing: Quantizing
  readonly #perChannel: boolean
  readonly #grid: Grid
  /** By tensor, and by how it is read. */
  readonly #made = new Map<TensorProto, Map<string, unknown>>()
  readonly #tables: ReadonlySet<TensorProto>
  readonly #latest = new Latest<Rounded>()

  constructor(
    quantizing: Quantizing,
    { perChannel, reduceRange }: RecipeOf<'int8-dynamic'>,
    isKept: (node: NodeProto) => boolean,
  ) {
    this.#quantizing = quantizing
    this.#perChannel = perChannel
    this.#grid = reduceRange ? s7Weights : s8Weights
    this.#tables = new Set(
      quantizing.root
        .all()
        .flatMap((scope) =>
          (scope.graph.node ?? []).flatMap((node) =>
            isKept(node) ? [] : (tableOf(scope, node) ?? []),
          ),
        ),
    )
  }

  /** The weights of a product by rows, and what its integers are multiplied by. */
  matrix({ weights, factor }: Pick<Linear, 'weights' | 'factor'>): Named {
    const { tensor, isTransposed, rows, columns } = weights
    return this.#once(tensor, `matrix ${isTransposed} ${factor}`, () => {
      const isTied = isTransposed && this.#tables.has(tensor)
      const { stored, scaleCount, scales } = isTied
        ? this.#turnedTable(tensor)
        : this.#columns(tensor, isTransposed, rows, columns)
      const dims = scaleCount === 1 ? [] : [scaleCount]
      const scale = () => scales().map((value) => value * factor)
      return { stored, scale: this.#constant(tensor, 'scale', 'float', dims, scale) }
    })
  }

  #columns(tensor: TensorProto, isTransposed: boolean, rows: number, columns: number): Stored {
    return this.#once(tensor, `columns ${isTransposed}`, () => {
      const rounded = this.#rounded(tensor, dimsOf(tensor), isTransposed ? 0 : 1)
      const byRows = () => {
        const { integers } = rounded()
        return isTransposed ? transposed(integers, columns, rows) : integers
      }
      return {
        stored: this.#constant(tensor, 'integers', 'int8', [rows, columns], byRows),
        scaleCount: this.#perChannel ? columns : 1,
        scales: () => rounded().scales,
      }
    })
  }

  /** A table as a matrix: turned round when the model is loaded. */
  #turnedTable(tensor: TensorProto): Stored {
    return this.#once(tensor, 'turned', () => {
      const { edit, original } = this.#quantizing
      const { stored, ...scales } = this.#table(tensor)
      const turned = edit.name(`${stored}/turned`)
      const attribute = [ints('perm', [1, 0])]
      const turn = edit.insert({
        opType: 'Transpose',
        input: [stored],
        output: [turned],
        attribute,
      })
      original.graph.node = [turn, ...(original.graph.node ?? [])]
      return { stored: turned, ...scales }
    })
  }

  /** The table that a node looks rows up in; the scales of rows stand as a column. */
  table(scope: Scope, node: NodeProto): Named & { readonly isPerRow: boolean } {
    const tensor = tableOf(scope, node)
    if (tensor === null) throw new Error('a node that looks up nothing constant')
    const { stored, scale, scaleCount } = this.#table(tensor)
    return { stored, scale, isPerRow: scaleCount > 1 }
  }

  #table(tensor: TensorProto): Stored & Named {
    return this.#once(tensor, 'table', () => {
      const rounded = this.#rounded(tensor, dimsOf(tensor), 0)
      const scales = () => rounded().scales
      const scaleCount = this.#perChannel ? (dimsOf(tensor)[0] ?? 1) : 1
      const dims = scaleCount === 1 ? [] : [scaleCount, 1]
      const integers = () => rounded().integers
      return {
        stored: this.#constant(tensor, 'integers', 'int8', dimsOf(tensor), integers),
        scale: this.#constant(tensor, 'scale', 'float', dims, scales),
        ...{ scaleCount, scales },
      }
    })
  }

  /**
   * Weights of an LSTM, [directions, gates, inputs], as DynamicQuantizeLSTM reads them: inputs before gates. Why they stay
   * where they are not constant floats.
   */
  recurrent(tensor: TensorProto | null): (Named & { readonly zeroPoint: string }) | KeptReason {
    if (tensor === null) return 'not-constant'
    if (elementType(tensor.dataType) !== 'float') return 'operator'
    const [directions = 0, gates = 0, inputs = 0, ...more] = dimsOf(tensor)
    if (directions * gates * inputs === 0 || more.length > 0) return 'shape'
    return this.#once(tensor, 'recurrent', () => {
      const dims = this.#perChannel ? [directions * gates, inputs] : [directions, gates * inputs]
      const rounded = this.#rounded(tensor, dims, 0, true)
      const turned = () => transposed(rounded().integers, gates, inputs)
      const each = this.#perChannel ? [directions, gates] : [directions]
      const zeros = new Int8Array(dims[0] ?? 1)
      return {
        stored: this.#constant(tensor, 'integers', 'int8', [directions, inputs, gates], turned),
        scale: this.#constant(tensor, 'scale', 'float', each, () => rounded().scales),
        zeroPoint: this.#constant(tensor, 'zero_point', 'int8', each, zeros),
      }
    })
  }

  /** What gives the weights rounded. */
  #rounded(
    tensor: TensorProto,
    dims: readonly number[],
    axis: number,
    perChannel = this.#perChannel,
  ): () => Rounded {
    const { original, losses } = this.#quantizing
    const channels = channelsOf(dims, perChannel ? axis : null)
    const round = () => {
      const weights = finiteFloats(original, tensor)
      const scales = weightScales(weights, channels, this.#grid)
      const { stored, lostValues } = storeWeights(weights, channels, scales, this.#grid)
      losses.set(channels, { clampedValues: 0, lostValues })
      return { integers: stored, scales }
    }
    return () => this.#latest.of(channels, round)
  }

  #constant(
    { name }: TensorProto,
    what: string,
    type: string,
    dims: readonly number[],
    numbers: Numbers,
  ): string {
    return addNumbers(this.#quantizing, `${name || 'weights'}/${what}`, type, dims, numbers)
  }

  #once<T>(tensor: TensorProto, use: string, make: () => T): T {
    const uses = this.#made.get(tensor) ?? new Map<string, unknown>()
    this.#made.set(tensor, uses)
    if (!uses.has(use)) uses.set(use, make())
    return uses.get(use) as T
  }
}
