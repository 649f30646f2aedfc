// What a zoo model is made of: its graph, and the file of weights beside it where they are too large to stand in it.

import type { ZooId } from '../../../shared/model.ts'
import type { GraphProto, ModelProto } from '../proto.ts'

export interface WeightFile {
  /** Its name, beside the model. */
  readonly location: string
  readonly bytes: number
  /** All of its bytes, from the first to the last. A piece is good until the next one is asked for. */
  pieces(): Iterable<Uint8Array>
}

export interface ZooModel {
  readonly model: ModelProto
  readonly weights: WeightFile | null
}

export function zooModel(zoo: ZooId, graph: GraphProto): ModelProto {
  return {
    irVersion: 8,
    producerName: 'benchtop',
    opsetImport: [{ domain: '', version: 17 }],
    graph: { name: zoo, ...graph },
    metadataProps: [
      { key: 'benchtop.zoo', value: zoo },
      { key: 'benchtop.label', value: 'architecture, random weights: speed only' },
    ],
  }
}
