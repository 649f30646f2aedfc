// Multiply-adds of one inference of one sample: those of convolutions and matrix products, as published figures
// count them (biases, normalisation and activations are left out). Null where any of them is unknown.

import { batchOf } from '../../shared/dims.ts'
import type { TensorInfo } from '../../shared/model.ts'
import { asNumber, describeValue, type GraphProto, integersOf, type NodeProto } from './proto.ts'
import { attributeInt, hasShapeRule, type KnownInputs, outputShape, type Shape } from './shapes.ts'

const product = (sizes: Shape) => sizes.reduce((total, size) => total * size, 1)

/** Operators that multiply in ways which are not counted here: their presence makes the sum unknown. */
/** Operators of ONNX without a rule for their shape that multiply no matrices: they move, compare, sum or pick. */
const withoutProducts: ReadonlySet<string> = new Set(
  (
    'Constant ConstantOfShape Shape Size Range Gather GatherElements GatherND Scatter ScatterElements ScatterND Slice ' +
    'Split Expand Tile Pad Where Resize Upsample DepthToSpace SpaceToDepth ReverseSequence Compress Trilu EyeLike OneHot ' +
    'NonZero Unique TopK ArgMax ArgMin Hardmax Min Max Mean Sum Mod CumSum Xor BitShift IsNaN IsInf GreaterOrEqual ' +
    'LessOrEqual ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare ReduceL1 ReduceL2 ReduceLogSumExp ' +
    'MeanVarianceNormalization LpNormalization NonMaxSuppression RoiAlign MaxRoiPool GlobalLpPool DynamicQuantizeLinear ' +
    'CastLike Shrink Swish RMSNormalization'
  ).split(' '),
)

const uncounted: ReadonlySet<string> = new Set(
  'ConvTranspose DeformConv LSTM GRU RNN Einsum Attention If Loop Scan DFT STFT'.split(' '),
)

type Count = (node: NodeProto, out: Shape, inputs: KnownInputs) => number | null

const convWith =
  (weightPlace: number): Count =>
  (_, out, { shape }) => {
    const weight = shape(weightPlace)
    return weight ? product(out) * product(weight.slice(1)) : null
  }

const matMul: Count = (_, out, { shape }) => {
  const inner = shape(0)?.at(-1)
  return inner === undefined ? null : product(out) * inner
}

const gemm: Count = (node, out, { shape }) => {
  const inner = shape(0)?.[attributeInt(node, 'transA', 0) ? 0 : 1]
  return inner === undefined ? null : product(out) * inner
}

const counts: Readonly<Record<string, Count>> = {
  Conv: convWith(1),
  ConvInteger: convWith(1),
  QLinearConv: convWith(3),
  MatMul: matMul,
  MatMulInteger: matMul,
  QLinearMatMul: matMul,
  Gemm: gemm,
}

/** Shapes for a batch of one where everything else is known. */
function knownShape({ dims }: TensorInfo, batchSymbol: string | null): Shape | null {
  const sizes = dims.map((dim, axis) => {
    if (typeof dim === 'number') return dim
    if (batchSymbol === null) return null
    return (dim === '' ? axis === 0 : dim === batchSymbol) ? 1 : null
  })
  return sizes.every((size) => size !== null) ? sizes : null
}

class ShapeTable {
  readonly #shapes = new Map<string, Shape | null>()
  readonly #integers = new Map<string, readonly number[] | null>()
  readonly #declared: ReadonlyMap<string, Shape | null>

  constructor(graph: GraphProto, inputs: readonly TensorInfo[], batchSymbol: string | null) {
    this.#declared = new Map(
      [...(graph.valueInfo ?? []), ...(graph.output ?? [])]
        .filter(({ type }) => type?.tensorType?.shape)
        .map(describeValue)
        .map((value) => [value.name, knownShape(value, batchSymbol)]),
    )
    for (const input of inputs) this.#shapes.set(input.name, knownShape(input, batchSymbol))
    for (const tensor of graph.initializer ?? []) {
      this.#shapes.set(tensor.name ?? '', (tensor.dims ?? []).map(asNumber))
      this.#integers.set(tensor.name ?? '', integersOf(tensor))
    }
  }

  /** What is known of a node's inputs; afterwards of its outputs. */
  visit(node: NodeProto): { readonly inputs: KnownInputs; readonly out: Shape | null } {
    const nameAt = (place: number) => node.input?.[place] || undefined
    const inputs: KnownInputs = {
      shape: (place) => {
        const name = nameAt(place)
        return name === undefined ? undefined : (this.#shapes.get(name) ?? null)
      },
      integers: (place) => this.#integers.get(nameAt(place) ?? '') ?? null,
    }
    const [first, ...others] = node.output ?? []
    const constant =
      node.opType === 'Constant' && node.attribute?.find((a) => a.name === 'value')?.t
    const out = constant
      ? (constant.dims ?? []).map(asNumber)
      : (outputShape(node, inputs) ?? this.#declared.get(first ?? '') ?? null)
    if (first) this.#shapes.set(first, out)
    if (first && constant) this.#integers.set(first, integersOf(constant))
    for (const other of others) this.#shapes.set(other, this.#declared.get(other) ?? null)
    return { inputs, out }
  }
}

/** `inputs` without the initialisers. */
export function countMultiplyAdds(graph: GraphProto, inputs: readonly TensorInfo[]): number | null {
  const batch = batchOf(inputs)
  const shapes = new ShapeTable(graph, inputs, batch.kind === 'dynamic' ? batch.symbol : null)
  let total = 0
  for (const node of graph.node ?? []) {
    const foreign = node.domain !== '' && node.domain !== 'ai.onnx' && node.domain !== undefined
    if (foreign || uncounted.has(node.opType ?? '')) return null
    const { inputs: known, out } = shapes.visit(node)
    const opType = node.opType ?? ''
    const count = counts[opType]
    if (count === undefined && !withoutProducts.has(opType) && !hasShapeRule(opType)) return null
    if (count === undefined) continue
    const multiplyAdds = out && count(node, out, known)
    if (multiplyAdds === null) return null
    total += multiplyAdds
  }
  return batch.kind === 'fixed' ? total / Math.max(1, batch.size) : total
}
