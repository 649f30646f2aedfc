// Multiply-adds of one inference of one sample, as published figures count them: those of convolutions and matrix
// products. Where any of them is unknown the sum is, and the operators that made it so are named.

import type { Dim } from '../../shared/content.ts'
import { evaluateDim } from '../../shared/dim-expression.ts'
import { batchOf, dimAt, knownSizes, missingDims } from '../../shared/dims.ts'
import { conventionFor } from '../../shared/input.ts'
import type { TensorInfo } from '../../shared/model.ts'
import { operatorName, product } from './node.ts'
import { outputNumbers } from './numbers.ts'
import {
  describeValue,
  dimsOf,
  type GraphProto,
  type NodeProto,
  type Numbers,
  numbersOf,
} from './proto.ts'
import type { KnownInputs, Shape } from './shape.ts'
import { hasShapeRule, outputShape } from './shapes.ts'
import { furtherShapes } from './shapes-moving.ts'
import { countOf } from './shapes-products.ts'

/** Operators without a rule for their shape that multiply no matrices. */
const withoutProducts: ReadonlySet<string> = new Set(
  (
    'NonZero Unique Compress NonMaxSuppression RoiAlign MaxRoiPool StringNormalizer TfIdfVectorizer ' +
    'RandomNormal RandomUniform Multinomial MaxUnpool GridSample Col2Im CenterCropPad SequenceConstruct SequenceAt ' +
    'ConcatFromSequence SequenceEmpty SequenceInsert SplitToSequence SequenceLength com.microsoft:EmbedLayerNormalization ' +
    'com.microsoft:QLinearConcat com.microsoft:BiasSoftmax com.microsoft:QuickGelu'
  ).split(' '),
)

export interface Work {
  /** Null: not known. */
  readonly multiplyAdds: number | null
  /** Operators that kept it from being counted; empty where only a size of an open dimension is missing. */
  readonly uncounted: string[]
}

interface Known {
  readonly shape: Shape | null
  readonly numbers: Numbers | null
  /** Operators because of which the shape is not known. */
  readonly because: ReadonlySet<string>
}

const nobody: ReadonlySet<string> = new Set()
const unknown: Known = { shape: null, numbers: null, because: nobody }

/** One number that convention gives an input: a sampling rate, a switch for a cache. It decides on branches. */
function usualNumbers(name: string, shape: Shape | null): Numbers | null {
  const values = conventionFor(name)
  return values.kind === 'number' && shape !== null && product(shape) === 1
    ? { values: [values.value], isInteger: true }
    : null
}

class Walk {
  readonly #known = new Map<string, Known>()
  readonly #sizeOf: (symbol: string) => number | undefined
  readonly uncounted = new Set<string>()

  constructor(inputs: readonly TensorInfo[], sizes: ReadonlyMap<string, number>) {
    this.#sizeOf = (symbol) => sizes.get(symbol)
    for (const input of inputs) {
      const shape = this.#shapeOf(input)
      this.#known.set(input.name, { ...unknown, shape, numbers: usualNumbers(input.name, shape) })
    }
  }

  get shapes(): ReadonlyMap<string, Shape | null> {
    return new Map([...this.#known].map(([name, { shape }]) => [name, shape]))
  }

  /** The shape that a description has at these sizes. */
  #shapeOf(value: TensorInfo): Shape | null {
    const sizes = value.dims.map((_: Dim, axis) => evaluateDim(dimAt(value, axis), this.#sizeOf))
    return sizes.every((size) => size !== null && size >= 0) ? (sizes as number[]) : null
  }

  /** What a graph multiplies; null where something in it is not known. */
  graph(graph: GraphProto): number | null {
    const declared = new Map(
      [...(graph.valueInfo ?? []), ...(graph.output ?? [])]
        .filter(({ type }) => type?.tensorType?.shape)
        .map(describeValue)
        .map((value) => [value.name, this.#shapeOf(value)]),
    )
    for (const tensor of graph.initializer ?? [])
      this.#known.set(tensor.name ?? '', {
        shape: dimsOf(tensor),
        numbers: numbersOf(tensor),
        because: nobody,
      })
    let total: number | null = 0
    for (const node of graph.node ?? []) {
      const count = this.#node(node, declared)
      total = total === null || count === null ? null : total + count
    }
    return total
  }

  /** What a node multiplies; afterwards its outputs are known as far as they can be. */
  #node(node: NodeProto, declared: ReadonlyMap<string, Shape | null>): number | null {
    const operator = operatorName(node)
    if (operator === 'If') return this.#choice(node, declared)
    if (operator === 'Loop' || operator === 'Scan') return this.#repetition(node, declared)
    const inputs = this.#inputsOf(node)
    const shape = outputShape(node, inputs)
    const numbers = outputNumbers(node, shape, inputs)
    this.#tell(node, declared, [
      { shape, numbers },
      ...this.#further(operator, node, inputs, shape),
    ])
    const count = countOf(node)
    if (count === undefined) {
      if (hasShapeRule(operator) || withoutProducts.has(operator)) return 0
      this.#blame([operator])
      return null
    }
    const out = this.#known.get(node.output?.[0] ?? '')?.shape ?? null
    const counted = out && count(node, out, inputs)
    if (counted === null) {
      const reasons = this.#reasons(node)
      const isKnown = (node.input ?? []).every((name) => !name || this.#known.get(name)?.shape)
      this.#blame(reasons.size === 0 && isKnown ? [operator] : reasons)
    }
    return counted
  }

  #inputsOf(node: NodeProto): KnownInputs {
    const at = (place: number) => this.#known.get(node.input?.[place] ?? '')
    return {
      shape: (place) => (node.input?.[place] ? (at(place)?.shape ?? null) : undefined),
      numbers: (place) => at(place)?.numbers ?? null,
    }
  }

