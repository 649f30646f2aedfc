// Brings the floats of a network from one type to another, node by node: a node that converts reads and writes the new type,
// any other what it did before, and casts stand where the two meet. The inputs and outputs of the model, and those of
// branches and loop bodies, keep their type. Nothing is converted whose type is not known.

import { operatorName } from '../model/node.ts'
import type { NodeProto, TensorProto } from '../model/proto.ts'
import { typeNumber } from './constants.ts'
import { addConstant, type Edit } from './edit.ts'
import { asksSize, canBeHalf, isFloatInput, isFloatOutput, takesAnyType } from './half-operators.ts'
import type { Scope, Use, Value } from './scope.ts'

export interface Retyping {
  readonly from: 'float' | 'float16'
  readonly to: 'float' | 'float16'
  /** Nodes that convert. */
  readonly converts: ReadonlySet<NodeProto>
  /** A constant of the other type under a name. */
  constant(tensor: TensorProto, name: string): TensorProto
  /** Nodes that stand before the cast of a value to the new type, and the name of what it then casts. */
  beforeCast(value: Value): { readonly nodes: readonly NodeProto[]; readonly name: string }
}

const cast = (input: string, output: string, type: string): NodeProto => ({
  ...{ opType: 'Cast', input: [input], output: [output] },
  attribute: [{ name: 'to', type: 2, i: typeNumber(type) }],
})

const isBody = ({ holder }: Scope) => holder?.opType === 'Loop' || holder?.opType === 'Scan'

/** Where a value that a graph reads is best cast: not within a loop that it stands outside of. */
function castScope(reader: Scope, value: Value): Scope {
  let best = reader
  for (let scope = reader; scope !== value.scope && scope.outer; scope = scope.outer)
    if (isBody(scope)) best = scope.outer
  return best
}

class Retyper {
  readonly #retyping: Retyping
  readonly #edit: Edit
  /** The nodes of a graph as they come to stand. */
  readonly #nodes = new Map<Scope, NodeProto[]>()
  /** Names of a value in the other type than it had, by the graph in which that name can be read. */
  readonly #names = new Map<Scope, Map<Value, string>>()
  /** Values that have the new type under their own name. */
  readonly #moved = new Set<Value>()

  constructor(retyping: Retyping, edit: Edit) {
    this.#retyping = retyping
    this.#edit = edit
  }

  graph(scope: Scope): void {
    const nodes: NodeProto[] = []
    this.#nodes.set(scope, nodes)
    this.#names.set(scope, new Map())
    this.#constantsOf(scope)
    for (const node of scope.graph.node ?? []) {
      for (const inner of scope.inner(node)) this.graph(inner)
      this.#reads(scope, node)
      nodes.push(node)
      if (this.#retyping.converts.has(node)) this.#writes(scope, node)
    }
    scope.graph.node = nodes
  }

  #wants({ node, place }: Pick<Use, 'node' | 'place'>): 'from' | 'to' {
    return this.#retyping.converts.has(node) && !isFloatInput(operatorName(node), place)
      ? 'to'
      : 'from'
  }

