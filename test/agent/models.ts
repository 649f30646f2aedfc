// Small models, made here: whole ones, odd ones and broken ones.

import onnxProto from 'onnx-proto'

const { onnx } = onnxProto
type Node = onnxProto.onnx.INodeProto
type Tensor = onnxProto.onnx.ITensorProto
type Value = onnxProto.onnx.IValueInfoProto

export const elementTypes = {
  float: 1,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
} as const

export function value(
  name: string,
  dims: readonly (number | string)[],
  type: keyof typeof elementTypes = 'float',
): Value {
  return {
    name,
    type: {
      tensorType: {
        elemType: elementTypes[type],
        shape: {
          dim: dims.map((dim) => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim })),
        },
      },
    },
  }
}

export function floats(name: string, dims: readonly number[], fill = 0.01): Tensor {
  const count = dims.reduce((product, size) => product * size, 1)
  const rawData = new Uint8Array(new Float32Array(count).fill(fill).buffer)
  return { name, dims: [...dims], dataType: elementTypes.float, rawData }
}

export interface Parts {
  readonly nodes?: readonly Node[]
  readonly inputs?: readonly Value[]
  readonly outputs?: readonly Value[]
  readonly weights?: readonly Tensor[]
  readonly opset?: number
}

export function modelOf({
  nodes = [{ opType: 'Relu', input: ['x'], output: ['y'] }],
  inputs = [value('x', ['N', 4])],
  outputs = [value('y', ['N', 4])],
  weights = [],
  opset = 17,
}: Parts = {}): Uint8Array {
  return onnx.ModelProto.encode({
    irVersion: 8,
    producerName: 'test',
    opsetImport: [{ domain: '', version: opset }],
    graph: {
      name: 'graph',
      node: [...nodes],
      input: [...inputs],
      output: [...outputs],
      initializer: [...weights],
    },
  }).finish()
}

/** A product of matrices, so that an inference takes some time: x[N,64] · w[64,64]. */
export const matrixModel = () =>
  modelOf({
    nodes: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
    inputs: [value('x', ['N', 64])],
    outputs: [value('y', ['N', 64])],
    weights: [floats('w', [64, 64])],
  })
