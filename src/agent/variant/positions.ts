// Which floats are counted and not computed: positions, lengths and masks that come of integers alone. Half precision has no
// whole numbers beyond 2048 one by one, so what is made of such stays in fp32 until it meets an activation.

import { operatorName } from '../model/node.ts'
import { elementCount, type NodeProto } from '../model/proto.ts'
import type { Scope, Value } from './scope.ts'

/** Integers that may be larger than half precision tells apart. A pixel or a sample of sound is narrower. */
const wide: ReadonlySet<string> = new Set(['int32', 'int64', 'uint32', 'uint64'])
/** A product with more weights is a layer of the network: what it puts out is an activation. */
const maxFactors = 4096

const isLayer = (scope: Scope, node: NodeProto) =>
  (node.input ?? []).some((_, place) => {
    const constant = scope.read(node, place)?.constant
    return constant ? elementCount(constant) > maxFactors : false
  })

/** Values of type `float` that come of integers and small constants alone. */
export function countedValues(root: Scope): ReadonlySet<Value> {
  const counted = new Set<Value>()
  for (const scope of root.all())
    for (const node of scope.graph.node ?? []) {
      const inputs = (node.input ?? []).flatMap((_, place) => scope.read(node, place) ?? [])
      const floats = inputs.filter(({ type, constant }) => type === 'float' && !constant)
      const operator = operatorName(node)
      const fromIntegers =
        (operator === 'Cast' || operator === 'Range') &&
        inputs.some(({ type }) => wide.has(type ?? ''))
      const fromCounted =
        floats.length > 0 &&
        floats.every((value) => counted.has(value)) &&
        inputs.every(({ type }) => type !== null) &&
        !isLayer(scope, node)
      if (!fromIntegers && !fromCounted) continue
      for (const name of node.output ?? []) {
        const value = scope.values.get(name)
        if (value?.type === 'float' && scope.inner(node).length === 0) counted.add(value)
      }
    }
  return counted
}
