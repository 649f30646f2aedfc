// Undoes dynamic quantization: DynamicQuantizeLinear with the products of integers that read it, whose results are cast and
// multiplied by the scales of both sides again, and the operators of com.microsoft that do all of it at once.

import { operatorName } from '../model/node.ts'
import { dimsOf, elementCount, type NodeProto } from '../model/proto.ts'
import { dequantize } from './dequantized-weights.ts'
import { transposed } from './linear.ts'
import { chainFrom } from './scale-chain.ts'
import { nodeName, type Value } from './scope.ts'
import type { Undo, Undoing } from './undoing.ts'

/** Remembers what was quantized; the node falls away when nothing reads it. */
export const dynamicQuantize: Undo = (undoing, scope, { input, output }) => {
  const [quantized, scale, zeroPoint] = (output ?? []).map((name) => scope.values.get(name))
  const float = input?.[0]
  if (!quantized || !scale || !float) return
  undoing.dynamic.set(quantized, { float, scale, zeroPoint })
  undoing.standsFor(quantized, float, { scale, zeroPoint })
}

/** A constant side of a product of integers, in floats, times the constants that its channels were multiplied by. */
function scaledWeights(
  undoing: Undoing,
  { name, constant }: Value,
  zeroPoint: Value | undefined,
  factors: readonly Value[],
  axis: number,
): string | null {
  const { constants } = undoing.original
  if (!constant || (zeroPoint && !zeroPoint.constant)) return null
  const dims = dimsOf(constant)
  const along = dims.length > 1 ? axis : 0
  const scales = factors.map((factor) => undoing.floats(factor) ?? new Float32Array())
  const count = dims.at(along) ?? 1
  if (scales.some(({ length }) => length !== 1 && length !== count)) return null
  const zeroTensor = zeroPoint?.constant
  if (zeroTensor && ![1, count].includes(elementCount(zeroTensor))) return null
  return undoing.constant(`${name}/float`, dims, () => {
    const places = Math.max(1, ...scales.map(({ length }) => length))
    const zeros = zeroTensor ? constants.integersOf(zeroTensor) : null
    const several = Math.max(places, zeros?.length ?? 1)
    const scale = Float32Array.from({ length: several }, (_, place) =>
      scales.reduce((all, one) => all * (one[one.length === 1 ? 0 : place] ?? 0), 1),
    )
    return dequantize(constants.integersOf(constant) ?? [], dims, {
      ...{ scale, zeroPoint: zeros, blockSize: 0 },
      axis: along < 0 ? along + dims.length : along,
    })
  })
}

/** MatMulInteger and ConvInteger. */
export const integerProduct: Undo = (undoing, scope, node) => {
  const product = scope.values.get(node.output?.[0] ?? '')
  const isConv = operatorName(node) === 'ConvInteger'
  const sides = [0, 1].map((place) => scope.read(node, place))
  const quantized = sides.map((side) => (side ? undoing.dynamic.get(side) : undefined))
  // With another zero point it is the product of something else.
  const isOther = quantized.some(
    (known, place) => known && known.zeroPoint !== scope.read(node, 2 + place),
  )
  if (isOther) return
  const dynamic = quantized.flatMap((known) => known?.scale ?? [])
  const chain = product && chainFrom(product, dynamic)
  const [left, right] = sides
  if (!chain || !left || !right || dynamic.length === 0) return
  const floatSide = (side: Value, place: number, factors: readonly Value[]) =>
    undoing.dynamic.get(side)?.float ??
    scaledWeights(undoing, side, scope.read(node, 2 + place), factors, isConv ? 0 : -1)
  // Both sides computed: what else it was multiplied by comes after.
  const toRight = undoing.dynamic.has(right) ? [] : chain.factors
  const [one, other] = [floatSide(left, 0, []), floatSide(right, 1, toRight)]
  if (one === null || other === null) return
  const output = chain.last.output?.[0] ?? ''
  const after = toRight.length === 0 ? chain.factors : []
  const computed = after.length === 0 ? output : undoing.edit.name(`${output}/product`)
  const float: NodeProto = {
    ...{ opType: isConv ? 'Conv' : 'MatMul', name: node.name ?? '', output: [computed] },
    input: [one, other],
    attribute: node.attribute ?? [],
  }
  const nodes = [float]
  let reached = computed
  for (const [index, factor] of after.entries()) {
    const next = index === after.length - 1 ? output : undoing.edit.name(`${output}/times`)
    nodes.push({ opType: 'Mul', input: [reached, factor.name], output: [next] })
    reached = next
  }
  undoing.replaced.set(node, [])
  undoing.replaced.set(chain.last, nodes)
  undoing.converted(operatorName(node))
}

