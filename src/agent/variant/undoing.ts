// What undoing quantization works on: a graph's nodes as they come to stand, and of each quantized value the float value
// that it stands for. Nodes that nothing reads any more are taken out at the end; those that are left could not be undone.

import { attributeInt, normalAxis } from '../model/node.ts'
import { dimsOf, elementCount, type NodeProto } from '../model/proto.ts'
import { dequantize, scalesAlong } from './dequantized-weights.ts'
import { addConstant, type Edit, replaceNodes } from './edit.ts'
import type { Original } from './original.ts'
import type { Scope, Value } from './scope.ts'

/** How integers stand for floats: by a scale, and a zero point where there is one. */
export interface Steps {
  readonly scale: Value | undefined
  readonly zeroPoint: Value | undefined
}

/** Of a value that was quantized as it was computed. */
export interface Dynamic {
  readonly float: string
  readonly scale: Value
  readonly zeroPoint: Value | undefined
}

export class Undoing {
  readonly original: Original
  readonly edit: Edit
  readonly dynamic = new Map<Value, Dynamic>()
  /** Nodes that are replaced: by these, where they stood. */
  readonly replaced = new Map<NodeProto, readonly NodeProto[]>()
  readonly converted: (operator: string) => void
  readonly #floats = new Map<Value, { readonly float: string; readonly steps: Steps }>()
  /** Values that are no more, and what is read in their place. */
  readonly #aliases = new Map<Value, string>()
  readonly #folded = new Map<string, string>()
  readonly #ids = new Map<Value, number>()

  constructor(original: Original, edit: Edit, converted: (operator: string) => void) {
    this.original = original
    this.edit = edit
    this.converted = converted
  }

  /** What a quantized value stands for in these steps; null where that is not known by now, or it was stored in others. */
  floatOf(value: Value, steps: Steps): string | null {
    const known = this.#floats.get(value)
    return known && this.#areSame(known.steps, steps) ? known.float : null
  }

  standsFor(value: Value, float: string, steps: Steps): void {
    this.#floats.set(value, { float, steps })
  }

  #areSame(one: Steps, other: Steps): boolean {
    const isEqual = (left: ArrayLike<number> | null, right: ArrayLike<number> | null) =>
      left !== null &&
      left.length === right?.length &&
      Array.from(left).every((each, at) => each === right[at])
    const zeros = ({ zeroPoint }: Steps) => {
      const tensor = zeroPoint?.constant
      const integers = tensor ? this.original.constants.integersOf(tensor) : null
      return zeroPoint === undefined ? [0] : integers && Array.from(integers, Number)
    }
    return (
      (one.scale === other.scale || isEqual(this.floats(one.scale), this.floats(other.scale))) &&
      (one.zeroPoint === other.zeroPoint || isEqual(zeros(one), zeros(other)))
    )
  }

  /**
   * Has everything that reads a value read another, and gives back the node that keeps its name where the graph puts
   * it out.
   */
  rewire(value: Value, name: string): readonly NodeProto[] {
    this.#aliases.set(value, name)
    return value.isOutput ? [{ opType: 'Identity', input: [name], output: [value.name] }] : []
  }

  /** Changes the graphs in place, by what was said of their nodes and values. */
  apply(root: Scope): void {
    for (const scope of root.all()) {
      replaceNodes(scope.graph, this.replaced)
      for (const node of scope.graph.node ?? [])
        node.input = (node.input ?? []).map((name) => this.#resolve(scope, name))
    }
  }

  #resolve(scope: Scope, name: string): string {
    for (let reached = name; ; ) {
      const value = scope.find(reached)
      const alias = value && this.#aliases.get(value)
      if (alias === undefined) return reached
      reached = alias
    }
  }

  floats(value: Value | undefined): Float32Array | Float64Array | null {
    return value?.constant ? this.original.constants.floatsOf(value.constant) : null
  }

  /** A new constant of the outermost graph, which every graph can read. */
  constant(base: string, dims: readonly number[], make: () => Float32Array): string {
    const name = this.edit.name(base)
    const tensor = this.original.constants.later({ name, type: 'float', dims }, make)
    return addConstant(this.original.graph, tensor)
  }

  /** Two branches may give one name to two values. */
  #idOf(value: Value | undefined): number {
    if (!value) return -1
    const id = this.#ids.get(value) ?? this.#ids.size
    this.#ids.set(value, id)
    return id
  }

  /**
   * The float weights that a quantized constant stands for, as a constant; null where its scale or zero point is
   * not constant, or they are not as many as its channels or blocks. Weights that were folded once are shared.
   */
  weights(
    value: Value,
    scale: Value | undefined,
    zeroPoint: Value | undefined,
    { axis = 0, blockSize = 0 }: { readonly axis?: number; readonly blockSize?: number } = {},
  ): string | null {
    const { constant } = value
    const { constants } = this.original
    if (!constant || !scale?.constant || (zeroPoint && !zeroPoint.constant)) return null
    const key = [
      ...[value, scale, zeroPoint].map((each) => this.#idOf(each)),
      axis,
      blockSize,
    ].join()
    const known = this.#folded.get(key)
    if (known !== undefined) return known
    const dims = dimsOf(constant)
    const [scaleTensor, zeroTensor] = [scale.constant, zeroPoint?.constant]
    const along = normalAxis(axis, dims.length)
    const scaleCount = elementCount(scaleTensor)
    const zeroCount = zeroTensor ? elementCount(zeroTensor) : 1
    const counts = [1, scalesAlong(dims, along, blockSize)]
    if (!counts.includes(scaleCount) || ![1, scaleCount].includes(zeroCount)) return null
    const name = this.constant(`${value.name}/float`, dims, () =>
      dequantize(constants.integersOf(constant) ?? [], dims, {
        scale: constants.floatsOf(scaleTensor) ?? [],
        zeroPoint: zeroTensor ? constants.integersOf(zeroTensor) : null,
        ...{ axis: along, blockSize },
      }),
    )
    this.#folded.set(key, name)
    return name
  }
}

/** A rule undoes one node of an operator: it puts the float nodes in its place, or leaves it as it is. */
export type Undo = (undoing: Undoing, scope: Scope, node: NodeProto) => void

export const axisOf = (node: NodeProto, otherwise: number) => ({
  axis: attributeInt(node, 'axis', otherwise),
  blockSize: attributeInt(node, 'block_size', 0),
})
