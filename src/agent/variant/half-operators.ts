// What computes in half precision, and what must not. Whether a runtime has a kernel is its own matter (where it has none it
// puts casts around the node); here stands what the operators' definitions allow, less those that ONNX Runtime's converter
// leaves at fp32 (`DEFAULT_OP_BLOCK_LIST` and `ALWAYS_FLOAT_INPUTS` of its transformers/float16.py) and those that no kernel
// takes at half precision.

/** Allowed by definition. Not here: Min, Max, Range, CumSum, TopK, RoiAlign, Upsample, NonMaxSuppression, transforms of Fourier. */
const computes = `
  Abs Acos Acosh Add Asin Asinh Atan Atanh Attention AveragePool BatchNormalization Ceil Celu Cast Clip Compress Concat Conv
  ConvTranspose Cos Cosh DepthToSpace Div Dropout Einsum Elu Equal Erf Exp Expand Flatten Floor GRU Gather GatherElements
  GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual GridSample GroupNormalization HardSigmoid
  HardSwish Hardmax Identity InstanceNormalization LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax
  LpNormalization LpPool MatMul MaxPool Mean MeanVarianceNormalization Mish Mod Mul Neg OneHot PRelu Pad Pow
  RMSNormalization RNN Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd
  ReduceSum ReduceSumSquare Relu Reshape Resize ReverseSequence RotaryEmbedding Round Scatter ScatterElements ScatterND
  Selu Shrink Sigmoid Sign SimplifiedLayerNormalization Sin Sinh Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt
  Squeeze Sub Sum Swish Tan Tanh ThresholdedRelu Tile Transpose Trilu Unsqueeze Where com.microsoft:Attention
  com.microsoft:BiasGelu com.microsoft:FastGelu com.microsoft:FusedMatMul com.microsoft:Gelu
  com.microsoft:GroupQueryAttention com.microsoft:MultiHeadAttention com.microsoft:QuickGelu
  com.microsoft:RotaryEmbedding com.microsoft:SkipLayerNormalization com.microsoft:SkipSimplifiedLayerNormalization
`

const computing: ReadonlySet<string> = new Set(computes.trim().split(/\s+/))

export const canBeHalf = (operator: string) => computing.has(operator)

/** Inputs that are float32 whatever the others are. */
const floatInputs: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2] }
/** Outputs of the same kind: what a normalisation remembers for training. */
const floatOutputs: Readonly<Record<string, readonly number[]>> = {
  LayerNormalization: [1, 2],
  SimplifiedLayerNormalization: [1],
  'com.microsoft:SkipLayerNormalization': [1, 2],
  'com.microsoft:SkipSimplifiedLayerNormalization': [1, 2],
}

export const isFloatInput = (operator: string, place: number) =>
  floatInputs[operator]?.includes(place) ?? false
export const isFloatOutput = (operator: string, place: number) =>
  floatOutputs[operator]?.includes(place) ?? false

/** Operators that take a value of any type and tell nothing of its precision. */
export const takesAnyType = (operator: string) => asksSize(operator) || operator === 'Cast'

export const asksSize = (operator: string) => operator === 'Shape' || operator === 'Size'

/** Operators that multiply by their constants: one beyond the range can not be cut without another network. */
const multiplying: ReadonlySet<string> = new Set([
  ...[
    'Conv',
    'ConvTranspose',
    'MatMul',
    'Gemm',
    'Mul',
    'Div',
    'BatchNormalization',
    'LSTM',
    'GRU',
    'RNN',
  ],
  ...['InstanceNormalization', 'LayerNormalization', 'GroupNormalization', 'Einsum', 'Gather'],
  ...['PRelu', 'RMSNormalization', 'SimplifiedLayerNormalization', 'com.microsoft:FusedMatMul'],
])

export const multiplies = (operator: string) => multiplying.has(operator)

/** Operators that scale by their constants: one below the range can not be lifted to its least number either. */
export const scales = (operator: string) => operator === 'Mul' || operator === 'Div'
