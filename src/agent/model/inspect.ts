// What a model file says of itself, without loading it into a runtime.

import { createHash } from 'node:crypto'
import { batchOf, openDimsOf } from '../../shared/dims.ts'
import type { ModelInfo, TensorInfo } from '../../shared/model.ts'
import { contentId, externalFiles } from './external.ts'
import { inputRangesOf } from './input-ranges.ts'
import { countMultiplyAdds } from './multiply-adds.ts'
import { operatorName } from './node.ts'
import { countParameters } from './parameters.ts'
import { asNumber, describeValue, type GraphProto, graphsOf, type ModelProto } from './proto.ts'
import { readModel } from './read.ts'
import { weightTypesOf } from './weight-types.ts'

const maxTensors = 1000

/** Inputs that a caller must give: older files list the initialisers among them. */
export function inputsOf(graph: GraphProto): TensorInfo[] {
  const initialisers = new Set((graph.initializer ?? []).map(({ name }) => name))
  return (graph.input ?? [])
    .filter(({ name }) => !initialisers.has(name))
    .slice(0, maxTensors)
    .map(describeValue)
}

function operatorsOf(graph: GraphProto): Record<string, number> {
  const counts = new Map<string, number>()
  for (const inner of graphsOf(graph))
    for (const node of inner.node ?? []) {
      const name = operatorName(node)
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function opsetOf({ opsetImport }: ModelProto): number {
  const standard = opsetImport?.find(({ domain }) => !domain || domain === 'ai.onnx')
  return asNumber((standard ?? opsetImport?.[0])?.version)
}

/** `dims`: sizes at which its work is counted. Throws a `FaultError` for a file that is no whole ONNX model. */
export async function inspectModel(
  path: string,
  dims: Readonly<Record<string, number>>,
): Promise<ModelInfo> {
  const { bytes, model, graph } = readModel(path)
  const inputs = inputsOf(graph)
  const external = await externalFiles(path, model)
  const fileSha256 = createHash('sha256').update(bytes).digest('hex')
  const batch = batchOf(inputs)
  const producer = [model.producerName, model.producerVersion].filter(Boolean).join(' ')
  return {
    sha256: contentId(fileSha256, external),
    fileSha256,
    bytes: external.reduce((sum, file) => sum + file.bytes, bytes.length),
    irVersion: asNumber(model.irVersion),
    opset: opsetOf(model),
    producer: producer.slice(0, 200),
    inputs,
    outputs: (graph.output ?? []).slice(0, maxTensors).map(describeValue),
    parameterCount: countParameters(graph),
    ...countMultiplyAdds(graph, inputs, dims),
    operators: operatorsOf(graph),
    inputRanges: inputRangesOf(graph, inputs),
    weightTypes: weightTypesOf(model),
    externalFiles: external,
    openDims: openDimsOf(inputs).slice(0, maxTensors),
    batch: batch.kind === 'dynamic' ? 'dynamic' : batch.size,
    metadata: Object.fromEntries(
      (model.metadataProps ?? [])
        .slice(0, 100)
        .map(({ key, value }) => [(key ?? '').slice(0, 200), (value ?? '').slice(0, 2000)]),
    ),
  }
}
