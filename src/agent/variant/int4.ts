// int4: weights of matrix products in 4 bits, in blocks along their rows; activations stay in fp32 (MatMulNBits of
// com.microsoft, as `matmul_nbits_quantizer.py` of ONNX Runtime writes it).

import type { RecipeOf } from '../../shared/variant.ts'
import type { NodeProto, TensorProto } from '../model/proto.ts'
import { int } from '../model/zoo/attributes.ts'
import { addConstant } from './edit.ts'
import { isLinear, type Linear, linearOf, matrixValues } from './linear.ts'
import type { Maker } from './make.ts'
import {
  addBias,
  finish,
  microsoft,
  openUnquantized,
  type Quantizing,
  replaceEach,
} from './quantizing.ts'
import { isKept } from './tally.ts'
import { storeBlocks } from './weights4.ts'

/** Names of constants: those of MatMulNBits after its activation. */
type Blocks = readonly string[]

class BlockWeights {
  readonly #quantizing: Quantizing
  readonly #recipe: RecipeOf<'int4'>
  readonly #made = new Map<TensorProto, Map<string, Blocks>>()

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

  #store(weights: Linear['weights'], factor: number): Blocks {
    const { tensor, rows, columns } = weights
    const { blockSize } = this.#recipe
    const values = matrixValues(this.#quantizing.original, weights)
    const { stored, scales, zeroPoints, clampedValues, lostValues } = storeBlocks(
      values,
      rows,
      columns,
      this.#recipe,
    )
    this.#quantizing.clampedValues += clampedValues
    this.#quantizing.lostValues += lostValues
    const blocks = Math.ceil(rows / blockSize)
    const name = tensor.name || 'weights'
    return [
      this.#constant(`${name}/int4`, 'uint8', [columns, blocks, blockSize / 2], stored),
      // One dimension: what the operator was defined with at first, and takes still.
      this.#constant(
        `${name}/scale`,
        'float',
        [columns * blocks],
        scales.map((scale) => scale * factor),
      ),
      ...(zeroPoints === null
        ? []
        : [this.#constant(`${name}/zero_point`, 'uint8', [zeroPoints.length], zeroPoints)]),
    ]
  }

  #constant(
    base: string,
    type: string,
    dims: readonly number[],
    values: Uint8Array | Float32Array,
  ): string {
    const { edit, original } = this.#quantizing
    const name = edit.name(base)
    return addConstant(original.graph, original.constants.of({ name, type, dims }, values))
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
    edit.insert({
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
