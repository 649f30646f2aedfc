// The values of a graph and of the graphs within its nodes (branches, loop bodies), as names are resolved in ONNX: a
// name that a graph does not have is looked for in the one around it. A snapshot: it does not follow changes.

import type { GraphProto, NodeProto, TensorProto } from '../model/proto.ts'

/** A node that reads a value, at which of its inputs, and in which graph. */
export interface Use {
  readonly node: NodeProto
  readonly place: number
  readonly scope: Scope
}

export interface Value {
  readonly name: string
  /** Where it is defined. */
  readonly scope: Scope
  /** Null for a graph's input and for an initialiser. */
  readonly producer: NodeProto | null
  /** Of an initialiser and of a `Constant` node; null for what is known only when the model runs. */
  readonly constant: TensorProto | null
  readonly isInput: boolean
  readonly isOutput: boolean
  /** All that read it by name, in graphs within too. */
  readonly uses: Use[]
  /** Element type, as far as it is known: see `inferTypes`. `not a tensor` for sequences and maps. */
  type: string | null
}

export class Scope {
  readonly graph: GraphProto
  readonly outer: Scope | null
  /** The node that holds this graph. */
  readonly holder: NodeProto | null
  readonly values = new Map<string, Value>()
  readonly #inner = new Map<NodeProto, Scope[]>()

  constructor(graph: GraphProto, outer: Scope | null = null, holder: NodeProto | null = null) {
    this.graph = graph
    this.outer = outer
    this.holder = holder
    this.#define()
    for (const node of graph.node ?? [])
      this.#inner.set(
        node,
        graphsWithin(node).map((inner) => new Scope(inner, this, node)),
      )
    if (outer === null) this.#read()
  }

  #define(): void {
    const { input, initializer, sparseInitializer, output, node } = this.graph
    const outputs = new Set(output?.map(({ name }) => name))
    const define = (name: string, known: Partial<Value>) => {
      if (name === '' || this.values.has(name)) return
      this.values.set(name, {
        ...{ name, scope: this, producer: null, constant: null, isInput: false, uses: [] },
        ...{ isOutput: outputs.has(name), type: null },
        ...known,
      })
    }
    for (const tensor of initializer ?? []) define(tensor.name ?? '', { constant: tensor })
    for (const { values } of sparseInitializer ?? []) define(values?.name ?? '', {})
    for (const { name } of input ?? []) define(name ?? '', { isInput: true })
    for (const producer of node ?? [])
      for (const name of producer.output ?? [])
        define(name, { producer, constant: constantOfNode(producer) })
  }

  #read(): void {
    for (const node of this.graph.node ?? []) {
      for (const [place, name] of (node.input ?? []).entries())
        this.find(name)?.uses.push({ node, place, scope: this })
      for (const inner of this.inner(node)) inner.#read()
    }
  }

  /** Of this graph or of one around it; undefined for the empty name of an input that is left out. */
  find(name: string): Value | undefined {
    return this.values.get(name) ?? this.outer?.find(name)
  }

  /** The value that a node reads at a place. */
  read(node: NodeProto, place: number): Value | undefined {
    return this.find(node.input?.[place] ?? '')
  }

  /** The graphs that a node holds: its branches or its body. */
  inner(node: NodeProto): readonly Scope[] {
    return this.#inner.get(node) ?? []
  }

  /** This graph and all within it, the outer before the inner. */
  all(): Scope[] {
    return [
      this,
      ...(this.graph.node ?? []).flatMap((node) => this.inner(node).flatMap((one) => one.all())),
    ]
  }
}

const graphsWithin = ({ attribute }: NodeProto): GraphProto[] =>
  (attribute ?? []).flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])])

/** What a `Constant` node gives, where it is a tensor of numbers. */
function constantOfNode({ opType, domain, attribute }: NodeProto): TensorProto | null {
  if (opType !== 'Constant' || domain) return null
  return attribute?.find(({ name }) => name === 'value')?.t ?? null
}

/** What a node goes by in recipes: its name, or its first output. */
export const nodeName = ({ name, output }: NodeProto): string => name || (output?.[0] ?? '')

/** The one node that reads a value in its own graph; null where there are more, or the graph puts it out. */
export function onlyReader({ uses, isOutput, scope }: Value): NodeProto | null {
  const [use] = uses
  return uses.length === 1 && use?.scope === scope && !isOutput ? use.node : null
}
