// Which floats must stay as exact as they are, because what is made of them is no activation. Positions, lengths and masks come
// of integers alone, and half precision has no whole numbers beyond 2048 one by one. Weights that are put together when the
// model is loaded (integers times a scale plus an offset, as some exporters store them) would be rounded at every step.

import { moves } from '../../shared/moving-operators.ts'
import { operatorName } from '../model/node.ts'
import { elementCount, type NodeProto } from '../model/proto.ts'
import type { Scope, Value } from './scope.ts'

/** Integers that may be larger than half precision tells apart. A pixel or a sample of sound is narrower. */
const wide: ReadonlySet<string> = new Set(['int32', 'int64', 'uint16', 'uint32', 'uint64'])
/** A product with more weights is a layer of the network: what it puts out is an activation. */
const maxFactors = 4096

class ExactValues {
  readonly exact = new Set<Value>()
  /** Known when the model is loaded. */
  readonly #settled = new Set<Value>()

  add(scope: Scope, node: NodeProto): void {
    if (scope.inner(node).length > 0) return
    const inputs = (node.input ?? []).flatMap((_, place) => scope.read(node, place) ?? [])
    const isSettled = inputs.length > 0 && inputs.every((value) => this.#isSettled(value))
    const isExact = isSettled ? !moves(operatorName(node)) : this.#isCounted(node, inputs)
    for (const name of node.output ?? []) {
      const value = scope.values.get(name)
      if (value && isSettled) this.#settled.add(value)
      if (value?.type === 'float' && isExact) this.exact.add(value)
    }
  }

  #isSettled(value: Value): boolean {
    return value.constant !== null || this.#settled.has(value)
  }

  /** Whether it computes with integers, small constants and what comes of them alone. */
  #isCounted(node: NodeProto, inputs: readonly Value[]): boolean {
    const operator = operatorName(node)
    if (operator === 'Cast' || operator === 'Range')
      return inputs.some(({ type }) => wide.has(type ?? ''))
    const floats = inputs.filter((value) => value.type === 'float' && !this.#isSettled(value))
    return (
      floats.length > 0 &&
      floats.every((value) => this.exact.has(value)) &&
      inputs.every(({ type }) => type !== null) &&
      !inputs.some(({ constant }) => constant && elementCount(constant) > maxFactors)
    )
  }
}

/** Values of type `float` that are not to be computed in half precision. */
export function exactValues(root: Scope): ReadonlySet<Value> {
  const found = new ExactValues()
  for (const scope of root.all()) for (const node of scope.graph.node ?? []) found.add(scope, node)
  return found.exact
}
