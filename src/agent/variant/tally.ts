// What making a variant did to the nodes of a model, as `Made` says it: which compute at the new precision, and which do
// not and why. The list of those that stay is cut, their count is not.

import type { KeptReason, Made } from '../../shared/variant.ts'
import { operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { nodeName } from './scope.ts'

const maxListed = 1000

export class Tally {
  readonly #converted = new Map<string, number>()
  readonly #kept: Made['kept'] = []
  #keptCount = 0
  #isEmpty = true

  converted(operator: string): void {
    this.#isEmpty = false
    this.folded(operator)
  }

  /** It became part of another node, which does not have to compute at the new precision for that. */
  folded(operator: string): void {
    this.#converted.set(operator, (this.#converted.get(operator) ?? 0) + 1)
  }

  kept(node: NodeProto, reason: KeptReason): void {
    this.#keptCount++
    if (this.#kept.length < maxListed)
      this.#kept.push({
        node: nodeName(node).slice(0, 500),
        operator: operatorName(node),
        reason,
      })
  }

  get isEmpty(): boolean {
    return this.#isEmpty
  }

  made(): Pick<Made, 'converted' | 'kept' | 'keptCount'> {
    return {
      converted: Object.fromEntries([...this.#converted].sort(([a], [b]) => (a < b ? -1 : 1))),
      kept: this.#kept,
      keptCount: this.#keptCount,
    }
  }
}

/** Whether a recipe says that a node stays as it is. */
export function isKept(
  node: NodeProto,
  {
    keepNodes,
    keepOperators,
  }: { readonly keepNodes: readonly string[]; readonly keepOperators: readonly string[] },
): boolean {
  return keepNodes.includes(nodeName(node)) || keepOperators.includes(operatorName(node))
}
