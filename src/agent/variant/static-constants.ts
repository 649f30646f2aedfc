// The constants of int8-static: weights, biases and constants in the place of activations as integers, and the nodes that
// make floats of them again. Weights that several nodes read in the same way are stored once; none is held: they are rounded
// when they are written.

import type { RecipeOf } from '../../shared/variant.ts'
import { attributeFloat, attributeInt, operatorName } from '../model/node.ts'
import { dimsOf, type NodeProto, type TensorProto } from '../model/proto.ts'
import { int } from '../model/zoo/attributes.ts'
import { type Affine, affineOf, type Grid, s7Weights, s8, s8Weights, store, u8 } from './affine.ts'
import { constantOf, finiteFloats, isLinear, linearOf, matrixValues } from './linear.ts'
import { addNumbers, microsoft, type Numbers, type Quantizing } from './quantizing.ts'
import { channelsOf, scalesForBias, storeBias, storeWeights, weightScales } from './weights8.ts'

/** From here on ONNX's own operators take a scale for each channel. */
const channelOpset = 13

/** How a tensor is stored, and the names of the constants that say so. */
export interface Parameters extends Affine {
  readonly names: readonly [scale: string, zeroPoint: string]
}

interface Weights {
  readonly dims: readonly number[]
  read(): Float32Array
  /** Along which the channels are that are put out. */
  readonly axis: number
}

interface Held {
  readonly type: 'int8' | 'int32'
  readonly dims: readonly number[]
  readonly stored: Numbers
  readonly scales: Float32Array
  readonly axis: number
}

/** A name, and the nodes that must stand before what reads it. */
export interface Read {
  readonly name: string
  readonly nodes: readonly NodeProto[]
}

export class StaticConstants {
  /** Of activations. */
  readonly grid: Grid
  readonly #quantizing: Quantizing
  readonly #weightGrid: Grid
  readonly #perChannel: boolean
  /** Names of dequantized weights, by what they are and how they are stored. */
  readonly #weights = new Map<string, string>()

  constructor(quantizing: Quantizing, recipe: RecipeOf<'int8-static'>) {
    this.#quantizing = quantizing
    this.grid = recipe.scheme === 'u8s8' ? u8 : s8
    this.#weightGrid = recipe.reduceRange ? s7Weights : s8Weights
    this.#perChannel = recipe.perChannel
  }

  /** A node that quantizes or dequantizes; `axis`: of channels, null for a single scale. */
  insert(
    opType: 'QuantizeLinear' | 'DequantizeLinear',
    input: readonly string[],
    output: string,
    axis: number | null = null,
  ): NodeProto {
    const { edit, opset } = this.#quantizing
    return edit.insert({
      ...{ opType, input: [...input], output: [output] },
      domain: opset < channelOpset ? microsoft : '',
      attribute: axis === null ? [] : [int('axis', axis)],
    })
  }

