// Whether two models can stand for one another: the same inputs and outputs by name and type. Their order, and the names
// of open sizes, decide nothing.

import type { TensorInfo } from '../../shared/model.ts'

interface Interface {
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
}

function sideDifference(
  side: 'input' | 'output',
  original: readonly TensorInfo[],
  variant: readonly TensorInfo[],
): string | null {
  const types = new Map(variant.map(({ name, type }) => [name, type]))
  for (const { name, type } of original) {
    const other = types.get(name)
    if (other === undefined) return `it has no ${side} ${name}`
    if (other !== type) return `its ${side} ${name} is of type ${other}, and not ${type}`
  }
  const known = new Set(original.map(({ name }) => name))
  const more = variant.find(({ name }) => !known.has(name))
  return more === undefined ? null : `the original has no ${side} ${more.name}`
}

/** The first difference in a few words; null where there is none. */
export function interfaceDifference(original: Interface, variant: Interface): string | null {
  return (
    sideDifference('input', original.inputs, variant.inputs) ??
    sideDifference('output', original.outputs, variant.outputs)
  )
}
