// What an operator is to int8-static: by what the runtime has kernels for between DequantizeLinear and QuantizeLinear
// (onnxruntime/core/optimizer/qdq_transformer/selectors_actions, and the registry of its own quantizer).

import { rearranges } from '../../shared/moving-operators.ts'
import type { KeptReason } from '../../shared/variant.ts'
import { attributeString, operatorName } from '../model/node.ts'
import { asNumber, dimsOf, elementType, type NodeProto } from '../model/proto.ts'
import { clipBounds } from './clip-bounds.ts'
import { constantOf, isLinear, linearOf } from './linear.ts'
import type { Original } from './original.ts'
import type { Scope } from './scope.ts'

/**
 * `weighted`: gains by itself. `product`: so too, and may put out floats. `join`: computes with scales of its own, and is
 * worth it only between others. `move`: rearranges integers, which keep their scale. `limit`: cuts values, which storing
 * them does as well.
 */
export type RoleKind = 'weighted' | 'product' | 'join' | 'move' | 'limit'

export interface Role {
  readonly kind: RoleKind
  /** Inputs that are activations, or constants in the place of one. */
  readonly data: readonly number[]
}

const joins: ReadonlySet<string> = new Set([
  ...['Add', 'Mul', 'Concat', 'AveragePool', 'GlobalAveragePool', 'Sigmoid', 'LeakyRelu'],
])
/** With weights, and without a kernel of integers in ONNX Runtime's own provider. */
const unsupported: ReadonlySet<string> = new Set([
  ...['ConvTranspose', 'Einsum', 'LSTM', 'GRU', 'RNN', 'com.microsoft:Attention'],
  ...['com.microsoft:FusedConv', 'com.microsoft:FusedGemm', 'com.microsoft:FusedMatMul'],
])

const integerPoolOpset = 12
const resizeOpset = 11

const isFloat = (type: number | null | undefined) => elementType(type) === 'float'
const places = ({ input }: NodeProto) => (input ?? []).map((_, place) => place)

/** Why a node that gains by integers can not have them; null for one that has nothing to do with them. */
export function roleOf(
  scope: Scope,
  node: NodeProto,
  { original, opset }: { readonly original: Original; readonly opset: number },
): Role | KeptReason | null {
  const operator = operatorName(node)
  if (unsupported.has(operator)) return 'operator'
  if (joins.has(operator)) return { kind: 'join', data: places(node) }
  if (rearranges(operator) || operator === 'Split') return { kind: 'move', data: [0] }
  switch (operator) {
    case 'Conv':
      return convRole(scope, node)
    case 'MatMul':
    case 'Gemm':
      return productRole(scope, node)
    case 'MaxPool':
      return opset >= integerPoolOpset && (node.output ?? []).length === 1
        ? { kind: 'move', data: [0] }
        : null
    case 'Resize':
      return opset >= resizeOpset && attributeString(node, 'mode', 'nearest') !== 'cubic'
        ? { kind: 'move', data: [0] }
        : null
    case 'Relu':
      return { kind: 'limit', data: [0] }
    case 'Clip':
      return clipsAroundZero(scope, node, original) ? { kind: 'limit', data: [0] } : null
    default:
      return null
  }
}

/** A bias must be constant, and one number for each channel: as a row, since a column is added to each row of a Gemm. */
function hasOtherBias(scope: Scope, node: NodeProto, channels: number): KeptReason | null {
  if (!node.input?.[2]) return null
  const bias = constantOf(scope.read(node, 2))
  if (bias === null) return 'not-constant'
  const dims = dimsOf(bias)
  const isRow = dims.at(-1) === channels && dims.slice(0, -1).every((size) => size === 1)
  return isRow && isFloat(bias.dataType) ? null : 'shape'
}

function convRole(scope: Scope, node: NodeProto): Role | KeptReason {
  const weights = constantOf(scope.read(node, 1))
  if (weights === null) return 'not-constant'
  if (!isFloat(weights.dataType)) return 'operator'
  const bias = hasOtherBias(scope, node, asNumber(weights.dims?.[0]))
  return bias ?? { kind: 'weighted', data: [0] }
}

function productRole(scope: Scope, node: NodeProto): Role | KeptReason | null {
  const linear = linearOf(scope, node)
  if (!isLinear(linear)) {
    const isPlain = operatorName(node) === 'MatMul' && linear === 'not-constant'
    return isPlain ? { kind: 'product', data: [0, 1] } : linear
  }
  if (linear.factor !== 1) return 'operator'
  // The weights of a Gemm are stored as they stand: behind a Transpose they do not.
  const isTurned = operatorName(node) === 'Gemm' && constantOf(scope.read(node, 1)) === null
  if (isTurned) return 'not-constant'
  const bias = hasOtherBias(scope, node, linear.weights.columns)
  return bias ?? { kind: 'product', data: [0] }
}

/** Zero has to be within: integers always reach it. */
function clipsAroundZero(scope: Scope, node: NodeProto, original: Original): boolean {
  const bounds = clipBounds(scope, node, original)
  return bounds !== null && bounds.low <= 0 && bounds.high >= 0
}
