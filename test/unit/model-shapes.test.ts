import fc from 'fast-check'
import onnxProto from 'onnx-proto'
import { describe, expect, it } from 'vitest'
import { judgeContainer } from '../../src/agent/model/container.ts'
import { inputRangesOf } from '../../src/agent/model/input-ranges.ts'
import { countMultiplyAdds } from '../../src/agent/model/multiply-adds.ts'
import { countParameters } from '../../src/agent/model/parameters.ts'
import { broadcast } from '../../src/agent/model/shape.ts'
import { outputShape } from '../../src/agent/model/shapes.ts'
import { tinyModel } from '../../src/agent/model/tiny.ts'
import type { Dim } from '../../src/shared/content.ts'
import type { TensorInfo } from '../../src/shared/model.ts'
import { floats, modelOf, value } from '../fixtures/onnx.ts'

const input = (dims: readonly Dim[], name = 'x', type = 'float'): TensorInfo => ({
  name,
  type,
  dims: [...dims],
})

const known = (...shapes: (readonly number[] | null)[]) => ({
  shape: (place: number) => shapes[place],
  numbers: () => null,
})

const ints = (name: string, values: number[]) => ({ name, ints: values })

describe('shapes', () => {
  it('of a convolution follow kernel, stride, padding and dilation', () => {
    const conv = (attribute: onnxProto.onnx.IAttributeProto[]) =>
      outputShape({ opType: 'Conv', attribute }, known([1, 3, 224, 224], [64, 3, 7, 7]))
    expect(conv([])).toEqual([1, 64, 218, 218])
    expect(conv([ints('strides', [2, 2]), ints('pads', [3, 3, 3, 3])])).toEqual([1, 64, 112, 112])
    expect(conv([ints('dilations', [2, 2])])).toEqual([1, 64, 212, 212])
    expect(
      conv([{ name: 'auto_pad', s: Buffer.from('SAME_UPPER') }, ints('strides', [2, 2])]),
    ).toEqual([1, 64, 112, 112])
  })

  it('are unknown where an input or the operator is', () => {
    expect(outputShape({ opType: 'Conv' }, known(null, [64, 3, 7, 7]))).toBeNull()
    expect(outputShape({ opType: 'Frobnicate' }, known([1]))).toBeNull()
    expect(outputShape({ opType: 'Reshape' }, known([2, 3]))).toBeNull()
  })

  it('broadcast as numpy does', () => {
    expect(broadcast([8, 1, 6, 1], [7, 1, 5])).toEqual([8, 7, 6, 5])
    expect(broadcast([3], [4])).toBeNull()
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }), (shape) => {
        expect(broadcast(shape, shape)).toEqual(shape)
        expect(broadcast(shape, [])).toEqual(shape)
      }),
    )
  })

  it.each<[string, onnxProto.onnx.INodeProto, (readonly number[] | null)[], number[]]>([
    [
      'MaxPool',
      {
        attribute: [
          ints('kernel_shape', [3, 3]),
          ints('strides', [2, 2]),
          ints('pads', [1, 1, 1, 1]),
        ],
      },
      [[1, 64, 112, 112]],
      [1, 64, 56, 56],
    ],
    ['GlobalAveragePool', {}, [[1, 2048, 7, 7]], [1, 2048, 1, 1]],
    ['Flatten', {}, [[2, 3, 4]], [2, 12]],
    [
      'Gemm',
      { attribute: [{ name: 'transB', i: 1 }] },
      [
        [1, 2048],
        [1000, 2048],
      ],
      [1, 1000],
    ],
    [
      'MatMul',
      {},
      [
        [2, 8, 5, 3],
        [3, 4],
      ],
      [2, 8, 5, 4],
    ],
    ['Transpose', { attribute: [ints('perm', [0, 2, 1])] }, [[2, 3, 4]], [2, 4, 3]],
  ])('of %s', (opType, node, inputs, shape) => {
    expect(outputShape({ opType, ...node }, known(...inputs))).toEqual(shape)
  })
})

const graphOf = (parts: Parameters<typeof modelOf>[0]) => {
  const { graph } = onnxProto.onnx.ModelProto.decode(modelOf(parts))
  if (!graph) throw new Error('no graph')
  return graph
}

