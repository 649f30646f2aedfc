// Changes to a graph and the graphs within it: new names that collide with none, nodes put in and counted, nodes and
// constants that nothing reads any more taken out. Nodes stay in topological order.

import { operatorName } from '../model/node.ts'
import {
  asNumber,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from '../model/proto.ts'
import { Scope } from './scope.ts'

export class Edit {
  /** Operator → how many nodes were put in. */
  readonly inserted: Record<string, number> = {}
  readonly #names: Set<string>

  constructor(root: Scope) {
    this.#names = new Set(
      root
        .all()
        .flatMap(({ values, graph }) => [
          ...values.keys(),
          ...(graph.node ?? []).map(({ name }) => name ?? ''),
        ]),
    )
  }

  /** A name that nothing in the model has: `base`, or `base_1` and so on. */
  name(base: string): string {
    let name = base
    for (let count = 1; this.#names.has(name); count++) name = `${base}_${count}`
    this.#names.add(name)
    return name
  }

  /** Counts a node that is put in, and gives it a name where it has none: that of its first output. */
  insert(node: NodeProto): NodeProto {
    const operator = operatorName(node)
    this.inserted[operator] = (this.inserted[operator] ?? 0) + 1
    return this.replacing(node)
  }

  /** The same of a node that takes the place of another, which is not counted: there are no more nodes for it. */
  replacing(node: NodeProto): NodeProto {
    const base = `${node.output?.[0] ?? operatorName(node)}/node`
    return { ...node, name: node.name || this.name(base) }
  }
}

/** Adds a constant to a graph and gives back its name. */
export function addConstant(graph: GraphProto, tensor: TensorProto): string {
  graph.initializer = [...(graph.initializer ?? []), tensor]
  return tensor.name ?? ''
}

/** Puts other nodes in the places of nodes: those before, the node itself where it stays, those after. */
export function replaceNodes(
  graph: GraphProto,
  replacements: ReadonlyMap<NodeProto, readonly NodeProto[]>,
): void {
  graph.node = (graph.node ?? []).flatMap((node) => replacements.get(node) ?? [node])
}

/** Takes out what nothing reads, in all graphs: nodes none of whose outputs are, and constants. */
export function dropUnread(graph: GraphProto): void {
  for (;;) {
    let dropped = false
    for (const scope of new Scope(graph).all()) {
      const isRead = (name: string) => {
        const value = scope.values.get(name)
        return value !== undefined && (value.isOutput || value.uses.length > 0)
      }
      const nodes = scope.graph.node ?? []
      const read = nodes.filter(({ output }) => (output ?? []).some(isRead))
      scope.graph.initializer = (scope.graph.initializer ?? []).filter(({ name }) =>
        isRead(name ?? ''),
      )
      dropped ||= read.length < nodes.length
      scope.graph.node = read
    }
    if (!dropped) return
  }
}

/** The version of ONNX's own operators that a model imports. */
export function standardOpset({ opsetImport }: ModelProto): number {
  return asNumber(opsetImport?.find(({ domain }) => !domain || domain === 'ai.onnx')?.version)
}

/** Has the model import the operators of a domain, such as `com.microsoft`, where it does not yet. */
export function importDomain(model: ModelProto, domain: string, version = 1): void {
  if (model.opsetImport?.some((imported) => imported.domain === domain)) return
  model.opsetImport = [...(model.opsetImport ?? []), { domain, version }]
}