  /** Constants that are read in the new type: in place where all read it so, else a copy of each. */
  #constantsOf(scope: Scope): void {
    const { from } = this.#retyping
    for (const value of scope.values.values()) {
      const { constant, name, producer, uses } = value
      if (constant === null || value.type !== from) continue
      const wantsNew = (use: Use) =>
        !takesAnyType(operatorName(use.node)) && this.#wants(use) === 'to'
      if (!uses.some(wantsNew)) continue
      // A cast may make integers of it: those are of what it was.
      const isMoved =
        !value.isOutput && uses.every((use) => wantsNew(use) || asksSize(operatorName(use.node)))
      const other = isMoved ? name : this.#edit.name(`${name}/${this.#retyping.to}`)
      const tensor = this.#retyping.constant(constant, other)
      if (!isMoved) {
        this.#names.get(scope)?.set(value, addConstant(scope.graph, tensor))
        continue
      }
      this.#moved.add(value)
      if (producer) {
        for (const attribute of producer.attribute ?? [])
          if (attribute.name === 'value') attribute.t = tensor
      } else
        scope.graph.initializer = (scope.graph.initializer ?? []).map((each) =>
          each === constant ? tensor : each,
        )
    }
  }

  #reads(scope: Scope, node: NodeProto): void {
    if (takesAnyType(operatorName(node))) this.#readsAny(scope, node)
    else
      node.input = (node.input ?? []).map((name, place) => {
        const value = scope.find(name)
        if (!value || value.type !== this.#retyping.from) return name
        return this.#as(scope, value, this.#wants({ node, place }))
      })
  }

  /** It reads what there is. A cast to what a value is already becomes no cast: runtimes trip over such. */
  #readsAny(scope: Scope, node: NodeProto): void {
    const { from, to, converts } = this.#retyping
    const value = scope.read(node, 0)
    if (!value) return
    const type = this.#moved.has(value) ? to : value.type
    const output = scope.values.get(node.output?.[0] ?? '')
    const target = converts.has(node) && output?.type === from ? to : output?.type
    if (node.opType !== 'Cast' || type === null || type !== target) return
    node.opType = 'Identity'
    node.attribute = []
  }

  /** The name of a value in its other type, where there is one by now. */
  #known(scope: Scope, value: Value): string | undefined {
    for (let at: Scope | null = scope; at; at = at.outer) {
      const name = this.#names.get(at)?.get(value)
      if (name !== undefined) return name
    }
    return undefined
  }

  /** The name under which a graph reads a value in one of the two types; a cast is put in where there is none. */
  #as(reader: Scope, value: Value, type: 'from' | 'to'): string {
    if (this.#moved.has(value) === (type === 'to')) return value.name
    const known = this.#known(reader, value)
    if (known !== undefined) return known
    const target = castScope(reader, value)
    const before =
      type === 'to' ? this.#retyping.beforeCast(value) : { nodes: [], name: value.name }
    const name = this.#edit.name(`${value.name}/${this.#retyping[type]}`)
    const nodes = [...before.nodes, cast(before.name, name, this.#retyping[type])]
    this.#nodes.get(target)?.push(...nodes.map((node) => this.#edit.insert(node)))
    this.#names.get(target)?.set(value, name)
    return name
  }

  #writes(scope: Scope, node: NodeProto): void {
    const { from, to } = this.#retyping
    const operator = operatorName(node)
    node.output = (node.output ?? []).map((name, place) => {
      const value = scope.values.get(name)
      if (!value || value.type !== from || isFloatOutput(operator, place)) return name
      if (node.opType === 'Cast') retarget(node, to)
      if (!value.isOutput) {
        this.#moved.add(value)
        return name
      }
      // An output of the graph keeps its name and its type; what else reads it reads the value before the cast.
      const inner = this.#edit.name(`${name}/${to}`)
      this.#names.get(scope)?.set(value, inner)
      this.#nodes.get(scope)?.push(this.#edit.insert(cast(inner, name, from)))
      return inner
    })
  }
}

function retarget({ attribute }: NodeProto, type: string): void {
  for (const one of attribute ?? []) if (one.name === 'to') one.i = typeNumber(type)
}

/** Whether a node can convert as far as types go. */
export type Convertible =
  /** Its values have nothing to do with the type. */
  | 'unconcerned'
  /** Its operator, or what is known of its values, does not allow it. */
  | 'not'
  | 'yes'

export function convertible(scope: Scope, node: NodeProto, from: Retyping['from']): Convertible {
  const operator = operatorName(node)
  const inputs = (node.input ?? []).map((name) => scope.find(name))
  const outputs = (node.output ?? []).map((name) => scope.values.get(name))
  const isFrom = (value: Value | undefined) => value?.type === from
  const isConcerned = (inputs.some(isFrom) && !takesAnyType(operator)) || outputs.some(isFrom)
  if (operator === 'Constant' || !isConcerned) return 'unconcerned'
  const isKnown = [...inputs, ...outputs].every((value) => value?.type !== null)
  return isKnown && canBeHalf(operator) && scope.inner(node).length === 0 ? 'yes' : 'not'
}

/** Changes the graphs in place. */
export function retype(root: Scope, retyping: Retyping, edit: Edit): void {
  new Retyper(retyping, edit).graph(root)
}
