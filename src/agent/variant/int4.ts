// int4: weights of matrix products in 4 bits, in blocks along their rows; activations stay in fp32 (MatMulNBits of
// com.microsoft, as `matmul_nbits_quantizer.py` of ONNX Runtime writes it).

import type { RecipeOf } from '../../shared/variant.ts'
import type { NodeProto, TensorProto } from '../model/proto.ts'
import { int } from '../model/zoo/attributes.ts'
import { Latest } from './latest.ts'
import { isLinear, type Linear, linearOf, type Matrix, matrixValues } from './linear.ts'
import type { Maker } from './make.ts'
import {
  addBias,
  addNumbers,
  finish,
  microsoft,
  type Numbers,
  openUnquantized,
  type Quantizing,
  replaceEach,
} from './quantizing.ts'
import { isKept } from './tally.ts'
import { type StoredBlocks, storeBlocks } from './weights4.ts'

/** Names of constants: those of MatMulNBits after its activation. */
type Blocks = readonly string[]

class BlockWeights {
  readonly #quantizing: Quantizing
  readonly #recipe: RecipeOf<'int4'>
  readonly #made = new Map<TensorProto, Map<string, Blocks>>()
  readonly #latest = new Latest<StoredBlocks>()

  constructor(quantizing: Quantizing, recipe: RecipeOf<'int4'>) {
    this.#quantizing = quantizing
    this.#recipe = recipe
  }

  /** Stored once, however many products read them. */
  of({ weights, factor }: Linear): Blocks {
    const made = this.#made.get(weights.tensor) ?? new Map<string, Blocks>()
    this.#made.set(weights.tensor, made)
    const use = `${weights.isTransposed} ${factor}`
    const blocks = made.get(use) ?? this.#store(weights, factor)
    made.set(use, blocks)
    return blocks
  }

  #store(weights: Matrix, factor: number): Blocks {
    const { tensor, rows, columns } = weights
    const { blockSize, symmetric } = this.#recipe
    const blocks = Math.ceil(rows / blockSize)
    const rounded = () => this.#latest.of(weights, () => this.#round(weights))
    const constant = (what: string, type: string, dims: readonly number[], numbers: Numbers) =>
      addNumbers(this.#quantizing, `${tensor.name || 'weights'}/${what}`, type, dims, numbers)
    const scales = () => rounded().scales.map((scale) => scale * factor)
    return [
      constant('int4', 'uint8', [columns, blocks, blockSize / 2], () => rounded().stored),
      // One dimension: what the operator was defined with at first, and takes still.
      constant('scale', 'float', [columns * blocks], scales),
      ...(symmetric
        ? []
        : [
            constant('zero_point', 'uint8', [columns * Math.ceil(blocks / 2)], () => {
              return rounded().zeroPoints ?? new Uint8Array()
            }),
          ]),
    ]
  }

  #round(weights: Matrix): StoredBlocks {
    const { original, losses } = this.#quantizing
    const values = matrixValues(original, weights)
    const made = storeBlocks(values, weights.rows, weights.columns, this.#recipe)
    const { clampedValues, lostValues } = made
    losses.set(weights, { clampedValues, lostValues })
    return made
  }
}

function product(
  quantizing: Quantizing,
  blocks: Blocks,
  { node, linear, blockSize }: { node: NodeProto; linear: Linear; blockSize: number },
): NodeProto[] {
  const { edit } = quantizing
  const [output = ''] = node.output ?? []
  const { rows, columns } = linear.weights
  const sum = linear.bias === null ? output : edit.name(`${output}/product`)
  return [
    edit.replacing({
      ...{ opType: 'MatMulNBits', domain: microsoft, name: node.name ?? '' },
      input: [linear.input, ...blocks],
      output: [sum],
      attribute: [
        ...[int('K', rows), int('N', columns)],
        ...[int('bits', 4), int('block_size', blockSize)],
      ],
    }),
    ...addBias(quantizing, sum, linear, output),
  ]
}

export const makeInt4: Maker<'int4'> = async (_, request, report) => {
  const quantizing = await openUnquantized(request.path)
  const { recipe } = request
  const weights = new BlockWeights(quantizing, recipe)
  replaceEach(quantizing, (scope, node) => {
    const linear = linearOf(scope, node)
    if (!isLinear(linear)) return linear
    if (isKept(node, recipe)) return 'recipe'
    const { blockSize } = recipe
    return product(quantizing, weights.of(linear), { node, linear, blockSize })
  })
  return finish(quantizing, request, report)
}
