// Which nodes int8-static leaves in fp32 because the recipe says so. What is put out under the name of a node that cuts, scales
// by channel or moves values is computed by another, into which it vanishes, or whose integers it hands on: whoever names the
// one means the other too. So a layer that is named as noisy is gone once it is kept.

import { handsOn } from '../../shared/moving-operators.ts'
import type { RecipeOf } from '../../shared/variant.ts'
import { operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { nodeName, type Scope } from './scope.ts'

export class StaticKept {
  readonly #nodes = new Set<NodeProto>()
  readonly #operators: ReadonlySet<string>

  constructor(
    root: Scope,
    { keepNodes, keepOperators }: Pick<RecipeOf<'int8-static'>, 'keepNodes' | 'keepOperators'>,
  ) {
    this.#operators = new Set(keepOperators)
    const named = new Set(keepNodes)
    for (const scope of root.all())
      for (const node of (scope.graph.node ?? []).toReversed()) {
        if (named.has(nodeName(node))) this.#nodes.add(node)
        if (!this.#nodes.has(node) || !handsOn(operatorName(node))) continue
        const before = scope.values.get(node.input?.[0] ?? '')?.producer
        if (before) this.#nodes.add(before)
      }
  }

  has(node: NodeProto): boolean {
    return this.#nodes.has(node) || this.hasOperator(node)
  }

  /** Whether all of its operator stay, which says nothing of what is before it. */
  hasOperator(node: NodeProto): boolean {
    return this.#operators.has(operatorName(node))
  }

  /** Nodes that become one: where one of them was named, all stay. */
  keepTogether(nodes: readonly NodeProto[]): boolean {
    const isNamed = nodes.some((node) => this.#nodes.has(node))
    if (isNamed) for (const node of nodes) this.#nodes.add(node)
    return isNamed
  }
}
