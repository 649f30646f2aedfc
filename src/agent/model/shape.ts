// What is known of a node's inputs, and the two ways in which shapes are combined that many operators share. A shape is
// wholly known or unknown (null): nothing is guessed.

import { attributeInt, attributeInts, attributeString } from './node.ts'
import type { NodeProto, Numbers } from './proto.ts'

export type Shape = readonly number[]

export interface KnownInputs {
  /** Shape of an input by place; null is unknown, undefined is not given. */
  shape(place: number): Shape | null | undefined
  /** Values of an input that are known before the model runs. */
  numbers(place: number): Numbers | null
}

export type ShapeRule = (node: NodeProto, inputs: KnownInputs) => Shape | null

/** Numpy's broadcasting; null where the shapes do not fit. */
export function broadcast(left: Shape, right: Shape): Shape | null {
  const rank = Math.max(left.length, right.length)
  const sizes: number[] = []
  for (let axis = 0; axis < rank; axis++) {
    const a = left[axis - rank + left.length] ?? 1
    const b = right[axis - rank + right.length] ?? 1
    if (a !== b && a !== 1 && b !== 1) return null
    sizes.push(a === 1 ? b : a)
  }
  return sizes
}

/** Spatial sizes after sliding a window, by the definition of Conv and of the pooling operators. */
export function slide(node: NodeProto, spatial: Shape, kernel: Shape): Shape | null {
  const strides = attributeInts(node, 'strides') ?? spatial.map(() => 1)
  const dilations = attributeInts(node, 'dilations') ?? spatial.map(() => 1)
  const pads = attributeInts(node, 'pads') ?? [...spatial, ...spatial].map(() => 0)
  const autoPad = attributeString(node, 'auto_pad', 'NOTSET')
  const round = attributeInt(node, 'ceil_mode', 0) === 1 ? Math.ceil : Math.floor
  const sizes = spatial.map((size, axis) => {
    const stride = strides[axis] ?? 1
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1
    if (autoPad.startsWith('SAME')) return Math.ceil(size / stride)
    const padded =
      autoPad === 'VALID' ? size : size + (pads[axis] ?? 0) + (pads[axis + spatial.length] ?? 0)
    return round((padded - reach) / stride) + 1
  })
  return sizes.every((size) => size > 0) ? sizes : null
}
