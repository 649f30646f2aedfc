// Writes what int8-static planned into the graph: a stored value is put out as floats, quantized and dequantized again, and
// keeps its name, so that all that reads it reads what the integers hold. The runtime makes kernels of integers of it.

import { attributesWithout, operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { affineOf, type ValueRange } from './affine.ts'
import { constantOf } from './linear.ts'
import type { Quantizing } from './quantizing.ts'
import type { Value } from './scope.ts'
import type { Parameters, Read, StaticConstants } from './static-constants.ts'
import { type Candidate, outputsOf, type StaticPlan } from './static-plan.ts'

export class StaticWriter {
  readonly #quantizing: Quantizing
  readonly #plan: StaticPlan
  readonly #constants: StaticConstants
  readonly #rangeOf: (value: Value) => ValueRange
  readonly #parameters = new Map<Value, Parameters>()
  /** Stored values that a node puts out which computes on floats: their names once dequantized. */
  readonly #dequantized = new Map<Value, string>()

  constructor(
    quantizing: Quantizing,
    plan: StaticPlan,
    constants: StaticConstants,
    rangeOf: (value: Value) => ValueRange,
  ) {
    this.#quantizing = quantizing
    this.#plan = plan
    this.#constants = constants
    this.#rangeOf = rangeOf
  }

  write(): void {
    const { graph } = this.#quantizing.original
    graph.node = (graph.node ?? []).flatMap((node) => {
      const candidate = this.#plan.nodes.get(node)
      return candidate ? this.#node(candidate) : [node]
    })
  }

  #node(candidate: Candidate): NodeProto[] {
    const { edit, tally } = this.#quantizing
    const { node, kind } = candidate
    tally.converted(operatorName(node))
    // What is before it puts out its output.
    if (kind === 'limit') return []
    const input = [...(node.input ?? [])]
    const before = [...this.#reads(candidate)].flatMap(([place, { name, nodes }]) => {
      input[place] = name
      return nodes
    })
    const after: NodeProto[] = []
    const output = this.#outputs(candidate).map((value) => {
      if (!this.#plan.stored.has(value)) return value.name
      const floats = edit.name(`${value.name}/floats`)
      after.push(...this.#quantize(floats, value, value.name))
      return floats
    })
    // A Gemm's factor is in its bias by now.
    const attribute = attributesWithout(node, 'beta')
    return [...before, { ...node, input, output, attribute }, ...after]
  }

  /** What a node reads from integers, by place. */
  #reads({ node, kind, data }: Candidate): Map<number, Read> {
    const { root } = this.#quantizing
    const reads = new Map<number, Read>()
    for (const place of data) {
      const value = root.read(node, place)
      if (value) reads.set(place, this.#read(value))
    }
    const activation = root.read(node, 0)
    const hasWeights = (kind === 'weighted' || kind === 'product') && data.length === 1
    if (!hasWeights || !activation) return reads
    const { weights, bias } = this.#constants.weightsAndBias(node, this.#of(activation).scale)
    reads.set(1, weights)
    if (bias) reads.set(2, bias)
    return reads
  }

  /** What a node puts out: where a limit vanishes into it, what that does. */
  #outputs({ node }: Candidate): Value[] {
    const { root } = this.#quantizing
    const own = outputsOf(root, node)
    const [limit] = own.length === 1 ? (own[0]?.uses ?? []) : []
    const isLimited = limit?.scope === root && this.#plan.nodes.get(limit.node)?.kind === 'limit'
    return isLimited ? outputsOf(root, limit.node) : own
  }

  #read(value: Value): Read {
    const constant = constantOf(value)
    if (constant) return this.#constants.activation(constant)
    const isPutOutStored = value.producer !== null && this.#plan.nodes.has(value.producer)
    const known = isPutOutStored ? value.name : this.#dequantized.get(value)
    if (known !== undefined) return { name: known, nodes: [] }
    const name = this.#quantizing.edit.name(`${value.name}/dequantized`)
    this.#dequantized.set(value, name)
    return { name, nodes: this.#quantize(value.name, value, name) }
  }

  #quantize(floats: string, value: Value, output: string): NodeProto[] {
    const { names } = this.#of(value)
    const stored = this.#quantizing.edit.name(`${value.name}/stored`)
    return [
      this.#constants.insert('QuantizeLinear', [floats, ...names], stored),
      this.#constants.insert('DequantizeLinear', [stored, ...names], output),
    ]
  }

  /** What only moves integers puts them out as it read them. */
  #of(value: Value): Parameters {
    const known = this.#parameters.get(value)
    if (known) return known
    const mover = value.producer && this.#plan.nodes.get(value.producer)
    const source = mover?.kind === 'move' ? this.#quantizing.root.read(mover.node, 0) : undefined
    const made = source
      ? this.#of(source)
      : this.#constants.parameters(value.name, affineOf(this.#rangeOf(value), this.#constants.grid))
    this.#parameters.set(value, made)
    return made
  }
}
