// Brings a model from version 9 of ONNX's operators to 10, which the kernels of integers belong to. Of what models of that
// age use, three operators differ. Models with older ones than that are not raised.

import { attributeInt, attributeInts, attributesWithout, operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { addConstant } from './edit.ts'
import type { Quantizing } from './quantizing.ts'

/** What can be raised. */
export const leastOpset = 9
const neededOpset = 10

export function raiseOpset(quantizing: Quantizing): Quantizing {
  const { original, opset, root } = quantizing
  if (opset >= neededOpset) return quantizing
  for (const { graph } of root.all()) for (const node of graph.node ?? []) raise(quantizing, node)
  for (const imported of original.model.opsetImport ?? [])
    if (!imported.domain || imported.domain === 'ai.onnx') imported.version = neededOpset
  return { ...quantizing, opset: neededOpset }
}

function raise(quantizing: Quantizing, node: NodeProto): void {
  const [data = ''] = node.input ?? []
  switch (operatorName(node)) {
    case 'Slice': {
      const starts = attributeInts(node, 'starts') ?? []
      const ends = attributeInts(node, 'ends') ?? []
      const axes = attributeInts(node, 'axes') ?? starts.map((_, axis) => axis)
      const given = [starts, ends, axes].map((values) => integers(quantizing, node, values))
      node.input = [data, ...given]
      node.attribute = attributesWithout(node, 'starts', 'ends', 'axes')
      return
    }
    case 'TopK':
      node.input = [data, integers(quantizing, node, [attributeInt(node, 'k', 1)])]
      node.attribute = attributesWithout(node, 'k')
      return
    case 'Upsample':
      node.opType = 'Resize'
      return
  }
}

/** "To the end" is the largest number of 64 bits, which a double rounds up. */
const largest = 2n ** 63n - 1n

function integers(
  { original, edit }: Quantizing,
  node: NodeProto,
  values: readonly number[],
): string {
  const name = edit.name(`${node.output?.[0] ?? 'node'}/integers`)
  const whole = BigInt64Array.from(values, (value) =>
    value >= Number(largest) ? largest : BigInt(value),
  )
  const tensor = { name, type: 'int64', dims: [values.length] }
  return addConstant(original.graph, original.constants.of(tensor, whole))
}
