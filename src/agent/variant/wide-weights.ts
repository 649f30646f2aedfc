// Whether a network at 8 bits has weights that take all of them, so that its sums may overflow 16 bits on a processor whose
// kernels add two products there.

import { elementType, graphsOf, type TensorProto } from '../model/proto.ts'
import { readModel } from '../model/read.ts'
import { s7Weights } from './affine.ts'
import { Constants } from './constants.ts'

/** Of weights that are dequantized where they are used, which says what they stand for; those of other operators do not. */
export function hasWideWeights(path: string): boolean {
  const { graph } = readModel(path)
  const constants = new Constants(path)
  const tensors = new Map((graph.initializer ?? []).map((tensor) => [tensor.name ?? '', tensor]))
  const isWide = (tensor: TensorProto) => {
    const { int32Data } = tensor
    const stored = int32Data?.length ? int32Data : (constants.integersOf(tensor) ?? [])
    return Array.from(stored, Number).some((value) => Math.abs(value) > s7Weights.high)
  }
  return graphsOf(graph).some(({ node }) =>
    (node ?? []).some(({ opType, input }) => {
      const tensor = opType === 'DequantizeLinear' ? tensors.get(input?.[0] ?? '') : undefined
      return tensor !== undefined && elementType(tensor.dataType) === 'int8' && isWide(tensor)
    }),
  )
}
