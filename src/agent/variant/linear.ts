// Matrix products with constant weights: which nodes are one, and their weights as a matrix of rows times columns.

import { fail } from '../../shared/fault.ts'
import type { KeptReason } from '../../shared/variant.ts'
import { attributeFloat, attributeInt, attributeInts, operatorName } from '../model/node.ts'
import { dimsOf, elementType, type NodeProto, type TensorProto } from '../model/proto.ts'
import type { Original } from './original.ts'
import type { Scope, Value } from './scope.ts'

export interface Matrix {
  readonly tensor: TensorProto
  /** It stands in the tensor as columns times rows. */
  readonly isTransposed: boolean
  readonly rows: number
  readonly columns: number
}

/** input · weights · factor + bias · biasFactor. */
export interface Linear {
  readonly input: string
  readonly weights: Matrix
  readonly factor: number
  readonly bias: string | null
  readonly biasFactor: number
}

export const isLinear = (found: Linear | KeptReason | null): found is Linear =>
  found !== null && typeof found === 'object'

/** Why a product is none of constant weights; null for a node that is no product of matrices of floats. */
export function linearOf(scope: Scope, node: NodeProto): Linear | KeptReason | null {
  const operator = operatorName(node)
  if (operator !== 'MatMul' && operator !== 'Gemm') return null
  const weights = matrixOf(scope.read(node, 1), attributeInt(node, 'transB', 0) === 1)
  if (weights === null || typeof weights === 'string') return weights
  if (attributeInt(node, 'transA', 0) === 1) return 'operator'
  return {
    input: node.input?.[0] ?? '',
    weights,
    factor: attributeFloat(node, 'alpha', 1),
    bias: node.input?.[2] || null,
    biasFactor: attributeFloat(node, 'beta', 1),
  }
}

/** What stands behind a name where it never changes; exporters share weights through `Identity`. */
export function constantOf(value: Value | undefined): TensorProto | null {
  let at = value
  while (at?.constant === null && at.producer && operatorName(at.producer) === 'Identity')
    at = at.scope.read(at.producer, 0)
  return at?.constant ?? null
}

/** A constant, or one that a `Transpose` turns round; null where it is not of floats. */
export function matrixOf(
  value: Value | undefined,
  isTransposed: boolean,
): Matrix | KeptReason | null {
  const turned = value && turnedConstant(value)
  const tensor = turned ?? constantOf(value)
  if (!tensor) return 'not-constant'
  const type = elementType(tensor.dataType)
  if (type !== 'float') return type === 'float16' ? 'operator' : null
  const [first = 0, second = 0, ...more] = dimsOf(tensor)
  if (first === 0 || second === 0 || more.length > 0) return 'shape'
  const isTurned = (turned !== null && turned !== undefined) !== isTransposed
  const [rows, columns] = isTurned ? [second, first] : [first, second]
  return { tensor, isTransposed: isTurned, rows, columns }
}

function turnedConstant({ producer, scope }: Value): TensorProto | null {
  if (producer === null || operatorName(producer) !== 'Transpose') return null
  const perm = attributeInts(producer, 'perm') ?? [1, 0]
  return perm.join() === '1,0' ? constantOf(scope.read(producer, 0)) : null
}

/** A constant's floats; throws the fault `variant-weight-nan` where one is no number. */
export function finiteFloats({ constants, name }: Original, tensor: TensorProto): Float32Array {
  const values = constants.singlesOf(tensor)
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at]))
      fail('variant-weight-nan', { name, tensor: tensor.name || 'a constant' })
  return values
}

/** The weights by rows. */
export function matrixValues(original: Original, matrix: Matrix): Float32Array {
  const values = finiteFloats(original, matrix.tensor)
  return matrix.isTransposed ? transposed(values, matrix.columns, matrix.rows) : values
}

/** Of each matrix of `rows` times `columns`, one behind the other, the one of `columns` times `rows`. */
export function transposed<T extends Float32Array | Int8Array>(
  values: T,
  rows: number,
  columns: number,
): T {
  const turned = values.slice() as T
  for (let start = 0; start < values.length; start += rows * columns)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        turned[start + column * rows + row] = values[start + row * columns + column] ?? 0
  return turned
}
