// Puts a convolutional network together node by node, with seeded random weights. Only additions, products and
// square roots touch the weights, so every machine writes the same bytes.

import { seededUniform } from '../../../shared/stats.ts'
import type { NodeProto, TensorProto, ValueInfoProto } from '../proto.ts'

const float = 1

type Attribute = NonNullable<NodeProto['attribute']>[number]
const attributeInt = 2
const attributeInts = 7

const ints = (name: string, values: readonly number[]): Attribute => ({
  name,
  type: attributeInts,
  ints: [...values],
})
const int = (name: string, i: number): Attribute => ({ name, type: attributeInt, i })

export function floatValue(name: string, dims: readonly (number | string)[]): ValueInfoProto {
  return {
    name,
    type: {
      tensorType: {
        elemType: float,
        shape: {
          dim: dims.map((dim) => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim })),
        },
      },
    },
  }
}

export interface ConvShape {
  readonly from: number
  readonly to: number
  readonly kernel: number
  readonly stride: number
}

export class Network {
  readonly nodes: NodeProto[] = []
  readonly weights: TensorProto[] = []
  readonly #random: () => number

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
    this.weights.push({ name, dims: [...dims], dataType: float, rawData })
    return name
  }

  #node(opType: string, name: string, input: string[], attribute: Attribute[] = []): string {
    this.nodes.push({ opType, name, input, output: [name], attribute })
    return name
  }

  /** Convolution without bias, then batch normalisation; weights after He, who keeps activations' variance. */
  convNorm(name: string, input: string, shape: ConvShape, scale = 1): string {
    const { from, to, kernel, stride } = shape
    const fanIn = from * kernel * kernel
    const weight = this.#scatter(`${name}.weight`, [to, from, kernel, kernel], Math.sqrt(2 / fanIn))
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
        int('group', 1),
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
