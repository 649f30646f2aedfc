// Writes what int8-static planned into the graph: a stored value is put out as floats, quantized and dequantized again, and
// keeps its name, so that all that reads it reads what the integers hold. The runtime makes kernels of integers of it.

import type { RecipeOf } from '../../shared/variant.ts'
import { attributeFloat, attributeInt, operatorName } from '../model/node.ts'
import { asNumber, type NodeProto, type TensorProto } from '../model/proto.ts'
import { int } from '../model/zoo/attributes.ts'
import {
  type Affine,
  affineOf,
  type Grid,
  s7Weights,
  s8,
  s8Weights,
  store,
  u8,
  type ValueRange,
} from './affine.ts'
import { addConstant } from './edit.ts'
import { constantOf, finiteFloats, isLinear, linearOf, matrixValues } from './linear.ts'
import { microsoft, type Quantizing } from './quantizing.ts'
import type { Value } from './scope.ts'
import { type Candidate, outputsOf, type StaticPlan } from './static-plan.ts'
import { channelsOf, scalesForBias, storeBias, storeWeights, weightScales } from './weights8.ts'

/** From here on ONNX's own operators take a scale for each channel. */
const channelOpset = 13

/** How a value is stored, and the names of the constants that say so. */
interface Parameters extends Affine {
  readonly names: readonly [scale: string, zeroPoint: string]
}

interface Weights {
  readonly values: Float32Array
  readonly dims: readonly number[]
  /** Along which the channels are that are put out. */
  readonly axis: number
}

export class StaticWriter {
  readonly #quantizing: Quantizing
  readonly #plan: StaticPlan
  readonly #grid: Grid
  readonly #weightGrid: Grid
  readonly #perChannel: boolean
  readonly #rangeOf: (value: Value) => ValueRange
  readonly #parameters = new Map<Value, Parameters>()
  /** Names of dequantized weights, by what they are and how they are stored. */
  readonly #weights = new Map<string, string>()
  /** Stored values that a node puts out which computes on floats: their names once dequantized. */
  readonly #dequantized = new Map<Value, string>()

  constructor(
    quantizing: Quantizing,
    plan: StaticPlan,
    recipe: RecipeOf<'int8-static'>,
    rangeOf: (value: Value) => ValueRange,
  ) {
    this.#quantizing = quantizing
    this.#plan = plan
    this.#rangeOf = rangeOf
    this.#grid = recipe.scheme === 'u8s8' ? u8 : s8
    this.#weightGrid = recipe.reduceRange ? s7Weights : s8Weights
    this.#perChannel = recipe.perChannel
  }

  write(): void {
    const { graph } = this.#quantizing.original
    graph.node = (graph.node ?? []).flatMap((node) => {
      const candidate = this.#plan.nodes.get(node)
      return candidate ? this.#node(candidate) : [node]
    })
  }

  #node(candidate: Candidate): NodeProto[] {
    const { root, tally } = this.#quantizing
    const { node, kind } = candidate
    tally.converted(operatorName(node))
    // What is before it puts out its output.
    if (kind === 'limit') return []
    const before: NodeProto[] = []
    const input = [...(node.input ?? [])]
    for (const place of candidate.data) {
      const value = root.read(node, place)
      if (value) input[place] = this.#read(value, before)
    }
    this.#parametersOf(candidate, input, before)
    const outputs = this.#outputs(candidate)
    const after: NodeProto[] = []
    const output = outputs.map((value) => {
      if (!this.#plan.stored.has(value)) return value.name
      const floats = this.#quantizing.edit.name(`${value.name}/floats`)
      after.push(...this.#quantizeTo(floats, value, value.name))
      return floats
    })
    const attribute = (node.attribute ?? []).filter(
      ({ name }) => name !== 'beta' || kind !== 'product',
    )
    return [...before, { ...node, input, output, attribute }, ...after]
  }

  /** What a node puts out: where a limit vanishes into it, what that does. */
  #outputs({ node }: Candidate): Value[] {
    const { root } = this.#quantizing
    const own = outputsOf(root, node)
    const [limit] = own.length === 1 ? (own[0]?.uses ?? []) : []
    const isLimited = limit && this.#plan.nodes.get(limit.node)?.kind === 'limit'
    return isLimited && limit.scope === root ? outputsOf(root, limit.node) : own
  }

