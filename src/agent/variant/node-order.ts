// The order of nodes: each after those whose values it reads. ONNX asks for it, runtimes sort by themselves, and not every tool
// keeps to it; what changes a graph here, and follows values from node to node, relies on it.

import { fail } from '../../shared/fault.ts'
import type { GraphProto, NodeProto } from '../model/proto.ts'
import { Scope, type Use, type Value } from './scope.ts'

type Needs = ReadonlyMap<NodeProto, readonly NodeProto[]>

/** The node in the graph of a value that reads it, itself or in a graph within it. */
function readerOf({ node, scope }: Use, value: Value): NodeProto {
  let [reader, at] = [node, scope]
  while (at !== value.scope && at.outer !== null && at.holder !== null)
    [reader, at] = [at.holder, at.outer]
  return reader
}

function needsOf(root: Scope): Needs {
  const needs = new Map<NodeProto, NodeProto[]>()
  for (const scope of root.all())
    for (const value of scope.values.values())
      for (const use of value.producer === null ? [] : value.uses) {
        const reader = readerOf(use, value)
        const known = needs.get(reader) ?? []
        needs.set(reader, known)
        if (value.producer !== null) known.push(value.producer)
      }
  return needs
}

/** Null where a node needs itself. Nodes keep the order that they have as far as it goes. */
function sorted(nodes: readonly NodeProto[], needs: Needs): NodeProto[] | null {
  const order = new Set<NodeProto>()
  const begun = new Set<NodeProto>()
  for (const first of nodes) {
    const waiting = [first]
    for (let node = waiting.at(-1); node !== undefined; node = waiting.at(-1)) {
      const open = order.has(node)
        ? []
        : (needs.get(node) ?? []).filter((needed) => !order.has(needed))
      if (open.length === 0) {
        order.add(node)
        waiting.pop()
      } else if (begun.has(node)) return null
      else {
        begun.add(node)
        waiting.push(...open.toReversed())
      }
    }
  }
  return [...order]
}

function isSorted(nodes: readonly NodeProto[], needs: Needs): boolean {
  const before = new Set<NodeProto>()
  return nodes.every((node) => {
    const isReady = (needs.get(node) ?? []).every((needed) => before.has(needed))
    before.add(node)
    return isReady
  })
}

/** Of a graph and of those within it. Throws the fault `model-not-onnx` for values that depend on themselves. */
export function sortNodes(graph: GraphProto, name: string): void {
  const root = new Scope(graph)
  const needs = needsOf(root)
  for (const scope of root.all()) {
    const nodes = scope.graph.node ?? []
    if (isSorted(nodes, needs)) continue
    scope.graph.node =
      sorted(nodes, needs) ?? fail('model-not-onnx', { name }, 'a value depends on itself')
  }
}
