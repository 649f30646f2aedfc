// Operators that multiply matrices or slide kernels: the shape of what they put out, and how many multiply-adds that is.
// Published figures count these alone: biases, normalisation and activations are left out.

import { attributeInt, attributeInts, attributeString, operatorName, product } from './node.ts'
import type { NodeProto } from './proto.ts'
import { broadcast, type KnownInputs, type Shape, type ShapeRule, slide } from './shape.ts'

const conv: ShapeRule = (node, { shape }) => {
  const [data, weight] = [shape(0), shape(1)]
  if (!data || !weight || data.length < 3 || data.length !== weight.length) return null
  const spatial = slide(node, data.slice(2), attributeInts(node, 'kernel_shape') ?? weight.slice(2))
  return spatial && [data[0] ?? 0, weight[0] ?? 0, ...spatial]
}

const gemm: ShapeRule = (node, { shape }) => {
  const [a, b] = [shape(0), shape(1)]
  if (a?.length !== 2 || b?.length !== 2) return null
  const rows = attributeInt(node, 'transA', 0) ? a[1] : a[0]
  const columns = attributeInt(node, 'transB', 0) ? b[0] : b[1]
  return [rows ?? 0, columns ?? 0]
}

/** Of vectors too, as numpy does it. */
export const matMul: ShapeRule = (node, { shape, numbers }) => {
  const [a, b] = [shape(0), shape(1)]
  if (!a?.length || !b?.length) return null
  const asMatrices = (left: Shape, right: Shape) =>
    matMul(node, { numbers, shape: (place) => (place === 0 ? left : right) })
  if (a.length === 1) return asMatrices([1, ...a], b)?.toSpliced(-2, 1) ?? null
  if (b.length === 1) return asMatrices(a, [...b, 1])?.slice(0, -1) ?? null
  if (a.at(-1) !== b.at(-2)) return null
  const stack = broadcast(a.slice(0, -2), b.slice(0, -2))
  return stack && [...stack, a.at(-2) ?? 0, b.at(-1) ?? 0]
}

/** Takes the operands from other places than the first two. */
const operandsAt =
  (places: readonly [number, number], rule: ShapeRule): ShapeRule =>
  (node, { shape, numbers }) =>
    rule(node, { numbers, shape: (place) => shape(places[place] ?? place) })

/** Operands of a fused product may be meant transposed. */
const fusedMatMul: ShapeRule = (node, { shape, numbers }) => {
  const turned = (place: number, name: string) => {
    const data = shape(place)
    if (!data || data.length < 2 || attributeInt(node, name, 0) === 0) return data
    return [...data.slice(0, -2), data.at(-1) ?? 0, data.at(-2) ?? 0]
  }
  return matMul(node, {
    numbers,
    shape: (place) => turned(place, place === 0 ? 'transA' : 'transB'),
  })
}

const convTranspose: ShapeRule = (node, { shape }) => {
  const [data, weight] = [shape(0), shape(1)]
  if (!data || !weight || data.length < 3) return null
  const spatial = data.slice(2)
  const channels = (weight[1] ?? 0) * attributeInt(node, 'group', 1)
  const given = attributeInts(node, 'output_shape')
  if (given) return [data[0] ?? 0, channels, ...given.slice(-spatial.length)]
  const strides = attributeInts(node, 'strides') ?? spatial.map(() => 1)
  const dilations = attributeInts(node, 'dilations') ?? spatial.map(() => 1)
  const extra = attributeInts(node, 'output_padding') ?? spatial.map(() => 0)
  const pads = attributeInts(node, 'pads') ?? [...spatial, ...spatial].map(() => 0)
  const kernel = attributeInts(node, 'kernel_shape') ?? weight.slice(2)
  const isSame = attributeString(node, 'auto_pad', 'NOTSET').startsWith('SAME')
  const sizes = spatial.map((size, axis) => {
    const stride = strides[axis] ?? 1
    if (isSame) return size * stride
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1
    const cut = (pads[axis] ?? 0) + (pads[axis + spatial.length] ?? 0)
    return stride * (size - 1) + (extra[axis] ?? 0) + reach - cut
  })
  return [data[0] ?? 0, channels, ...sizes]
}

/** [steps, directions, batch, hidden]; `layout` 1 puts the batch first and is rare enough to be left unknown. */
const recurrent: ShapeRule = (node, { shape }) => {
  const [data, recurrence] = [shape(0), shape(2)]
  if (data?.length !== 3 || recurrence?.length !== 3 || attributeInt(node, 'layout', 0) === 1)
    return null
  return [data[0] ?? 0, recurrence[0] ?? 0, data[1] ?? 0, recurrence[2] ?? 0]
}

/** Sizes by the letters of an equation without an ellipsis, and the letters of the result. */
function readEinsum(node: NodeProto, { shape }: KnownInputs) {
  const equation = attributeString(node, 'equation', '').replaceAll(' ', '')
  const [left = '', right] = equation.split('->')
  if (equation.includes('.')) return null
  const sizes = new Map<string, number>()
  for (const [place, letters] of left.split(',').entries()) {
    const data = shape(place)
    if (data?.length !== letters.length) return null
    for (const [axis, letter] of [...letters].entries()) {
      const size = data[axis] ?? 0
      sizes.set(letter, Math.max(size, sizes.get(letter) ?? 0))
    }
  }
  const once = [...new Set(left.replaceAll(',', ''))].filter(
    (letter) => left.split(letter).length === 2,
  )
  const result = right === undefined ? once.sort() : [...right]
  return { sizes, result, operands: left.split(',').length }
}

const einsum: ShapeRule = (node, inputs) => {
  const read = readEinsum(node, inputs)
  return read === null ? null : read.result.map((letter) => read.sizes.get(letter) ?? 0)
}