  parameters(base: string, affine: Affine): Parameters {
    const { type } = this.grid
    const zeroPoint = this.#integers([affine.zeroPoint])
    return {
      ...affine,
      names: [
        addNumbers(this.#quantizing, `${base}/scale`, 'float', [], Float32Array.of(affine.scale)),
        addNumbers(this.#quantizing, `${base}/zero_point`, type, [], zeroPoint),
      ],
    }
  }

  /** A constant in the place of an activation. */
  activation(tensor: TensorProto): Read {
    const read = () => finiteFloats(this.#quantizing.original, tensor)
    const values = read()
    const range = {
      low: values.reduce((low, value) => Math.min(low, value), 0),
      high: values.reduce((high, value) => Math.max(high, value), 0),
    }
    const base = tensor.name || 'constant'
    const parameters = this.parameters(base, affineOf(range, this.grid))
    const stored = () =>
      this.#integers(Array.from(read(), (value) => store(value, parameters, this.grid)))
    const dims = dimsOf(tensor)
    const held = addNumbers(this.#quantizing, `${base}/stored`, this.grid.type, dims, stored)
    const name = this.#quantizing.edit.name(`${base}/dequantized`)
    return { name, nodes: [this.insert('DequantizeLinear', [held, ...parameters.names], name)] }
  }

  /** The weights of a node and its bias, where it has one; `inputScale`: of the activation that they meet. */
  weightsAndBias(node: NodeProto, inputScale: number): { weights: Read; bias: Read | null } {
    const { original, root } = this.#quantizing
    const weights = this.#weightsOf(node)
    const channels = channelsOf(weights.dims, this.#perChannel ? weights.axis : null)
    const scales = weightScales(weights.read(), channels, this.#weightGrid)
    const tensor = constantOf(root.read(node, 2))
    if (tensor === null) return { weights: this.#storeWeights(node, weights, scales), bias: null }
    const factor = operatorName(node) === 'Gemm' ? attributeFloat(node, 'beta', 1) : 1
    const bias = finiteFloats(original, tensor).map((value) => value * factor)
    const fitting = scalesForBias(scales, bias, inputScale)
    const { stored, scales: steps, clampedValues } = storeBias(bias, fitting, inputScale)
    this.#quantizing.losses.set(node, { clampedValues, lostValues: 0 })
    const held: Held = { type: 'int32', dims: [stored.length], stored, scales: steps, axis: 0 }
    return {
      weights: this.#storeWeights(node, weights, fitting),
      bias: this.#dequantized(tensor.name || 'bias', held),
    }
  }

  #weightsOf(node: NodeProto): Weights {
    const { original, root } = this.#quantizing
    const linear = linearOf(root, node)
    if (isLinear(linear) && operatorName(node) === 'MatMul') {
      const { rows, columns } = linear.weights
      const read = () => matrixValues(original, linear.weights)
      return { read, dims: [rows, columns], axis: 1 }
    }
    const tensor = constantOf(root.read(node, 1))
    if (tensor === null) throw new Error('planned without constant weights')
    const isByRows = operatorName(node) === 'Gemm' && attributeInt(node, 'transB', 0) === 0
    return {
      read: () => finiteFloats(original, tensor),
      dims: dimsOf(tensor),
      axis: isByRows ? 1 : 0,
    }
  }

  #storeWeights(node: NodeProto, weights: Weights, scales: Float32Array): Read {
    const { dims, axis } = weights
    const base = node.input?.[1] ?? 'weights'
    const key = `${base} ${axis} ${dims.join()} ${scales.join()}`
    const known = this.#weights.get(key)
    if (known !== undefined) return { name: known, nodes: [] }
    const channels = channelsOf(dims, this.#perChannel ? axis : null)
    const stored = () => {
      const made = storeWeights(weights.read(), channels, scales, this.#weightGrid)
      const { lostValues } = made
      this.#quantizing.losses.set(channels, { clampedValues: 0, lostValues })
      return made.stored
    }
    const read = this.#dequantized(base, { type: 'int8', dims, stored, scales, axis })
    this.#weights.set(key, read.name)
    return read
  }

  #dequantized(base: string, { type, dims, stored, scales, axis }: Held): Read {
    const each = this.#perChannel ? [scales.length] : []
    const zeros = type === 'int8' ? new Int8Array(scales.length) : new Int32Array(scales.length)
    const input = [
      addNumbers(this.#quantizing, `${base}/stored`, type, dims, stored),
      addNumbers(this.#quantizing, `${base}/scale`, 'float', each, scales),
      addNumbers(this.#quantizing, `${base}/zero_point`, type, each, zeros),
    ]
    const name = this.#quantizing.edit.name(`${base}/dequantized`)
    const along = this.#perChannel ? axis : null
    return { name, nodes: [this.insert('DequantizeLinear', input, name, along)] }
  }

  #integers(values: readonly number[]): Uint8Array | Int8Array {
    return this.grid.type === 'uint8' ? Uint8Array.from(values) : Int8Array.from(values)
  }
}
