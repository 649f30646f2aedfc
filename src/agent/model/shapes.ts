// Shapes of what nodes put out, for the operators of common networks. A shape is wholly known or unknown (null):
// nothing is guessed.

import {
  attributeInt,
  attributeInts,
  integersAt,
  normalAxis,
  operatorName,
  product,
} from './node.ts'
import type { NodeProto } from './proto.ts'
import { broadcast, type KnownInputs, type Shape, type ShapeRule, slide } from './shape.ts'
import { movingRules } from './shapes-moving.ts'
import { productRules } from './shapes-products.ts'

const same: ShapeRule = (_, { shape }) => shape(0) ?? null

const elementwise: ShapeRule = (_, { shape }) => {
  const [left, right] = [shape(0), shape(1)]
  return left && right ? broadcast(left, right) : null
}

const pool: ShapeRule = (node, { shape }) => {
  const data = shape(0)
  const kernel = attributeInts(node, 'kernel_shape')
  if (!data || !kernel) return null
  const spatial = slide(node, data.slice(2), kernel)
  return spatial && [...data.slice(0, 2), ...spatial]
}

const globalPool: ShapeRule = (_, { shape }) =>
  shape(0)?.map((size, axis) => (axis < 2 ? size : 1)) ?? null

const flatten: ShapeRule = (node, { shape }) => {
  const data = shape(0)
  if (!data) return null
  const axis = normalAxis(attributeInt(node, 'axis', 1), data.length)
  return [product(data.slice(0, axis)), product(data.slice(axis))]
}

const reshape: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  const asked = attributeInts(node, 'shape') ?? integersAt(inputs, 1)
  if (!data || !asked || attributeInt(node, 'allowzero', 0) !== 0) return null
  const sizes = asked.map((size, axis) => (size === 0 ? (data[axis] ?? 0) : size))
  const rest = product(sizes.filter((size) => size !== -1))
  const filled = sizes.map((size) => (size === -1 ? product(data) / rest : size))
  return product(filled) === product(data) && filled.every(Number.isInteger) ? filled : null
}

const transpose: ShapeRule = (node, { shape }) => {
  const data = shape(0)
  if (!data) return null
  const order = attributeInts(node, 'perm') ?? data.map((_, axis) => data.length - 1 - axis)
  return order.map((axis) => data[axis] ?? 0)
}

const concat: ShapeRule = (node, { shape }) => {
  const shapes = (node.input ?? []).map((_, place) => shape(place))
  const first = shapes[0]
  if (!first) return null
  const axis = normalAxis(attributeInt(node, 'axis', 0), first.length)
  let total = 0
  for (const part of shapes) {
    if (!part) return null
    total += part[axis] ?? 0
  }
  return first.map((size, place) => (place === axis ? total : size))
}

const unsqueeze: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  const axes = attributeInts(node, 'axes') ?? integersAt(inputs, 1)
  if (!data || !axes) return null
  const rank = data.length + axes.length
  const added = new Set(axes.map((axis) => normalAxis(axis, rank)))
  const rest = [...data]
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 0)))
}

const squeeze: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  if (!data) return null
  const given = attributeInts(node, 'axes') ?? integersAt(inputs, 1)
  if (!given && inputs.shape(1) !== undefined) return null
  const axes = given ?? data.flatMap((size, axis) => (size === 1 ? [axis] : []))
  const removed = new Set(axes.map((axis) => normalAxis(axis, data.length)))
  return data.filter((_, axis) => !removed.has(axis))
}

/** With the second operand where a quantized operator has it, behind the scale and zero point of the first. */
const qlinear =
  (rule: ShapeRule): ShapeRule =>
  (node, { shape, numbers }) =>
    rule(node, { numbers, shape: (place) => shape(place === 1 ? 3 : place) })

/** Broadcasts all inputs. */
const variadic: ShapeRule = (node, { shape }) => {
  let sum: Shape | null = []
  for (const place of (node.input ?? []).keys()) {
    const each = shape(place)
    sum = each && sum ? broadcast(sum, each) : null
  }
  return sum
}

const table = (names: string, rule: ShapeRule): Record<string, ShapeRule> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]))

const rules: Readonly<Record<string, ShapeRule>> = {
  ...table(
    'Relu LeakyRelu PRelu Elu Selu Celu ThresholdedRelu Sigmoid HardSigmoid HardSwish Mish Gelu Softplus Softsign ' +
      'Tanh Erf Exp Log Sqrt Reciprocal Abs Neg Floor Ceil Round Sign Sin Cos Tan Asin Acos Atan Sinh Cosh Not Clip Cast ' +
      'CastLike Identity Dropout Softmax LogSoftmax Hardmax BatchNormalization InstanceNormalization LayerNormalization ' +
      'GroupNormalization RMSNormalization MeanVarianceNormalization LpNormalization LRN QuantizeLinear DequantizeLinear ' +
      'DynamicQuantizeLinear CumSum Trilu Shrink Swish IsNaN IsInf ReverseSequence Scatter ScatterElements ScatterND ' +
      'Bernoulli RandomNormalLike RandomUniformLike EyeLike ' +
      'com.microsoft:BiasGelu com.microsoft:FastGelu com.microsoft:Gelu com.microsoft:QuickGelu ' +
      'com.microsoft:SkipLayerNormalization com.microsoft:SkipSimplifiedLayerNormalization SimplifiedLayerNormalization ' +
      'com.microsoft:QuantizeLinear com.microsoft:DequantizeLinear com.microsoft:RotaryEmbedding ' +
      'com.microsoft:QLinearSigmoid com.microsoft:QLinearLeakyRelu com.microsoft:QLinearSoftmax com.microsoft:GroupNorm',
    same,
  ),
  ...table(
    'Add Sub Mul Div Pow Mod BitShift Equal Greater GreaterOrEqual Less LessOrEqual And Or Xor BitwiseAnd BitwiseOr',
    elementwise,
  ),
  ...table('Min Max Sum Mean Where', variadic),
  ...table('com.microsoft:QLinearAdd com.microsoft:QLinearMul', qlinear(elementwise)),
  ...table('MaxPool AveragePool LpPool com.microsoft:QLinearAveragePool', pool),
  ...table(
    'GlobalAveragePool GlobalMaxPool GlobalLpPool com.microsoft:QLinearGlobalAveragePool',
    globalPool,
  ),
  Flatten: flatten,
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  ...movingRules,
  ...productRules,
}

/** Whether a rule says what this operator makes, by its name with its domain (see `operatorName`). */
export function hasShapeRule(operator: string): boolean {
  return Object.hasOwn(rules, operator)
}

/** Shape of a node's first output; null where the operator is not known here, or its inputs are not. */
export function outputShape(node: NodeProto, inputs: KnownInputs): Shape | null {
  return rules[operatorName(node)]?.(node, inputs) ?? null
}
