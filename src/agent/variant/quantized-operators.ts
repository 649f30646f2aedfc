// The operators by which a model is told to be quantized.

import { operatorName } from '../model/node.ts'
import { type GraphProto, graphsOf } from '../model/proto.ts'

const quantizedOperators: ReadonlySet<string> = new Set([
  ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'],
  ...['MatMulInteger', 'ConvInteger', 'QLinearMatMul', 'QLinearConv'],
  ...[
    ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeMatMul', 'MatMulIntegerToFloat'],
    ...['DynamicQuantizeLSTM', 'MatMulNBits', 'GatherBlockQuantized', 'MatMulBnb4', 'QAttention'],
    ...['QGemm', 'QLinearAdd', 'QLinearMul', 'QLinearSigmoid', 'QLinearLeakyRelu', 'QLinearConcat'],
    ...['QLinearGlobalAveragePool', 'QLinearAveragePool', 'QLinearSoftmax', 'QLinearWhere'],
    ...['QLinearReduceMean', 'QLinearConv', 'QMoE', 'QOrderedMatMul', 'QEmbedLayerNormalization'],
  ].map((operator) => `com.microsoft:${operator}`),
])

/** The first operator that computes with quantized weights or activations; null for a network that has none. */
export function quantizedOperatorOf(graph: GraphProto): string | null {
  const names = graphsOf(graph).flatMap(({ node }) => (node ?? []).map(operatorName))
  return names.find((name) => quantizedOperators.has(name)) ?? null
}
