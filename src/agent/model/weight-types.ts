// Of which element types a model's constants are: what its weights are kept in.

import { attributeInt, operatorName } from './node.ts'
import {
  elementCount,
  elementType,
  type GraphProto,
  graphsOf,
  type ModelProto,
  tensorBytes,
  tensorsOf,
} from './proto.ts'

/** Operators whose weights are packed into bytes: at which input they stand. */
const packing: Readonly<Record<string, number>> = {
  'com.microsoft:MatMulNBits': 1,
  'com.microsoft:GatherBlockQuantized': 0,
}

/** How many bits an element has of the tensors that hold several to a byte, by their names. */
function packedBits(graph: GraphProto | null | undefined): ReadonlyMap<string, number> {
  const nodes = graph ? graphsOf(graph).flatMap(({ node }) => node ?? []) : []
  return new Map(
    nodes.flatMap((node): [string, number][] => {
      const place = packing[operatorName(node)]
      const bits = attributeInt(node, 'bits', 4)
      return place === undefined || ![2, 4].includes(bits)
        ? []
        : [[node.input?.[place] ?? '', bits]]
    }),
  )
}

/** Element type → how many elements. Scalars are parameters of operators, no weights. */
export function weightTypesOf(model: ModelProto): Record<string, number> {
  const packed = packedBits(model.graph)
  const counts = new Map<string, number>()
  for (const tensor of tensorsOf(model)) {
    if ((tensor.dims ?? []).length === 0) continue
    const stored = elementType(tensor.dataType)
    const bits = stored === 'uint8' ? packed.get(tensor.name ?? '') : undefined
    const type = bits === undefined ? stored : `uint${bits}`
    const count =
      bits === undefined ? elementCount(tensor) : ((tensorBytes(tensor) ?? 0) * 8) / bits
    counts.set(type, (counts.get(type) ?? 0) + count)
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
