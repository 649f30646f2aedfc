// What the zoo's models hold and multiply, by exact arithmetic from their published shapes.

import { describe, expect, test } from 'vitest'
import { inputRangesOf } from '../../src/agent/model/input-ranges.ts'
import { countMultiplyAdds } from '../../src/agent/model/multiply-adds.ts'
import { countParameters } from '../../src/agent/model/parameters.ts'
import { describeValue } from '../../src/agent/model/proto.ts'
import { bertBase, bertLarge } from '../../src/agent/model/zoo/bert.ts'
import type { ZooModel } from '../../src/agent/model/zoo/zoo-model.ts'

function graphOf({ model }: ZooModel) {
  if (!model.graph) throw new Error('no graph')
  return { graph: model.graph, inputs: (model.graph.input ?? []).map(describeValue) }
}

interface Bert {
  readonly layers: number
  readonly width: number
  /** Multiply-adds of what stands on the encoder. */
  readonly head: (sequence: number) => number
}

/** Projections and the two inner layers for each token, then scores and their mixture. */
const bertWork = ({ layers, width, head }: Bert, sequence: number) =>
  layers * (sequence * 12 * width ** 2 + 2 * sequence ** 2 * width) + head(sequence)

describe.each([
  ['BERT-base', bertBase, 109_482_240, { layers: 12, width: 768, head: () => 768 ** 2 }],
  [
    'BERT-large with the head of SQuAD',
    bertLarge,
    334_094_338,
    { layers: 24, width: 1024, head: (sequence: number) => sequence * 1024 * 2 },
  ],
] as const)('%s', (_, build, parameters, shape) => {
  const { graph, inputs } = graphOf(build())

  test('has the published parameters', () => {
    expect(countParameters(graph)).toBe(parameters)
  })

  test.each([1, 128, 384, 512])(
    'multiplies at a sequence of %i what its shapes say',
    (sequence) => {
      expect(countMultiplyAdds(graph, inputs, { sequence })).toEqual({
        multiplyAdds: bertWork(shape, sequence),
        uncounted: [],
      })
    },
  )

  test('is not counted without a sequence, and no operator is to blame', () => {
    expect(countMultiplyAdds(graph, inputs)).toEqual({ multiplyAdds: null, uncounted: [] })
  })

  test('takes words of its vocabulary and the two kinds of tokens', () => {
    expect(inputRangesOf(graph, inputs)).toEqual({
      input_ids: { low: 0, high: 30_521 },
      token_type_ids: { low: 0, high: 1 },
    })
  })
})

test('BERT-base at 128 is what is published: 22.4 GFLOPs', () => {
  const { graph, inputs } = graphOf(bertBase())
  const { multiplyAdds } = countMultiplyAdds(graph, inputs, { sequence: 128 })
  expect((2 * (multiplyAdds ?? 0)) / 1e9).toBeCloseTo(22.35, 2)
})
