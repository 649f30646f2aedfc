// The shapes that are worked out from a graph, against those of ONNX Runtime, which runs it with every value put out.

import onnxProto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { countMultiplyAdds, shapesOf } from '../../src/agent/model/multiply-adds.ts'
import { describeValue, type NodeProto, type TensorProto } from '../../src/agent/model/proto.ts'
import { integers, scalar } from '../../src/agent/model/zoo/attributes.ts'
import { mobilenetV2 } from '../../src/agent/model/zoo/mobilenet-v2.ts'
import { floats, modelOf, value } from '../fixtures/onnx.ts'

const { onnx } = onnxProto

const int = (name: string, i: number) => ({ name, type: 2, i })
const ints = (name: string, values: readonly number[]) => ({ name, type: 7, ints: [...values] })
const text = (name: string, s: string) => ({ name, type: 3, s: Buffer.from(s) })
const graph = (name: string, g: onnxProto.onnx.IGraphProto) => ({ name, type: 5, g })
const node = (
  opType: string,
  input: string[],
  output: string | string[],
  attribute: NodeProto['attribute'] = [],
): NodeProto => ({ opType, input, output: [output].flat(), attribute })

interface Case {
  readonly nodes: readonly NodeProto[]
  readonly weights?: readonly TensorProto[]
  readonly input: readonly number[]
  readonly multiplyAdds: number | null
  readonly uncounted?: readonly string[]
}

/** As exporters write the padding of a convolution by its length: reversed in pairs, behind zeros. */
const exportedPad: Case = {
  input: [1, 2, 9],
  multiplyAdds: 0,
  weights: [
    integers('three', [3]),
    integers('pair', [-1, 2]),
    integers('flat', [-1]),
    ...[integers('last', [-1]), integers('least', [-100]), integers('first', [0])],
    integers('given', [4, 1]),
    scalar('zero', 0),
  ],
  nodes: [
    node('Shape', ['x'], 'sizes'),
    node('Size', ['sizes'], 'rank'),
    node('Unsqueeze', ['rank', 'first'], 'ranks'),
    node('Add', ['ranks', 'ranks'], 'twice'),
    node('Shape', ['given'], 'count'),
    node('Sub', ['twice', 'count'], 'missing'),
    node('ConstantOfShape', ['missing'], 'zeros', [
      { name: 'value', type: 4, t: integers('', [0]) },
    ]),
    node('Concat', ['given', 'zeros'], 'all', [int('axis', 0)]),
    node('Reshape', ['all', 'pair'], 'pairs'),
    node('Slice', ['pairs', 'last', 'least', 'first', 'last'], 'reversed'),
    node('Transpose', ['reversed'], 'turned', [ints('perm', [1, 0])]),
    node('Reshape', ['turned', 'flat'], 'pads'),
    node('Cast', ['pads'], 'cast', [int('to', 7)]),
    node('Pad', ['x', 'cast', 'zero'], 'y'),
  ],
}