/** [batch, sequence, hidden] from an input of it and the merged weights of query, key and value. */
const fusedAttention: ShapeRule = (node, { shape }) => {
  const [data, weight] = [shape(0), shape(1)]
  const parts = attributeInts(node, 'qkv_hidden_sizes')
  if (data?.length !== 3 || weight?.length !== 2) return null
  return [data[0] ?? 0, data[1] ?? 0, parts?.[2] ?? (weight[1] ?? 0) / 3]
}

const multiHeadAttention: ShapeRule = (_, { shape }) => {
  const [query, value] = [shape(0), shape(2)]
  return query?.length === 3 && value?.length === 3
    ? [query[0] ?? 0, query[1] ?? 0, value[2] ?? 0]
    : null
}

const matMulNBits: ShapeRule = (node, { shape }) => {
  const data = shape(0)
  const columns = attributeInt(node, 'N', -1)
  return data && columns >= 0 ? [...data.slice(0, -1), columns] : null
}

export const productRules: Readonly<Record<string, ShapeRule>> = {
  Conv: conv,
  ConvInteger: conv,
  QLinearConv: operandsAt([0, 3], conv),
  'com.microsoft:FusedConv': conv,
  ConvTranspose: convTranspose,
  MatMul: matMul,
  MatMulInteger: matMul,
  QLinearMatMul: operandsAt([0, 3], matMul),
  'com.microsoft:MatMulIntegerToFloat': matMul,
  'com.microsoft:DynamicQuantizeMatMul': matMul,
  'com.microsoft:FusedMatMul': fusedMatMul,
  'com.microsoft:MatMulNBits': matMulNBits,
  Gemm: gemm,
  'com.microsoft:FusedGemm': gemm,
  Einsum: einsum,
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
  'com.microsoft:Attention': fusedAttention,
  'com.microsoft:MultiHeadAttention': multiHeadAttention,
}

type Count = (node: NodeProto, out: Shape, inputs: KnownInputs) => number | null

const kernelCount =
  (weightPlace: number): Count =>
  (_, out, { shape }) => {
    const weight = shape(weightPlace)
    return weight ? product(out) * product(weight.slice(1)) : null
  }

/** Each element that goes in meets every weight of its channel. */
const transposedCount: Count = (_, __, { shape }) => {
  const [data, weight] = [shape(0), shape(1)]
  return data && weight ? product(data) * product(weight.slice(1)) : null
}

const innerCount: Count = (_, out, { shape }) => {
  const inner = shape(0)?.at(-1)
  return inner === undefined ? null : product(out) * inner
}

const turnedCount: Count = (node, out, { shape }) => {
  const inner = shape(0)?.at(attributeInt(node, 'transA', 0) ? -2 : -1)
  return inner === undefined ? null : product(out) * inner
}

const recurrentCount: Count = (_, out, { shape }) => {
  const [weight, recurrence] = [shape(1), shape(2)]
  const [steps = 0, , batch = 0] = out
  return weight && recurrence ? steps * batch * (product(weight) + product(recurrence)) : null
}

/** Every combination of the letters is one product; a sum over one operand multiplies nothing. */
const einsumCount: Count = (node, _, inputs) => {
  const read = readEinsum(node, inputs)
  if (read === null || read.operands > 2) return null
  return read.operands === 1 ? 0 : product([...read.sizes.values()])
}

/** Scores and their mixture: each query meets each key, and each share each value. */
const attended = (batch: number, queries: number, keys: number, width: number, mixed: number) =>
  batch * queries * keys * (width + mixed)

const fusedAttentionCount: Count = (node, out, { shape }) => {
  const [data, weight] = [shape(0), shape(1)]
  if (data?.length !== 3 || weight?.length !== 2 || shape(4)) return null
  const [batch = 0, queries = 0, inner = 0] = data
  const mixed = out.at(-1) ?? 0
  const width = attributeInts(node, 'qkv_hidden_sizes')?.[0] ?? mixed
  return (
    batch * queries * inner * (weight[1] ?? 0) + attended(batch, queries, queries, width, mixed)
  )
}

const multiHeadCount: Count = (_, out, { shape }) => {
  const [query, key] = [shape(0), shape(1)]
  if (query?.length !== 3 || key?.length !== 3 || shape(6)) return null
  const [batch = 0, queries = 0, width = 0] = query
  return attended(batch, queries, key[1] ?? 0, width, out.at(-1) ?? 0)
}

const counts: Readonly<Record<string, Count>> = {
  Conv: kernelCount(1),
  ConvInteger: kernelCount(1),
  QLinearConv: kernelCount(3),
  'com.microsoft:FusedConv': kernelCount(1),
  ConvTranspose: transposedCount,
  MatMul: innerCount,
  MatMulInteger: innerCount,
  QLinearMatMul: innerCount,
  'com.microsoft:MatMulIntegerToFloat': innerCount,
  'com.microsoft:DynamicQuantizeMatMul': innerCount,
  'com.microsoft:FusedMatMul': turnedCount,
  'com.microsoft:MatMulNBits': innerCount,
  Gemm: turnedCount,
  'com.microsoft:FusedGemm': turnedCount,
  Einsum: einsumCount,
  LSTM: recurrentCount,
  GRU: recurrentCount,
  RNN: recurrentCount,
  'com.microsoft:Attention': fusedAttentionCount,
  'com.microsoft:MultiHeadAttention': multiHeadCount,
}

/** How a node's multiply-adds are counted; undefined for an operator that is not counted here. */
export function countOf(node: NodeProto): Count | undefined {
  return counts[operatorName(node)]
}
