// Which integers an input may hold: those that pick a row of a table that stands in the model.

import type { TensorInfo } from '../../shared/model.ts'
import { attributeInt, operatorName } from './node.ts'
import { asNumber, type GraphProto, type NodeProto } from './proto.ts'

export interface InputRange {
  readonly low: number
  readonly high: number
}

/** Operators that pass on what they are given, as far as rows and indices are concerned. */
const passing: ReadonlySet<string> = new Set(
  'Identity Cast Reshape Flatten Unsqueeze Squeeze DequantizeLinear'.split(' '),
)
/** Where an operator has a table and the indices into it: `[table, indices]`. */
const lookups: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  Gather: [[0, 1]],
  'com.microsoft:GatherBlockQuantized': [[0, 1]],
  'com.microsoft:EmbedLayerNormalization': [
    [2, 0],
    [4, 1],
  ],
}

/** By input; where several tables are picked from, the rows that all of them have. */
export function inputRangesOf(
  graph: GraphProto,
  inputs: readonly TensorInfo[],
): Record<string, InputRange> {
  const sources = new Map<string, NodeProto>()
  for (const node of graph.node ?? []) for (const name of node.output ?? []) sources.set(name, node)
  const origin = (name: string): string => {
    // A graph that leads back to itself is none, but a file may hold one.
    const passed = new Set<string>()
    let at = name
    while (!passed.has(at)) {
      passed.add(at)
      const node = sources.get(at)
      at = (node && passing.has(operatorName(node)) ? node.input?.[0] : undefined) || at
    }
    return at
  }
  const tables = new Map(
    (graph.initializer ?? [])
      .filter(({ dims }) => (dims?.length ?? 0) > 1)
      .map(({ name, dims }) => [name ?? '', asNumber(dims?.[0])]),
  )
  const integers = new Set(
    inputs.filter(({ type }) => /^u?int\d+$/.test(type)).map(({ name }) => name),
  )
  const ranges = new Map<string, InputRange>()
  for (const node of graph.node ?? [])
    for (const [table, indices] of lookups[operatorName(node)] ?? []) {
      const rows = tables.get(origin(node.input?.[table] ?? ''))
      const input = origin(node.input?.[indices] ?? '')
      if (!rows || rows < 1 || !Number.isSafeInteger(rows)) continue
      if (!integers.has(input) || attributeInt(node, 'axis', 0) !== 0) continue
      const high = Math.min(rows - 1, ranges.get(input)?.high ?? rows - 1)
      ranges.set(input, { low: 0, high })
    }
  return Object.fromEntries(ranges)
}