const cases: Readonly<Record<string, Case>> = {
  'padding as exporters write it': exportedPad,
  'a transposed convolution': {
    input: [1, 4, 5, 7],
    weights: [floats('w', [4, 3, 3, 3])],
    nodes: [
      node('ConvTranspose', ['x', 'w'], 'y', [
        ints('strides', [2, 2]),
        ints('pads', [1, 1, 1, 1]),
        ints('output_padding', [1, 1]),
        int('group', 2),
      ]),
    ],
    multiplyAdds: 4 * 5 * 7 * 3 * 9,
  },
  'a grouped convolution': {
    input: [1, 4, 8, 8],
    weights: [floats('w', [6, 2, 3, 3])],
    nodes: [node('Conv', ['x', 'w'], 'y', [int('group', 2), text('auto_pad', 'SAME_UPPER')])],
    multiplyAdds: 6 * 8 * 8 * 2 * 9,
  },
  'an LSTM in both directions': {
    input: [5, 1, 3],
    weights: [floats('w', [2, 16, 3]), floats('r', [2, 16, 4])],
    nodes: [
      node(
        'LSTM',
        ['x', 'w', 'r'],
        ['y', 'h', 'c'],
        [int('hidden_size', 4), text('direction', 'bidirectional')],
      ),
    ],
    multiplyAdds: 5 * (2 * 16 * 3 + 2 * 16 * 4),
  },
  'a GRU': {
    input: [5, 1, 3],
    weights: [floats('w', [1, 12, 3]), floats('r', [1, 12, 4])],
    nodes: [node('GRU', ['x', 'w', 'r'], ['y', 'h'], [int('hidden_size', 4)])],
    multiplyAdds: 5 * (12 * 3 + 12 * 4),
  },
  'an Einstein sum': {
    input: [2, 3, 4],
    weights: [floats('w', [4, 5])],
    nodes: [node('Einsum', ['x', 'w'], 'y', [text('equation', 'bij, jk -> bki')])],
    multiplyAdds: 2 * 3 * 4 * 5,
  },
  'a vector times a matrix': {
    input: [4],
    weights: [floats('w', [2, 4, 3])],
    nodes: [node('MatMul', ['x', 'w'], 'y')],
    multiplyAdds: 2 * 4 * 3,
  },
  'splitting, reducing, resizing, repeating': {
    input: [1, 6, 4, 4],
    weights: [
      integers('sizes', [2, 4]),
      integers('axes', [2, 3]),
      integers('repeats', [1, 2, 1, 1]),
      { name: 'scales', dims: [4], dataType: 1, floatData: [1, 1, 2, 1.6] },
    ],
    nodes: [
      node('Split', ['x', 'sizes'], ['a', 'b'], [int('axis', 1)]),
      node('ReduceMean', ['a'], 'mean', [ints('axes', [2, 3]), int('keepdims', 0)]),
      node('ReduceSum', ['b', 'axes'], 'sum'),
      node('Resize', ['a', '', 'scales'], 'large'),
      node('Tile', ['a', 'repeats'], 'tiled'),
      node('ArgMax', ['b'], 'best', [int('axis', 1), int('keepdims', 0)]),
      node('DepthToSpace', ['b'], 'space', [int('blocksize', 2)]),
      node('GlobalAveragePool', ['b'], 'y'),
    ],
    multiplyAdds: 0,
  },
  'a range as long as the input, expanded and picked from': {
    input: [3, 5],
    weights: [
      integers('one', [1], []),
      integers('zero', [0], []),
      integers('at', [0]),
      integers('wide', [2, 1]),
      floats('table', [9, 4]),
    ],
    nodes: [
      node('Shape', ['x'], 'sizes', [int('start', 1)]),
      node('Squeeze', ['sizes', 'at'], 'length'),
      node('Range', ['zero', 'length', 'one'], 'places'),
      node('Concat', ['wide', 'sizes'], 'asked', [int('axis', 0)]),
      node('Expand', ['places', 'asked'], 'spread'),
      node('Gather', ['table', 'spread'], 'y', [int('axis', 0)]),
    ],
    multiplyAdds: 0,
  },
  'a branch whose condition follows from the shape': {
    input: [2, 4],
    weights: [integers('two', [2], []), integers('at', [0], []), floats('w', [4, 3])],
    nodes: [
      node('Shape', ['x'], 'sizes'),
      node('Gather', ['sizes', 'at'], 'rows'),
      node('Equal', ['rows', 'two'], 'is'),
      node('If', ['is'], 'y', [
        graph('then_branch', {
          name: 'then',
          node: [node('MatMul', ['x', 'w'], 'product')],
          output: [value('product', ['A', 'B'])],
        }),
        graph('else_branch', {
          name: 'else',
          node: [node('Relu', ['x'], 'same')],
          output: [value('same', ['A', 'B'])],
        }),
      ]),
    ],
    multiplyAdds: 2 * 4 * 3,
  },
  'a loop whose body multiplies is not counted, and named': {
    input: [2, 2],
    weights: [
      integers('times', [3], []),
      { name: 'true', dims: [], dataType: 9, rawData: Uint8Array.of(1) },
    ],
    nodes: [
      node('Loop', ['times', 'true', 'x'], 'y', [
        graph('body', {
          name: 'body',
          node: [node('MatMul', ['state', 'state'], 'next'), node('Identity', ['go'], 'on')],
          input: [value('i', [], 'int64'), value('go', [], 'bool'), value('state', [2, 2])],
          output: [value('on', [], 'bool'), value('next', [2, 2])],
        }),
      ]),
    ],
    multiplyAdds: null,
    uncounted: ['Loop'],
  },
}

/** The dimensions that the runtime finds for every value of a graph. */
async function actualShapes(model: onnxProto.onnx.IModelProto, input: readonly number[]) {
  const names = (model.graph?.node ?? []).flatMap(({ output }) => output ?? []).filter(Boolean)
  const spoken = new Set((model.graph?.output ?? []).map(({ name }) => name))
  const further = names.filter((name) => !spoken.has(name)).map((name) => ({ name }))
  const bytes = onnx.ModelProto.encode({
    ...model,
    graph: { ...model.graph, output: [...(model.graph?.output ?? []), ...further] },
  }).finish()
  const session = await InferenceSession.create(bytes, {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 4,
  })
  const count = input.reduce((product, size) => product * size, 1)
  const feeds = { [session.inputNames[0] ?? '']: new Tensor(new Float32Array(count), [...input]) }
  const found = await session.run(feeds)
  await session.release()
  return Object.fromEntries(names.map((name) => [name, [...(found[name]?.dims ?? [])]]))
}

async function expectAgreement(model: onnxProto.onnx.IModelProto, input: readonly number[]) {
  const actual = await actualShapes(model, input)
  const { graph } = onnx.ModelProto.decode(onnx.ModelProto.encode(model).finish())
  if (!graph) throw new Error('no graph')
  const inputs = (graph.input ?? []).map(describeValue)
  const shapes = shapesOf(graph, inputs)
  const known = Object.keys(actual).filter((name) => shapes.get(name))
  for (const name of known) expect([name, shapes.get(name)]).toEqual([name, actual[name]])
  return {
    work: countMultiplyAdds(graph, inputs),
    unknown: Object.keys(actual).length - known.length,
  }
}

describe('shapes are those of the runtime, for', () => {
  test.each(Object.entries(cases))('%s', async (_, { nodes, weights, input, ...said }) => {
    const last = nodes.at(-1)?.output?.[0] ?? ''
    const model = onnx.ModelProto.decode(
      modelOf({
        nodes,
        weights: weights ?? [],
        inputs: [value('x', input)],
        outputs: [{ name: last }],
      }),
    )
    const { work, unknown } = await expectAgreement(model, input)
    const batch = input[0] ?? 1
    expect(work.uncounted).toEqual(said.uncounted ?? [])
    expect(work.multiplyAdds === null ? null : work.multiplyAdds * batch).toBe(said.multiplyAdds)
    if (said.multiplyAdds !== null) expect(unknown).toBe(0)
  })

  test('every value of MobileNetV2', async () => {
    const { model } = mobilenetV2()
    expect(await expectAgreement(model, [1, 3, 224, 224])).toMatchObject({ unknown: 0 })
  })
})
