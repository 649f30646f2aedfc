// The operators by which a model is told to be quantized.

export const quantizedOperators: ReadonlySet<string> = new Set([
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