/** The product and, where there is one, the sum with a bias, under the name that the node had. */
function linear(undoing: Undoing, node: NodeProto, sides: readonly string[], bias: string): void {
  const output = node.output?.[0] ?? ''
  const name = nodeName(node)
  const product = bias ? undoing.edit.name(`${output}/product`) : output
  const nodes: NodeProto[] = [{ opType: 'MatMul', name, input: [...sides], output: [product] }]
  if (bias) nodes.push({ opType: 'Add', input: [product, bias], output: [output] })
  undoing.replaced.set(node, nodes)
  undoing.converted(operatorName(node))
}

/** com.microsoft: A, B, scale of B, its zero point, bias. */
export const dynamicQuantizeMatMul: Undo = (undoing, scope, node) => {
  const weights = scope.read(node, 1)
  const float =
    weights && undoing.weights(weights, scope.read(node, 2), scope.read(node, 3), { axis: -1 })
  if (float) linear(undoing, node, [node.input?.[0] ?? '', float], node.input?.[4] ?? '')
}

/** com.microsoft: A, B, their scales, their zero points, bias. */
export const matMulIntegerToFloat: Undo = (undoing, scope, node) => {
  const sides = [0, 1].map((place) => {
    const side = scope.read(node, place)
    if (!side) return null
    const [scale, zeroPoint] = [scope.read(node, 2 + place), scope.read(node, 4 + place)]
    return (
      undoing.floatOf(side, { scale, zeroPoint }) ??
      undoing.weights(side, scale, zeroPoint, { axis: -1 })
    )
  })
  const floats = sides.filter((side) => side !== null)
  if (floats.length === 2) linear(undoing, node, floats, node.input?.[6] ?? '')
}

/** com.microsoft: as LSTM, but with W and R transposed, and their scales and zero points as inputs 8 to 11. */
export const dynamicQuantizeLstm: Undo = (undoing, scope, node) => {
  const turned = [0, 1].map((which) => {
    const [weights, scale, zeroPoint] = [1 + which, 8 + 2 * which, 9 + 2 * which].map((place) =>
      scope.read(node, place),
    )
    const { constants } = undoing.original
    const [tensor, scales, zeros] = [weights?.constant, scale?.constant, zeroPoint?.constant]
    if (!weights || !tensor || !scales || !zeros) return null
    const [directions = 1, rows = 1, columns = 1] = dimsOf(tensor)
    const counts = [directions, directions * columns]
    const scaleCount = elementCount(scales)
    if (!counts.includes(scaleCount) || ![1, scaleCount].includes(elementCount(zeros))) return null
    return undoing.constant(`${weights.name}/float`, [directions, columns, rows], () => {
      const quantized = constants.integersOf(tensor) ?? []
      const factors = constants.floatsOf(scales) ?? []
      const zeroPoints = constants.integersOf(zeros)
      // One scale for each direction, or one for each of its columns.
      const perColumn = factors.length > directions
      const floats = dequantize(quantized, [directions, rows, columns], {
        ...{ scale: factors, zeroPoint: zeroPoints },
        ...(perColumn ? { axis: 1, blockSize: rows } : { axis: 0, blockSize: 0 }),
      })
      return transposed(floats, rows, columns)
    })
  })
  const [w, r] = turned
  if (!w || !r) return
  const [x = '', , , ...others] = node.input ?? []
  const input = [x, w, r, ...others.slice(0, 5)]
  while (input.at(-1) === '') input.pop()
  const { opType: _, domain: __, ...kept } = node
  undoing.replaced.set(node, [{ ...kept, opType: 'LSTM', input }])
  undoing.converted(operatorName(node))
}

/** com.microsoft: input, weights, bias, their scales, mask, their zero points, past. */
export const quantizedAttention: Undo = (undoing, scope, node) => {
  const [input, weights, scale, weightScale, zeroPoint, weightZero] = [0, 1, 3, 4, 6, 7].map(
    (place) => scope.read(node, place),
  )
  const float = input && undoing.floatOf(input, { scale, zeroPoint })
  const matrix = weights && undoing.weights(weights, weightScale, weightZero, { axis: -1 })
  if (!float || !matrix) return
  const others = [2, 5, 8].map((place) => node.input?.[place] ?? '')
  undoing.replaced.set(node, [{ ...node, opType: 'Attention', input: [float, matrix, ...others] }])
  undoing.converted(operatorName(node))
}
