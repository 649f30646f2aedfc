// Undoes weights that are stored as integers and put together when the model is loaded: a cast of a constant, times a
// scale, plus an offset, as web exporters write them. No operator says that these are quantized; their integers do.

import { operatorName } from '../model/node.ts'
import { dimsOf, elementType, type NodeProto } from '../model/proto.ts'
import type { Scope, Value } from './scope.ts'
import type { Undoing } from './undoing.ts'

/** A tensor of floats that is known before the model runs. */
interface Known {
  readonly dims: readonly number[]
  make(): Float32Array
}

const stored: ReadonlySet<string> = new Set(['int8', 'uint8'])

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  Mul: (left, right) => left * right,
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
}

/** The sizes of two tensors of which each is stretched to the other; null where they do not fit. */
function stretched(one: readonly number[], other: readonly number[]): number[] | null {
  const rank = Math.max(one.length, other.length)
  const sizes = Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [one, other].map((dims) => dims[axis - rank + dims.length] ?? 1)
    return left === 1 ? right : right === 1 || right === left ? left : undefined
  })
  const known = sizes.filter((size) => size !== undefined)
  return known.length === rank ? known : null
}

/** How far apart neighbours along each axis of the stretched tensor stand in this one; 0 where it is stretched. */
function strides(dims: readonly number[], rank: number): number[] {
  let step = 1
  const steps = new Array<number>(rank).fill(0)
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    const size = dims[axis] ?? 1
    if (size !== 1) steps[axis + rank - dims.length] = step
    step *= size
  }
  return steps
}

function combined(
  [left, right]: readonly [Known, Known],
  dims: readonly number[],
  compute: (left: number, right: number) => number,
): Float32Array {
  const [lefts, rights] = [left.make(), right.make()]
  const [leftSteps, rightSteps] = [left, right].map((one) => strides(one.dims, dims.length))
  const floats = new Float32Array(dims.reduce((all, size) => all * size, 1))
  for (let index = 0; index < floats.length; index++) {
    let [rest, at, from] = [index, 0, 0]
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const size = dims[axis] ?? 1
      at += (rest % size) * (leftSteps?.[axis] ?? 0)
      from += (rest % size) * (rightSteps?.[axis] ?? 0)
      rest = Math.floor(rest / size)
    }
    floats[index] = compute(lefts[at] ?? 0, rights[from] ?? 0)
  }
  return floats
}

class Folding {
  readonly #undoing: Undoing
  readonly #known = new Map<Value, Known>()
  readonly #folded = new Set<NodeProto>()

  constructor(undoing: Undoing) {
    this.#undoing = undoing
  }

  /** Folds a node where all that it reads is known. */
  add(scope: Scope, node: NodeProto): void {
    const output = scope.values.get(node.output?.[0] ?? '')
    const known = operatorName(node) === 'Cast' ? this.#cast(scope, node) : this.#sum(scope, node)
    if (output?.type !== 'float' || known === null) return
    this.#known.set(output, known)
    this.#folded.add(node)
  }

  /** A cast of integers that are weights: a scalar or a list may be a size or a scale. */
  #cast(scope: Scope, node: NodeProto): Known | null {
    const tensor = scope.read(node, 0)?.constant
    if (!tensor || !stored.has(elementType(tensor.dataType))) return null
    const dims = dimsOf(tensor)
    const { constants } = this.#undoing.original
    if (dims.length < 2) return null
    return { dims, make: () => Float32Array.from(constants.integersOf(tensor) ?? [], Number) }
  }

  #sum(scope: Scope, node: NodeProto): Known | null {
    const compute = arithmetic[operatorName(node)]
    const values = [scope.read(node, 0), scope.read(node, 1)]
    const [left, right] = values.map((value) => value && this.#operand(value))
    const isStored = values.some((value) => value && this.#known.has(value))
    const dims = left && right && stretched(left.dims, right.dims)
    const count = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1)
    // Stretched beyond what is stored they are no weights, and may take more than there is memory.
    const isLarger = dims && count(dims) > Math.max(...[left, right].map((one) => count(one.dims)))
    if (!compute || !isStored || !dims || isLarger) return null
    return { dims, make: () => combined([left, right], dims, compute) }
  }

  #operand(value: Value): Known | null {
    const known = this.#known.get(value)
    const { constant } = value
    if (known || !constant || elementType(constant.dataType) !== 'float') return known ?? null
    const { constants } = this.#undoing.original
    const make = () => Float32Array.from(constants.floatsOf(constant) ?? [])
    return { dims: dimsOf(constant), make }
  }

  /** Makes constants of what is read by more than what was folded. */
  apply(): void {
    for (const [value, { dims, make }] of this.#known) {
      const { uses, isOutput, producer } = value
      if (!producer || (!isOutput && uses.every(({ node }) => this.#folded.has(node)))) continue
      const name = this.#undoing.constant(`${value.name}/float`, dims, make)
      this.#undoing.replaced.set(producer, this.#undoing.rewire(value, name))
      this.#undoing.converted(operatorName(producer))
    }
  }
}

/** Folds what is put together from stored integers, in all graphs. */
export function foldStored(undoing: Undoing, root: Scope): void {
  const folding = new Folding(undoing)
  for (const scope of root.all())
    for (const node of scope.graph.node ?? []) folding.add(scope, node)
  folding.apply()
}
