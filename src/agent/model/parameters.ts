// How many parameters a model has, counted as published figures count them: trained weights and biases. Running
// statistics of batch normalisation, shapes, axes, scales and zero points are none.

import { elementCount, type GraphProto, graphsOf, type NodeProto } from './proto.ts'

/** At which inputs of an operator its trained parameters stand. */
const parameterInputs: Readonly<Record<string, readonly number[]>> = {
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  ConvInteger: [1],
  QLinearConv: [3, 8],
  Gemm: [0, 1, 2],
  MatMul: [0, 1],
  MatMulInteger: [0, 1],
  QLinearMatMul: [0, 3],
  DynamicQuantizeMatMul: [1, 4],
  BatchNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  GroupNormalization: [1, 2],
  LayerNormalization: [1, 2],
  SimplifiedLayerNormalization: [1],
  SkipLayerNormalization: [2, 3, 4],
  RMSNormalization: [1],
  LSTM: [1, 2, 3],
  GRU: [1, 2, 3],
  RNN: [1, 2, 3],
  PRelu: [1],
  Gather: [0],
  Einsum: [0, 1],
  Add: [0, 1],
  Sub: [0, 1],
  Mul: [0, 1],
  Div: [0, 1],
  Where: [1, 2],
  DequantizeLinear: [0],
  Transpose: [0],
  Reshape: [0],
  Unsqueeze: [0],
  Identity: [0],
  Cast: [0],
}
/** Integer tensors are parameters only where an operator computes with quantized weights. */
const quantized: ReadonlySet<string> = new Set([
  'ConvInteger',
  'QLinearConv',
  'MatMulInteger',
  'QLinearMatMul',
  'DynamicQuantizeMatMul',
  'DequantizeLinear',
])
const floating: ReadonlySet<number> = new Set([1, 10, 11, 16])

interface Weight {
  readonly count: number
  readonly isFloating: boolean
}

/** Constants of a graph by name: initialisers, and the values of Constant nodes. Scalars are no parameters. */
function constantsOf(graph: GraphProto): Map<string, Weight> {
  const tensors = [
    ...(graph.initializer ?? []).map((tensor) => ({ name: tensor.name ?? '', tensor })),
    ...(graph.node ?? []).flatMap(({ opType, output, attribute }) => {
      const tensor = attribute?.find(({ name }) => name === 'value')?.t
      return opType === 'Constant' && tensor ? [{ name: output?.[0] ?? '', tensor }] : []
    }),
  ]
  return new Map(
    tensors
      .filter(({ tensor }) => (tensor.dims ?? []).length > 0)
      .map(({ name, tensor }) => [
        name,
        { count: elementCount(tensor), isFloating: floating.has(tensor.dataType ?? 0) },
      ]),
  )
}

function readsOf({ opType, input }: NodeProto): { readonly name: string; readonly any: boolean }[] {
  const type = opType ?? ''
  return (parameterInputs[type] ?? []).flatMap((place) => {
    const name = input?.[place]
    return name ? [{ name, any: quantized.has(type) }] : []
  })
}

/** Each constant counts once, however many nodes read it. */
export function countParameters(graph: GraphProto): number {
  const graphs = graphsOf(graph)
  const constants = new Map(graphs.flatMap((inner) => [...constantsOf(inner)]))
  const counted = new Set<string>()
  for (const inner of graphs)
    for (const node of inner.node ?? [])
      for (const { name, any } of readsOf(node))
        if (constants.get(name)?.isFloating || (any && constants.has(name))) counted.add(name)
  return [...counted].reduce((sum, name) => sum + (constants.get(name)?.count ?? 0), 0)
}
