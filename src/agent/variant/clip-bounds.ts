// Between which bounds a Clip lets values through: attributes of older operator sets, inputs of newer ones.

import { attributeFloat } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { constantOf } from './linear.ts'
import type { Original } from './original.ts'
import type { Scope } from './scope.ts'

export interface ClipBounds {
  readonly low: number
  readonly high: number
}

/** Null where a bound is known only when the model runs. */
export function clipBounds(
  scope: Scope,
  node: NodeProto,
  { constants }: Original,
): ClipBounds | null {
  const bound = (place: number, attribute: string, otherwise: number): number | null => {
    if (!node.input?.[place]) return attributeFloat(node, attribute, otherwise)
    const tensor = constantOf(scope.read(node, place))
    return (tensor && constants.floatsOf(tensor)?.[0]) ?? null
  }
  const low = bound(1, 'min', Number.NEGATIVE_INFINITY)
  const high = bound(2, 'max', Number.POSITIVE_INFINITY)
  return low === null || high === null ? null : { low, high }
}
