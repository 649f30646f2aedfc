// Sums of products whose bias is so large that it cancels them: of the difference of two large numbers half precision leaves
// little, so that they, and what computes the values that they read, have to stay exact. U²-Net has one.

import { moves } from '../../shared/moving-operators.ts'
import { operatorName } from '../model/node.ts'
import { elementType, type NodeProto, type TensorProto } from '../model/proto.ts'
import { constantOf } from './linear.ts'
import type { Scope } from './scope.ts'

/** Half precision has quarters beyond it, and nothing between. */
const mostBias = 256

const summing: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm'])
/** Besides what only moves values: what these put out is as large as what they read. */
const keepingSize: ReadonlySet<string> = new Set(['Relu', 'LeakyRelu', 'Clip', 'Resize', 'Pad'])

const keepsSize = (operator: string) => moves(operator) || keepingSize.has(operator)

/** `farthest`: how far from zero a constant of floats goes. */
export function cancellingNodes(
  root: Scope,
  farthest: (constant: TensorProto) => number,
): ReadonlySet<NodeProto> {
  const found = new Set<NodeProto>()
  for (const scope of root.all()) {
    for (const node of (scope.graph.node ?? []).toReversed()) {
      const operator = operatorName(node)
      const bias = summing.has(operator) ? constantOf(scope.read(node, 2)) : null
      const isFar = bias && elementType(bias.dataType) === 'float' && farthest(bias) > mostBias
      if (isFar) found.add(node)
      if (!isFar && !(found.has(node) && keepsSize(operator))) continue
      const places = operator === 'Concat' ? (node.input ?? []).keys() : [0]
      for (const place of places) {
        const before = scope.values.get(node.input?.[place] ?? '')?.producer
        if (before) found.add(before)
      }
    }
  }
  return found
}
