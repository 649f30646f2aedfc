// Puts a convolutional network together node by node, with seeded random weights. Only additions, products and
// square roots touch the weights, so every machine writes the same bytes.

import { seededUniform } from '../../../shared/stats.ts'
import type { NodeProto, TensorProto } from '../proto.ts'
import { type Attribute, elementNumbers, int, ints, scalar } from './attributes.ts'

export interface ConvShape {
  readonly from: number
  readonly to: number
  readonly kernel: number
  readonly stride: number
  /** Channels are divided into so many groups; 1 where not said. */
  readonly group?: number
}

export class Network {
  readonly nodes: NodeProto[] = []
  readonly weights: TensorProto[] = []
  readonly #random: () => number
  #hasBounds = false

  constructor(seed: number) {
    this.#random = seededUniform(seed)
  }

  /** Uniform values of the given standard deviation. */
  #scatter(name: string, dims: readonly number[], deviation: number): string {
    const count = dims.reduce((product, size) => product * size, 1)
    const reach = Math.sqrt(3) * deviation
    return this.#weight(name, dims, () => (this.#random() * 2 - 1) * reach, count)
  }

  #constant(name: string, count: number, value: number): string {
    return this.#weight(name, [count], () => value, count)
  }

  #weight(name: string, dims: readonly number[], next: () => number, count: number): string {
    const rawData = new Uint8Array(count * 4)
    const view = new DataView(rawData.buffer)
    for (let index = 0; index < count; index++) view.setFloat32(index * 4, next(), true)
    this.weights.push({ name, dims: [...dims], dataType: elementNumbers.float, rawData })
    return name
  }

  #node(opType: string, name: string, input: string[], attribute: Attribute[] = []): string {
    this.nodes.push({ opType, name, input, output: [name], attribute })
    return name
  }

  /** Convolution without bias, then batch normalisation; weights after He, who keeps activations' variance. */
  convNorm(name: string, input: string, shape: ConvShape, scale = 1): string {
    const { from, to, kernel, stride, group = 1 } = shape
    const fanIn = (from / group) * kernel * kernel
    const dims = [to, from / group, kernel, kernel]
    const weight = this.#scatter(`${name}.weight`, dims, Math.sqrt(2 / fanIn))
    const pad = (kernel - 1) / 2
    const conv = this.#node(
      'Conv',
      `${name}.conv`,
      [input, weight],
      [
        ints('kernel_shape', [kernel, kernel]),
        ints('strides', [stride, stride]),
        ints('pads', [pad, pad, pad, pad]),
        ints('dilations', [1, 1]),
        int('group', group),
      ],
    )
    return this.#node('BatchNormalization', `${name}.norm`, [
      conv,
      this.#constant(`${name}.norm.scale`, to, scale),
      this.#constant(`${name}.norm.bias`, to, 0),
      this.#constant(`${name}.norm.mean`, to, 0),
      this.#constant(`${name}.norm.variance`, to, 1),
    ])
  }

  relu(name: string, input: string): string {
    return this.#node('Relu', name, [input])
  }

  /** A rectifier that is capped at six. */
  relu6(name: string, input: string): string {
    if (!this.#hasBounds) this.weights.push(scalar('relu6.low', 0), scalar('relu6.high', 6))
    this.#hasBounds = true
    return this.#node('Clip', name, [input, 'relu6.low', 'relu6.high'])
  }

  add(name: string, left: string, right: string): string {
    return this.#node('Add', name, [left, right])
  }

  maxPool(name: string, input: string, kernel: number, stride: number): string {
    const pad = (kernel - 1) / 2
    return this.#node(
      'MaxPool',
      name,
      [input],
      [
        ints('kernel_shape', [kernel, kernel]),
        ints('strides', [stride, stride]),
        ints('pads', [pad, pad, pad, pad]),
      ],
    )
  }

  /** Global average pooling, flattened. */
  pooledFeatures(name: string, input: string): string {
    const pooled = this.#node('GlobalAveragePool', `${name}.pool`, [input])
    return this.#node('Flatten', name, [pooled], [int('axis', 1)])
  }

  fullyConnected(name: string, input: string, from: number, to: number): string {
    return this.#node(
      'Gemm',
      name,
      [
        input,
        this.#scatter(`${name}.weight`, [to, from], Math.sqrt(1 / from)),
        this.#constant(`${name}.bias`, to, 0),
      ],
      [int('transB', 1)],
    )
  }
}