  /** The name under which a node reads a value from integers. */
  #read(value: Value, before: NodeProto[]): string {
    const constant = constantOf(value)
    if (constant) return this.#storedConstant(constant, before)
    if (this.#isPutOutStored(value)) return value.name
    const known = this.#dequantized.get(value)
    if (known !== undefined) return known
    const name = this.#quantizing.edit.name(`${value.name}/dequantized`)
    this.#dequantized.set(value, name)
    before.push(...this.#quantizeTo(value.name, value, name))
    return name
  }

  #isPutOutStored({ producer }: Value): boolean {
    return producer !== null && this.#plan.nodes.has(producer)
  }

  #quantizeTo(floats: string, value: Value, output: string): NodeProto[] {
    const { edit } = this.#quantizing
    const { names } = this.#of(value)
    const stored = edit.name(`${value.name}/stored`)
    return [
      this.#insert('QuantizeLinear', [floats, ...names], stored, null),
      this.#insert('DequantizeLinear', [stored, ...names], output, null),
    ]
  }

  #insert(
    opType: string,
    input: readonly string[],
    output: string,
    axis: number | null,
  ): NodeProto {
    const { edit, opset } = this.#quantizing
    return edit.insert({
      ...{ opType, input: [...input], output: [output] },
      domain: opset < channelOpset ? microsoft : '',
      attribute: axis === null ? [] : [int('axis', axis)],
    })
  }

  /** What only moves integers puts them out as it read them. */
  #of(value: Value): Parameters {
    const known = this.#parameters.get(value)
    if (known) return known
    const mover = value.producer && this.#plan.nodes.get(value.producer)
    const source = mover?.kind === 'move' ? this.#quantizing.root.read(mover.node, 0) : undefined
    const made = source
      ? this.#of(source)
      : this.#named(value.name, affineOf(this.#rangeOf(value), this.#grid))
    this.#parameters.set(value, made)
    return made
  }

  #named(base: string, affine: Affine): Parameters {
    const zeroPoint =
      this.#grid.type === 'uint8' ? Uint8Array.of(affine.zeroPoint) : Int8Array.of(affine.zeroPoint)
    return {
      ...affine,
      names: [
        this.#constant(`${base}/scale`, 'float', [], Float32Array.of(affine.scale)),
        this.#constant(`${base}/zero_point`, this.#grid.type, [], zeroPoint),
      ],
    }
  }

  #constant(
    base: string,
    type: string,
    dims: readonly number[],
    values: Float32Array | Int8Array | Uint8Array | Int32Array,
  ): string {
    const { edit, original } = this.#quantizing
    const name = edit.name(base)
    return addConstant(original.graph, original.constants.of({ name, type, dims }, values))
  }

  /** A constant in the place of an activation. */
  #storedConstant(tensor: TensorProto, before: NodeProto[]): string {
    const values = finiteFloats(this.#quantizing.original, tensor)
    const [low, high] = [
      values.reduce((a, b) => Math.min(a, b), 0),
      values.reduce((a, b) => Math.max(a, b), 0),
    ]
    const name = tensor.name || 'constant'
    const parameters = this.#named(name, affineOf({ low, high }, this.#grid))
    const integers = Array.from(values, (value) => store(value, parameters, this.#grid))
    const stored =
      this.#grid.type === 'uint8' ? Uint8Array.from(integers) : Int8Array.from(integers)
    const dims = (tensor.dims ?? []).map(asNumber)
    const held = this.#constant(`${name}/stored`, this.#grid.type, dims, stored)
    const output = this.#quantizing.edit.name(`${name}/dequantized`)
    before.push(this.#insert('DequantizeLinear', [held, ...parameters.names], output, null))
    return output
  }

  /** Stores the weights and the bias of a node that has such. */
  #parametersOf({ node, kind, data }: Candidate, input: string[], before: NodeProto[]): void {
    if ((kind !== 'weighted' && kind !== 'product') || data.length > 1) return
    const { original, root } = this.#quantizing
    const weights = this.#weightsOf(node)
    const channels = channelsOf(weights.dims, this.#perChannel ? weights.axis : null)
    const scales = weightScales(weights.values, channels, this.#weightGrid)
    const read = root.read(node, 0)
    const bias = constantOf(root.read(node, 2))
    if (bias === null || !read) {
      input[1] = this.#storedWeights(node, weights, scales, before)
      return
    }
    const factor = kind === 'product' ? attributeFloat(node, 'beta', 1) : 1
    const biases = finiteFloats(original, bias).map((value) => value * factor)
    const { scale } = this.#of(read)
    const fitting = scalesForBias(scales, biases, scale)
    input[1] = this.#storedWeights(node, weights, fitting, before)
    const { stored, scales: steps, clampedValues } = storeBias(biases, fitting, scale)
    this.#quantizing.clampedValues += clampedValues
    const base = bias.name || 'bias'
    input[2] = this.#dequantize(base, before, {
      ...{ type: 'int32', dims: [stored.length], stored, scales: steps, axis: 0 },
      zeroPoints: new Int32Array(steps.length),
    })
  }

  #weightsOf(node: NodeProto): Weights {
    const { original, root } = this.#quantizing
    const linear = linearOf(root, node)
    if (isLinear(linear) && operatorName(node) === 'MatMul') {
      const { rows, columns } = linear.weights
      return { values: matrixValues(original, linear.weights), dims: [rows, columns], axis: 1 }
    }
    const tensor = constantOf(root.read(node, 1))
    if (tensor === null) throw new Error('planned without constant weights')
    const isGemm = operatorName(node) === 'Gemm'
    return {
      values: finiteFloats(original, tensor),
      dims: (tensor.dims ?? []).map(asNumber),
      axis: isGemm && attributeInt(node, 'transB', 0) === 0 ? 1 : 0,
    }
  }

  #storedWeights(
    node: NodeProto,
    { values, dims, axis }: Weights,
    scales: Float32Array,
    before: NodeProto[],
  ): string {
    const base = node.input?.[1] ?? 'weights'
    const key = `${base} ${axis} ${dims.join()} ${scales.join()}`
    const known = this.#weights.get(key)
    if (known !== undefined) return known
    const channels = channelsOf(dims, scales.length > 1 || this.#perChannel ? axis : null)
    const { stored, lostValues } = storeWeights(values, channels, scales, this.#weightGrid)
    this.#quantizing.lostValues += lostValues
    const name = this.#dequantize(base, before, {
      ...{ type: 'int8', dims, stored, scales, axis },
      zeroPoints: new Int8Array(scales.length),
    })
    this.#weights.set(key, name)
    return name
  }

  #dequantize(
    base: string,
    before: NodeProto[],
    held: {
      readonly type: string
      readonly dims: readonly number[]
      readonly stored: Int8Array | Int32Array
      readonly scales: Float32Array
      readonly zeroPoints: Int8Array | Int32Array
      readonly axis: number
    },
  ): string {
    const { type, dims, stored, scales, zeroPoints, axis } = held
    const each = this.#perChannel ? [scales.length] : []
    const input = [
      this.#constant(`${base}/stored`, type, dims, stored),
      this.#constant(`${base}/scale`, 'float', each, scales),
      this.#constant(`${base}/zero_point`, type, each, zeroPoints),
    ]
    const output = this.#quantizing.edit.name(`${base}/dequantized`)
    before.push(this.#insert('DequantizeLinear', input, output, this.#perChannel ? axis : null))
    return output
  }
}
