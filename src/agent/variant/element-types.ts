// The element type of every value, told from what operators promise of their outputs. Where nothing is promised that
// is known here, the model's own word counts, which the runtime holds it to; else the type stays unknown.

import { attributeInt, operatorName } from '../model/node.ts'
import {
  elementType,
  type GraphProto,
  type NodeProto,
  type ValueInfoProto,
} from '../model/proto.ts'
import type { Scope } from './scope.ts'

/** The types of a node's outputs; null for one that is not known. */
type Rule = (node: NodeProto, inputs: readonly (string | null)[]) => readonly (string | null)[]

const fixed =
  (...types: readonly string[]): Rule =>
  () =>
    types
/** The first `count` outputs are of the type of an input, those after it as said. */
const like =
  (place = 0, ...others: readonly string[]): Rule =>
  (_, inputs) => [inputs[place] ?? null, ...others]
/** All outputs are of the type of an input. */
const allLike =
  (place = 0): Rule =>
  ({ output }, inputs) =>
    (output ?? []).map(() => inputs[place] ?? null)
/** The type that an attribute names; without it, of an input or a type. */
const named =
  (attribute: string, otherwise: number | string): Rule =>
  (node, inputs) => {
    const number = attributeInt(node, attribute, 0)
    if (number !== 0) return [elementType(number)]
    return [typeof otherwise === 'string' ? otherwise : (inputs[otherwise] ?? null)]
  }
/** The type of the tensor in an attribute. */
const valued =
  (otherwise: string | null): Rule =>
  ({ attribute }) => {
    const tensor = attribute?.find(({ name }) => name === 'value')?.t
    return [tensor ? elementType(tensor.dataType) : otherwise]
  }

/** Besides the mean and the deviation the sum is put out. */
const skipNormalized: Rule = (_, [input = null]) => [input, 'float', 'float', input]

/** Operators whose first output is of the type of their first input, and none of whose others is of another. */
const firstInput = `
  Abs Acos Acosh Add Asin Asinh Atan Atanh Attention AveragePool BatchNormalization BitShift BitwiseAnd BitwiseNot
  BitwiseOr BitwiseXor Ceil Celu CenterCropPad Clip Col2Im Compress Concat Conv ConvTranspose Cos Cosh CumSum DeformConv
  DepthToSpace Det Div Einsum Elu Erf Exp Expand Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm
  GlobalAveragePool GlobalLpPool GlobalMaxPool GridSample GroupNormalization HardSigmoid HardSwish Hardmax Identity
  InstanceNormalization LRN LSTM LeakyRelu Log LogSoftmax LpNormalization LpPool MatMul Max MaxRoiPool MaxUnpool Mean
  MeanVarianceNormalization Min Mish Mod Mul Neg PRelu Pad Pow RMSNormalization RNN Range Reciprocal ReduceL1 ReduceL2
  ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize
  ReverseSequence RoiAlign RotaryEmbedding Round STFT Scatter ScatterElements ScatterND Selu Shrink Sigmoid Sign Sin Sinh
  Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Swish Tan Tanh TensorScatter ThresholdedRelu
  Tile Transpose Trilu Unsqueeze Upsample AffineGrid DFT com.microsoft:FusedConv com.microsoft:FusedMatMul
  com.microsoft:FusedGemm com.microsoft:Gelu com.microsoft:FastGelu com.microsoft:QuickGelu com.microsoft:BiasGelu
  com.microsoft:RotaryEmbedding com.microsoft:Attention com.microsoft:MultiHeadAttention
  com.microsoft:GroupQueryAttention com.microsoft:MatMulNBits
  com.microsoft:DynamicQuantizeMatMul com.microsoft:DynamicQuantizeLSTM com.microsoft:QLinearAdd
  com.microsoft:QLinearMul com.microsoft:QLinearSigmoid com.microsoft:QLinearLeakyRelu
  com.microsoft:QLinearGlobalAveragePool com.microsoft:QLinearAveragePool com.microsoft:QLinearSoftmax
`

