// The bounds between which a Clip lets values through: attributes of older operator sets, inputs of newer ones.

import { attributeFloat } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { float } from '../model/zoo/attributes.ts'
import { constantOf } from './linear.ts'
import type { Original } from './original.ts'
import type { Scope } from './scope.ts'

/** From here on they are inputs. */
const inputsOpset = 11

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

/** A node that brings a value to a range; `constant` gives the name of a bound that is an input. */
export function clipNode(
  opset: number,
  input: string,
  output: string,
  { low, high }: ClipBounds,
  constant: (bound: number, what: 'least' | 'largest') => string,
): NodeProto {
  const node: NodeProto = { opType: 'Clip', input: [input], output: [output] }
  return opset < inputsOpset
    ? { ...node, attribute: [float('min', low), float('max', high)] }
    : { ...node, input: [input, constant(low, 'least'), constant(high, 'largest')] }
}
