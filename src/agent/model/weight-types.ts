// Of which element types a model's constants are: what its weights are kept in.

import { elementCount, elementType, type ModelProto, tensorsOf } from './proto.ts'

/** Element type → how many elements. Scalars are parameters of operators, no weights. */
export function weightTypesOf(model: ModelProto): Record<string, number> {
  const counts = new Map<string, number>()
  for (const tensor of tensorsOf(model)) {
    if ((tensor.dims ?? []).length === 0) continue
    const type = elementType(tensor.dataType)
    counts.set(type, (counts.get(type) ?? 0) + elementCount(tensor))
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