const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    firstInput
      .trim()
      .split(/\s+/)
      .map((name) => [name, allLike()]),
  ),
  ...Object.fromEntries(
    ['And', 'Or', 'Xor', 'Not', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual']
      .concat(['IsInf', 'IsNaN'])
      .map((name) => [name, fixed('bool')]),
  ),
  ...Object.fromEntries(
    ['Shape', 'Size', 'NonZero', 'ArgMax', 'ArgMin', 'NonMaxSuppression'].map((name) => [
      name,
      fixed('int64'),
    ]),
  ),
  ...Object.fromEntries(
    ['HannWindow', 'HammingWindow', 'BlackmanWindow', 'MelWeightMatrix'].map((name) => [
      name,
      named('output_datatype', 'float'),
    ]),
  ),
  TopK: like(0, 'int64'),
  MaxPool: like(0, 'int64'),
  Dropout: like(0, 'bool'),
  Unique: like(0, 'int64', 'int64', 'int64'),
  // Mean and deviation are float, unless it stashes them otherwise, which no runtime does.
  LayerNormalization: like(0, 'float', 'float'),
  SimplifiedLayerNormalization: like(0, 'float'),
  'com.microsoft:SkipLayerNormalization': skipNormalized,
  'com.microsoft:SkipSimplifiedLayerNormalization': skipNormalized,
  Where: like(1),
  OneHot: like(2),
  Cast: named('to', 0),
  CastLike: like(1),
  Constant: valued(null),
  ConstantOfShape: valued('float'),
  EyeLike: named('dtype', 0),
  Bernoulli: named('dtype', 0),
  RandomNormalLike: named('dtype', 0),
  RandomUniformLike: named('dtype', 0),
  RandomNormal: named('dtype', 'float'),
  RandomUniform: named('dtype', 'float'),
  Multinomial: named('dtype', 'int32'),
  DynamicQuantizeLinear: fixed('uint8', 'float', 'uint8'),
  MatMulInteger: fixed('int32'),
  ConvInteger: fixed('int32'),
  'com.microsoft:MatMulIntegerToFloat': like(2),
  QLinearMatMul: like(7),
  QLinearConv: like(7),
  DequantizeLinear: like(1),
  'com.microsoft:DequantizeLinear': like(1),
  'com.microsoft:QAttention': allLike(2),
  QuantizeLinear: (node, [, , zeroPoint]) =>
    node.input?.[2] ? [zeroPoint ?? null] : named('output_dtype', 'uint8')(node, []),
  'com.microsoft:QuantizeLinear': (node, [, , zeroPoint]) =>
    node.input?.[2] ? [zeroPoint ?? null] : ['uint8'],
}

const declaredType = ({ type }: ValueInfoProto): string | null => {
  if (type?.tensorType)
    return type.tensorType.elemType ? elementType(type.tensorType.elemType) : null
  return type?.sequenceType || type?.mapType || type?.optionalType ? 'not a tensor' : null
}

const outputTypes = (scope: Scope | undefined): readonly (string | null)[] =>
  (scope?.graph.output ?? []).map(({ name }) => scope?.values.get(name ?? '')?.type ?? null)

/** Types of the outputs of a node that holds graphs, once those are known; null for any other node. */
function outputsOfInner(scope: Scope, node: NodeProto): readonly (string | null)[] | null {
  const [first] = scope.inner(node)
  switch (operatorName(node)) {
    case 'If':
      return outputTypes(first)
    case 'Loop':
      return outputTypes(first).slice(1)
    case 'Scan':
      return outputTypes(first)
    default:
      return null
  }
}

/** What the inputs of a node's graph are of: those of a loop's body are the node's own. */
function inputsOfInner(scope: Scope, node: NodeProto): void {
  const typeAt = (place: number) => scope.read(node, place)?.type ?? null
  const operator = operatorName(node)
  for (const inner of scope.inner(node))
    for (const [place, input] of (inner.graph.input ?? []).entries()) {
      const value = inner.values.get(input.name ?? '')
      if (!value) continue
      value.type = declaredType(input)
      if (operator === 'Scan') value.type ??= typeAt(place)
      else if (operator === 'Loop') value.type ??= ['int64', 'bool'][place] ?? typeAt(place)
    }
}

function declaredIn({ valueInfo, output }: GraphProto): Map<string, string | null> {
  return new Map(
    [...(valueInfo ?? []), ...(output ?? [])].map((info) => [info.name ?? '', declaredType(info)]),
  )
}

function inferGraph(scope: Scope): void {
  const declared = declaredIn(scope.graph)
  for (const { values } of scope.graph.sparseInitializer ?? []) {
    const value = scope.values.get(values?.name ?? '')
    if (value) value.type = elementType(values?.dataType)
  }
  for (const value of scope.values.values())
    if (value.constant) value.type = elementType(value.constant.dataType)
  for (const node of scope.graph.node ?? []) {
    inputsOfInner(scope, node)
    for (const inner of scope.inner(node)) inferGraph(inner)
    const inputs = (node.input ?? []).map((name) => scope.find(name)?.type ?? null)
    const types = outputsOfInner(scope, node) ?? rules[operatorName(node)]?.(node, inputs) ?? []
    for (const [place, name] of (node.output ?? []).entries()) {
      const value = scope.values.get(name)
      if (value) value.type = types[place] ?? declared.get(name) ?? null
    }
  }
}

/** Finds the type of every value in a graph and in those within it. */
export function inferTypes(root: Scope): void {
  for (const input of root.graph.input ?? []) {
    const value = root.values.get(input.name ?? '')
    if (value) value.type = declaredType(input)
  }
  inferGraph(root)
}
