// What a network does to each channel after a convolution (batch normalisation, a factor, an offset) becomes part of the
// convolution's weights and bias: the runtime does so too, but not across a quantizer, where it would cost a pass in fp32.

import { attributeFloat, attributeInt, operatorName } from '../model/node.ts'
import { dimsOf, elementType, type NodeProto, type TensorProto } from '../model/proto.ts'
import { constantOf, finiteFloats } from './linear.ts'
import { addNumbers, type Numbers, type Quantizing } from './quantizing.ts'
import { onlyReader } from './scope.ts'
import type { StaticKept } from './static-kept.ts'

/** value · factor + offset, for each channel. */
interface PerChannel {
  readonly factor: Float64Array
  readonly offset: Float64Array
}

type Read = (node: NodeProto, place: number) => TensorProto | null

const isFloat = (tensor: TensorProto | null): tensor is TensorProto =>
  tensor !== null && elementType(tensor.dataType) === 'float'

/** Nodes that are kept, and those that would become one with them, stay as they are. */
export function foldChannels(quantizing: Quantizing, kept: StaticKept): void {
  const { original, root, tally } = quantizing
  const folded = new Set<NodeProto>()
  const read: Read = (node, place) => constantOf(root.read(node, place))
  for (const node of original.graph.node ?? []) {
    const weights = read(node, 1)
    const bias = read(node, 2)
    const isKnown = isFloat(weights) && (!node.input?.[2] || isFloat(bias))
    if (operatorName(node) !== 'Conv' || !isKnown) continue
    const channels = dimsOf(weights)[0] ?? 0
    const rank = dimsOf(weights).length
    let output = root.values.get(node.output?.[0] ?? '')
    const steps = new Map<NodeProto, PerChannel>()
    for (let next = output && onlyReader(output); next; next = output && onlyReader(output)) {
      const step = perChannelOf(quantizing, { node: next, read, channels, rank })
      if (step === null || kept.hasOperator(next)) break
      steps.set(next, step)
      output = root.values.get(next.output?.[0] ?? '')
    }
    if (kept.keepTogether([node, ...steps.keys()]) || kept.has(node)) continue
    for (const step of steps.keys()) {
      folded.add(step)
      tally.folded(operatorName(step))
    }
    if (steps.size > 0 && output) {
      merge(quantizing, { node, weights, bias, channels }, [...steps.values()])
      node.output = [output.name]
    }
  }
  original.graph.node = (original.graph.node ?? []).filter((node) => !folded.has(node))
}

interface After {
  readonly node: NodeProto
  readonly read: Read
  readonly channels: number
  /** Of what the convolution puts out. */
  readonly rank: number
}

function perChannelOf(quantizing: Quantizing, after: After): PerChannel | null {
  const { node, read } = after
  const operator = operatorName(node)
  if (operator === 'BatchNormalization') return normalization(quantizing, after)
  if (operator !== 'Add' && operator !== 'Mul') return null
  const tensor = read(node, 0) ?? read(node, 1)
  const values = isFloat(tensor) ? channelValues(quantizing, tensor, after) : null
  if (values === null) return null
  return operator === 'Mul'
    ? { factor: values, offset: values.map(() => 0) }
    : { factor: values.map(() => 1), offset: values }
}

/** A constant that is one number for each channel, or one for all; null for any other. */
function channelValues(
  { original }: Quantizing,
  tensor: TensorProto,
  { channels, rank }: After,
): Float64Array | null {
  const dims = dimsOf(tensor)
  const axis = dims.length - (rank - 1)
  const size = axis >= 0 ? (dims[axis] ?? 1) : 1
  const isOnlyThere = dims.every((other, place) => place === axis || other === 1)
  if (dims.length > rank || !isOnlyThere || (size !== 1 && size !== channels)) return null
  const values = finiteFloats(original, tensor)
  return Float64Array.from({ length: channels }, (_, at) => values[size === 1 ? 0 : at] ?? 0)
}

function normalization(
  { original }: Quantizing,
  { node, read, channels }: After,
): PerChannel | null {
  if (attributeInt(node, 'training_mode', 0) !== 0 || (node.output ?? []).length !== 1) return null
  const tensors = [1, 2, 3, 4].map((place) => read(node, place))
  if (!tensors.every(isFloat)) return null
  const [scale, shift, mean, variance] = tensors.map((tensor) => finiteFloats(original, tensor))
  const epsilon = attributeFloat(node, 'epsilon', 1e-5)
  const factor = Float64Array.from(
    { length: channels },
    (_, at) => (scale?.[at] ?? 0) / Math.sqrt((variance?.[at] ?? 0) + epsilon),
  )
  const offset = factor.map((each, at) => (shift?.[at] ?? 0) - (mean?.[at] ?? 0) * each)
  return { factor, offset }
}

interface Convolution {
  readonly node: NodeProto
  readonly weights: TensorProto
  readonly bias: TensorProto | null
  readonly channels: number
}

function merge(
  quantizing: Quantizing,
  { node, weights, bias, channels }: Convolution,
  steps: readonly PerChannel[],
): void {
  const { original } = quantizing
  const factors = new Float64Array(channels).fill(1)
  const offsets = Float64Array.from(
    bias ? finiteFloats(original, bias) : new Float64Array(channels),
  )
  for (const { factor, offset } of steps)
    for (let channel = 0; channel < channels; channel++) {
      factors[channel] = (factors[channel] ?? 1) * (factor[channel] ?? 1)
      offsets[channel] = (offsets[channel] ?? 0) * (factor[channel] ?? 1) + (offset[channel] ?? 0)
    }
  const scaled = () => {
    const values = finiteFloats(original, weights)
    const each = values.length / channels
    return values.map((value, at) => value * (factors[Math.floor(at / each)] ?? 1))
  }
  const constant = (base: string, dims: readonly number[], numbers: Numbers) =>
    addNumbers(quantizing, base, 'float', dims, numbers)
  const base = weights.name || 'weights'
  node.input = [
    node.input?.[0] ?? '',
    constant(`${base}/folded`, dimsOf(weights), scaled),
    constant(`${base}/offset`, [channels], Float32Array.from(offsets)),
  ]
}
