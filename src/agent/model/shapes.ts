// Shapes of what nodes put out, for the operators of common networks. A shape is wholly known or unknown (null):
// nothing is guessed.

import { asNumber, type NodeProto } from './proto.ts'

export type Shape = readonly number[]

export interface KnownInputs {
  /** Shape of an input by place; null is unknown, undefined is not given. */
  shape(place: number): Shape | null | undefined
  /** Values of a constant input of integers. */
  integers(place: number): readonly number[] | null
}

type ShapeRule = (node: NodeProto, inputs: KnownInputs) => Shape | null

export function attributeInts(node: NodeProto, name: string): number[] | null {
  const attribute = node.attribute?.find((candidate) => candidate.name === name)
  return attribute ? (attribute.ints ?? []).map(asNumber) : null
}

export function attributeInt(node: NodeProto, name: string, fallback: number): number {
  const attribute = node.attribute?.find((candidate) => candidate.name === name)
  return attribute ? asNumber(attribute.i) : fallback
}

function attributeString(node: NodeProto, name: string, fallback: string): string {
  const bytes = node.attribute?.find((candidate) => candidate.name === name)?.s
  return bytes ? Buffer.from(bytes).toString('utf8') : fallback
}

const product = (sizes: Shape) => sizes.reduce((total, size) => total * size, 1)
const normalAxis = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis)

/** Numpy's broadcasting; null where the shapes do not fit. */
export function broadcast(left: Shape, right: Shape): Shape | null {
  const rank = Math.max(left.length, right.length)
  const sizes: number[] = []
  for (let axis = 0; axis < rank; axis++) {
    const a = left[axis - rank + left.length] ?? 1
    const b = right[axis - rank + right.length] ?? 1
    if (a !== b && a !== 1 && b !== 1) return null
    sizes.push(a === 1 ? b : a)
  }
  return sizes
}

/** Spatial sizes after sliding a window, by the definition of Conv and of the pooling operators. */
function slide(node: NodeProto, spatial: Shape, kernel: Shape): Shape | null {
  const strides = attributeInts(node, 'strides') ?? spatial.map(() => 1)
  const dilations = attributeInts(node, 'dilations') ?? spatial.map(() => 1)
  const pads = attributeInts(node, 'pads') ?? [...spatial, ...spatial].map(() => 0)
  const autoPad = attributeString(node, 'auto_pad', 'NOTSET')
  const round = attributeInt(node, 'ceil_mode', 0) === 1 ? Math.ceil : Math.floor
  const sizes = spatial.map((size, axis) => {
    const stride = strides[axis] ?? 1
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1
    if (autoPad.startsWith('SAME')) return Math.ceil(size / stride)
    const padded =
      autoPad === 'VALID' ? size : size + (pads[axis] ?? 0) + (pads[axis + spatial.length] ?? 0)
    return round((padded - reach) / stride) + 1
  })
  return sizes.every((size) => size > 0) ? sizes : null
}

const same: ShapeRule = (_, { shape }) => shape(0) ?? null

const elementwise: ShapeRule = (_, { shape }) => {
  const [left, right] = [shape(0), shape(1)]
  return left && right ? broadcast(left, right) : null
}

const conv: ShapeRule = (node, { shape }) => {
  const [data, weight] = [shape(0), shape(1)]
  if (!data || !weight || data.length < 3 || data.length !== weight.length) return null
  const spatial = slide(node, data.slice(2), attributeInts(node, 'kernel_shape') ?? weight.slice(2))
  return spatial && [data[0] ?? 0, weight[0] ?? 0, ...spatial]
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

const reshape: ShapeRule = (node, { shape, integers }) => {
  const data = shape(0)
  const asked = integers(1)
  if (!data || !asked || attributeInt(node, 'allowzero', 0) !== 0) return null
  const sizes = asked.map((size, axis) => (size === 0 ? (data[axis] ?? 0) : size))
  const rest = product(sizes.filter((size) => size !== -1))
  const filled = sizes.map((size) => (size === -1 ? product(data) / rest : size))
  return product(filled) === product(data) && filled.every(Number.isInteger) ? filled : null
}

const gemm: ShapeRule = (node, { shape }) => {
  const [a, b] = [shape(0), shape(1)]
  if (a?.length !== 2 || b?.length !== 2) return null
  const rows = attributeInt(node, 'transA', 0) ? a[1] : a[0]
  const columns = attributeInt(node, 'transB', 0) ? b[0] : b[1]
  return [rows ?? 0, columns ?? 0]
}

const matMul: ShapeRule = (_, { shape }) => {
  const [a, b] = [shape(0), shape(1)]
  if (!a || !b || a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) return null
  const stack = broadcast(a.slice(0, -2), b.slice(0, -2))
  return stack && [...stack, a.at(-2) ?? 0, b.at(-1) ?? 0]
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

const unsqueeze: ShapeRule = (node, { shape, integers }) => {
  const data = shape(0)
  const axes = attributeInts(node, 'axes') ?? integers(1)
  if (!data || !axes) return null
  const rank = data.length + axes.length
  const added = new Set(axes.map((axis) => normalAxis(axis, rank)))
  const rest = [...data]
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 0)))
}

const squeeze: ShapeRule = (node, { shape, integers }) => {
  const data = shape(0)
  const axes = attributeInts(node, 'axes') ?? integers(1)
  if (!data || !axes) return null
  const removed = new Set(axes.map((axis) => normalAxis(axis, data.length)))
  return data.filter((_, axis) => !removed.has(axis))
}

const qlinear =
  (rule: ShapeRule): ShapeRule =>
  (node, inputs) =>
    rule(node, { ...inputs, shape: (place) => inputs.shape(place === 1 ? 3 : place) })

const table = (names: string, rule: ShapeRule): Record<string, ShapeRule> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]))

const rules: Readonly<Record<string, ShapeRule>> = {
  ...table(
    'Relu LeakyRelu PRelu Elu Selu Celu ThresholdedRelu Sigmoid HardSigmoid HardSwish Mish Gelu Softplus Softsign ' +
      'Tanh Erf Exp Log Sqrt Reciprocal Abs Neg Floor Ceil Round Sign Sin Cos Not Clip Cast Identity Dropout ' +
      'Softmax LogSoftmax BatchNormalization InstanceNormalization LayerNormalization GroupNormalization LRN ' +
      'QuantizeLinear DequantizeLinear',
    same,
  ),
  ...table('Add Sub Mul Div Pow Equal Greater Less And Or', elementwise),
  ...table('MaxPool AveragePool LpPool', pool),
  ...table('GlobalAveragePool GlobalMaxPool', globalPool),
  ...table('Conv ConvInteger', conv),
  ...table('MatMul MatMulInteger', matMul),
  QLinearConv: qlinear(conv),
  QLinearMatMul: qlinear(matMul),
  Gemm: gemm,
  Flatten: flatten,
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
}

/** Whether a rule says what this operator makes. */
export function hasShapeRule(opType: string): boolean {
  return Object.hasOwn(rules, opType)
}

/** Shape of a node's first output; null where the operator is not known here, or its inputs are not. */
export function outputShape(node: NodeProto, inputs: KnownInputs): Shape | null {
  return rules[node.opType ?? '']?.(node, inputs) ?? null
}