describe('counting', () => {
  it('leaves running statistics and shapes out of the parameters', () => {
    const names = ['scale', 'bias', 'mean', 'variance']
    const graph = graphOf({
      nodes: [{ opType: 'BatchNormalization', input: ['x', ...names], output: ['y'] }],
      weights: names.map((name) => floats(name, [8])),
    })
    expect(countParameters(graph)).toBe(16)
  })

  it('counts a weight once, however many read it', () => {
    const product = (from: string, to: string) => ({
      opType: 'MatMul',
      input: [from, 'w'],
      output: [to],
    })
    const graph = graphOf({
      nodes: [product('x', 'h'), product('h', 'y')],
      weights: [floats('w', [4, 4])],
    })
    expect(countParameters(graph)).toBe(16)
    expect(countMultiplyAdds(graph, [input(['N', 4])]).multiplyAdds).toBe(32)
  })

  it('counts one sample of a fixed batch', () => {
    const graph = graphOf({
      nodes: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
      inputs: [value('x', [8, 4])],
      weights: [floats('w', [4, 4])],
    })
    expect(countMultiplyAdds(graph, [input([8, 4])]).multiplyAdds).toBe(16)
  })

  it('does not guess at operators that it does not know', () => {
    const nodes = [{ opType: 'Mystery', domain: 'com.acme', input: ['x'], output: ['y'] }]
    expect(countMultiplyAdds(graphOf({ nodes }), [input(['N', 4])])).toEqual({
      multiplyAdds: null,
      uncounted: ['com.acme:Mystery'],
    })
    const unheardOf = [{ opType: 'Mystery', input: ['x'], output: ['y'] }]
    expect(countMultiplyAdds(graphOf({ nodes: unheardOf }), [input(['N', 4])])).toEqual({
      multiplyAdds: null,
      uncounted: ['Mystery'],
    })
  })

  const int64s = (name: string, dims: readonly number[], values: readonly number[]) => ({
    name,
    dims: [...dims],
    dataType: 7,
    int64Data: [...values],
  })
  const product = { opType: 'MatMul', input: ['h', 'w'], output: ['y'] }
  const int = (name: string, i: number) => ({ name, type: 2, i })
  const weights = [
    floats('w', [4, 4]),
    int64s('empty', [0], [1, 2, 3]),
    int64s('less', [-1], [1, 2, 3]),
    int64s('zero', [1], [0]),
    int64s('two', [1], [2]),
  ]
  it.each([
    [{ opType: 'Slice', input: ['empty', 'zero', 'two'], output: ['h'] }],
    [{ opType: 'Slice', input: ['less', 'zero', 'two'], output: ['h'] }],
    [{ opType: 'ArgMax', input: ['x'], output: ['h'], attribute: [int('axis', 9)] }],
    [{ opType: 'TopK', input: ['x', 'two'], output: ['h', 'i'], attribute: [int('axis', -9)] }],
    [{ opType: 'Split', input: ['x'], output: ['h', 'i'], attribute: [int('axis', 7)] }],
  ])('of a model that can not be comes to an end, and finds nothing: %j', (node) => {
    const graph = graphOf({ nodes: [node, product], weights })
    expect(countMultiplyAdds(graph, [input(['N', 4])]).multiplyAdds ?? 0).toBe(0)
  })

  it('finds no range for indices that come from themselves', () => {
    const nodes = [
      { opType: 'Identity', input: ['b'], output: ['a'] },
      { opType: 'Identity', input: ['a'], output: ['b'] },
      { opType: 'Gather', input: ['w', 'a'], output: ['y'] },
    ]
    expect(inputRangesOf(graphOf({ nodes, weights }), [input(['N'], 'x', 'int64')])).toEqual({})
  })
})

const judge = (bytes: Uint8Array) =>
  judgeContainer((position, count) => bytes.subarray(position, position + count), bytes.length)

describe('a container', () => {
  const whole = modelOf({ weights: [floats('w', [64])] })

  it('is whole', () => {
    expect(judge(whole)).toBe('whole')
    expect(judge(tinyModel())).toBe('whole')
  })

  it('cut anywhere is truncated, but for the first byte or two that say nothing yet', () => {
    for (let cut = 3; cut < whole.length; cut++)
      expect([cut, judge(whole.subarray(0, cut))]).toEqual([cut, 'truncated'])
  })

  it('is not taken from random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(judge(bytes)).not.toBe('whole')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the tiny model', () => {
  it('is one Relu', () => {
    const { graph } = onnxProto.onnx.ModelProto.decode(tinyModel())
    expect(graph?.node?.map(({ opType }) => opType)).toEqual(['Relu'])
  })
})