  #further(operator: string, node: NodeProto, inputs: KnownInputs, first: Shape | null) {
    return furtherShapes(operator, node, inputs, first).map((shape) => ({ shape, numbers: null }))
  }

  /** Remembers a node's outputs; one that is not known falls back on what the model declares of it. */
  #tell(
    node: NodeProto,
    declared: ReadonlyMap<string, Shape | null>,
    found: readonly Omit<Known, 'because'>[],
  ): void {
    const reasons = this.#reasons(node)
    const isOpen = (node.input ?? []).some((name) => name && !this.#known.get(name)?.shape)
    for (const [place, name] of (node.output ?? []).entries()) {
      if (!name) continue
      const { shape = null, numbers: computed = null } = found[place] ?? {}
      const said = shape ?? declared.get(name) ?? null
      // What a model declares may be wrong; rules rely on as many numbers as the shape has places.
      const fits = computed === null || said === null || product(said) === computed.values.length
      const numbers = fits ? computed : null
      const own = reasons.size > 0 || isOpen ? reasons : new Set([operatorName(node)])
      this.#known.set(name, { shape: said, numbers, because: said ? nobody : own })
    }
  }

  /** Because of whom a node's inputs are not known. */
  #reasons(node: NodeProto): ReadonlySet<string> {
    const reasons = (node.input ?? []).map((name) => this.#known.get(name)?.because ?? nobody)
    const [first = nobody, ...others] = reasons.filter(({ size }) => size > 0)
    return others.length === 0 ? first : new Set([first, ...others].flatMap((each) => [...each]))
  }

  #blame(operators: Iterable<string>): void {
    for (const operator of operators) this.uncounted.add(operator)
  }

  /** A branch that is known to be taken counts alone; else both must come to the same. */
  #choice(node: NodeProto, declared: ReadonlyMap<string, Shape | null>): number | null {
    const branch = (name: string) =>
      node.attribute?.find((attribute) => attribute.name === name)?.g ?? {}
    const taken = this.#inputsOf(node).numbers(0)?.values[0]
    const names = ['then_branch', 'else_branch'].filter(
      (_, index) => taken === undefined || (index === 0) === Boolean(taken),
    )
    const ends = names.map((name) => {
      const graph = branch(name)
      const total = this.graph(graph)
      return { total, outputs: (graph.output ?? []).map((out) => this.#known.get(out.name ?? '')) }
    })
    const [one, other = one] = ends
    const outputs = (node.output ?? []).map((_, place) => {
      const [left, right] = [one?.outputs[place], other?.outputs[place]]
      const isSame = left?.shape && right?.shape && String(left.shape) === String(right.shape)
      return { shape: isSame ? left.shape : null, numbers: null }
    })
    this.#tell(node, declared, outputs)
    if (one && other && one.total === other.total) return one.total
    if (one?.total !== null && other?.total !== null) this.#blame(['If'])
    return null
  }

  /** How often a body runs is not known before; one that multiplies nothing counts nothing. */
  #repetition(node: NodeProto, declared: ReadonlyMap<string, Shape | null>): number | null {
    const body = node.attribute?.find(({ name }) => name === 'body')?.g ?? {}
    const before = new Set(this.uncounted)
    const operator = operatorName(node)
    for (const { name } of body.input ?? [])
      this.#known.set(name ?? '', { ...unknown, because: new Set([operator]) })
    const total = this.graph(body)
    this.#tell(node, declared, [])
    if (total === 0) return 0
    this.uncounted.clear()
    this.#blame([...before, operator])
    return null
  }
}

function walkOver(
  graph: GraphProto,
  inputs: readonly TensorInfo[],
  dims: Readonly<Record<string, number>>,
) {
  const batch = batchOf(inputs)
  const samples = batch.kind === 'fixed' ? Math.max(1, batch.size) : 1
  const walk = new Walk(inputs, knownSizes(inputs, { batch: samples, dims, values: {} }))
  return { walk, samples, total: walk.graph(graph) }
}

/** `inputs` without the initialisers; `dims`: sizes of open dimensions. */
export function countMultiplyAdds(
  graph: GraphProto,
  inputs: readonly TensorInfo[],
  dims: Readonly<Record<string, number>> = {},
): Work {
  const { walk, samples, total } = walkOver(graph, inputs, dims)
  if (total !== null) return { multiplyAdds: total / samples, uncounted: [] }
  // Without all sizes nothing can be said of an operator: it may be the sizes that it lacks.
  const isOpen = missingDims(inputs, { dims, values: {} }).length > 0
  return { multiplyAdds: null, uncounted: isOpen ? [] : [...walk.uncounted].sort().slice(0, 100) }
}

/** The shape of every value of a graph, as far as it is known, for one sample at these sizes. */
export function shapesOf(
  graph: GraphProto,
  inputs: readonly TensorInfo[],
  dims: Readonly<Record<string, number>> = {},
): ReadonlyMap<string, Shape | null> {
  return walkOver(graph, inputs, dims).walk.shapes
}
