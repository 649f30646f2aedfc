// Undoes linear quantization: DequantizeLinear of constants is folded into them, that of values that were quantized before
// gives those values, and the operators that compute on quantized values compute on the floats that those stand for.

import { attributeInt, attributesWithout, operatorName } from '../model/node.ts'
import { dimsOf, elementCount, elementType, type NodeProto } from '../model/proto.ts'
import { clipNode } from './clip-bounds.ts'
import { typeNumber } from './constants.ts'
import { cutOff, type ScalePlaces } from './cut-off.ts'
import { standardOpset } from './edit.ts'
import { ReachedFloats } from './reached-floats.ts'
import type { Scope, Value } from './scope.ts'
import { axisOf, type Undo, type Undoing } from './undoing.ts'

/** Notes what a quantized output stands for: the float value, less what quantizing cut off. */
function putOut(
  undoing: Undoing,
  scope: Scope,
  node: NodeProto,
  places: ScalePlaces,
  float: string,
  source: Value | undefined,
): NodeProto[] {
  const value = scope.values.get(node.output?.[0] ?? '')
  const cut = cutOff(undoing, scope, node, places, source)
  const name = cut ? undoing.edit.name(`${float}/cut`) : float
  const [scale, zeroPoint] = [places.scale, places.zeroPoint].map((at) => scope.read(node, at))
  if (value) undoing.standsFor(value, name, { scale, zeroPoint })
  if (cut === null) return []
  const bound = (value: number, what: string) =>
    undoing.constant(`${name}/${what}`, [], () => Float32Array.of(value))
  const opset = standardOpset(undoing.original.model)
  return [undoing.edit.insert(clipNode(opset, float, name, cut, bound))]
}

export const quantizeLinear: Undo = (undoing, scope, node) => {
  const float = node.input?.[0] ?? ''
  const places = { scale: 1, zeroPoint: 2 }
  const nodes = putOut(undoing, scope, node, places, float, scope.read(node, 0))
  undoing.replaced.set(node, [node, ...nodes])
}

/** Types whose values and their differences int32 holds, and float does not. */
const integers: ReadonlySet<string> = new Set(['uint8', 'int8', 'uint16', 'int16', 'int32'])

/** Of integers that are no quantized floats, as a model's input may be: (x − zero point) · scale, computed. */
function computed(undoing: Undoing, scope: Scope, node: NodeProto): NodeProto[] | null {
  const [value, scale, zero] = [0, 1, 2].map((place) => scope.read(node, place))
  const output = node.output?.[0] ?? ''
  if (!value || undoing.floats(scale)?.length !== 1) return null
  const nodes: NodeProto[] = []
  const put = (opType: string, what: string, input: string[], to?: 'int32' | 'float') => {
    const name = undoing.edit.name(`${output}/${what}`)
    const attribute = to ? [{ name: 'to', type: 2, i: typeNumber(to) }] : []
    nodes.push({ opType, input, output: [name], attribute })
    return name
  }
  const exact = integers.has(value.type ?? '') ? 'int32' : 'float'
  const wide = ({ name, type }: Value, what: string) =>
    type === exact ? name : put('Cast', what, [name], exact)
  let reached = wide(value, 'integers')
  if (zero) reached = put('Sub', 'difference', [reached, wide(zero, 'zero')])
  if (exact === 'int32') reached = put('Cast', 'floats', [reached], 'float')
  return [...nodes, { opType: 'Mul', input: [reached, scale?.name ?? ''], output: [output] }]
}

export const dequantizeLinear: Undo = (undoing, scope, node) => {
  const value = scope.read(node, 0)
  const output = scope.values.get(node.output?.[0] ?? '')
  if (!value || !output || output.type !== 'float') return
  const linear = {
    ...{ scale: scope.read(node, 1), zeroPoint: scope.read(node, 2) },
    ...axisOf(node, 1),
  }
  const floats = new ReachedFloats(undoing, scope)
  const float = floats.of(value, linear)
  if (float !== null) floats.note()
  const instead =
    float === null
      ? computed(undoing, scope, node)
      : [...floats.nodes, ...undoing.rewire(output, float)]
  if (instead === null) return
  undoing.replaced.set(node, instead)
  undoing.converted(operatorName(node))
}

interface Side extends ScalePlaces {
  readonly value: number
  /** Along which weights have several scales. */
  readonly axis?: number
}

interface Computing {
  readonly operator: string
  readonly sides: readonly Side[]
  readonly out: ScalePlaces
  /** An input of 32-bit integers that is added, whose scale is the product of those of both sides. */
  readonly bias?: number
  /** A switch that the float operator does not have: only where it is off they compute the same. */
  readonly without?: string
}

const side = (value: number, axis?: number): Side => ({
  ...{ value, scale: value + 1, zeroPoint: value + 2 },
  ...(axis === undefined ? {} : { axis }),
})

const unary = (operator: string): Computing => ({
  ...{ operator, sides: [side(0)], out: { scale: 3, zeroPoint: 4 } },
})
const pooling = (operator: string): Computing => ({ ...unary(operator), without: 'channels_last' })
const binary = (operator: string, axis?: number): Computing => ({
  ...{ operator, sides: [side(0), side(3, axis)], out: { scale: 6, zeroPoint: 7 } },
})

/** Operator → what it computes on floats. */
export const computing: Readonly<Record<string, Computing>> = {
  QLinearMatMul: binary('MatMul', -1),
  QLinearConv: { ...binary('Conv', 0), bias: 8 },
  'com.microsoft:QLinearAdd': binary('Add'),
  'com.microsoft:QLinearMul': binary('Mul'),
  'com.microsoft:QLinearSigmoid': unary('Sigmoid'),
  'com.microsoft:QLinearLeakyRelu': unary('LeakyRelu'),
  'com.microsoft:QLinearGlobalAveragePool': pooling('GlobalAveragePool'),
  'com.microsoft:QLinearAveragePool': pooling('AveragePool'),
}

/** A bias of 32-bit integers, in floats. */
function biasOf(
  undoing: Undoing,
  scope: Scope,
  node: NodeProto,
  sides: readonly Side[],
  at: number,
) {
  const bias = scope.read(node, at)
  const scales = sides.map(({ scale }) => undoing.floats(scope.read(node, scale)))
  const { constants } = undoing.original
  const tensor = bias?.constant
  const [one, other] = scales
  if (!bias || !tensor || !one || !other || elementType(tensor.dataType) !== 'int32') return null
  if (one.length !== 1 || ![1, elementCount(tensor)].includes(other.length)) return null
  return undoing.constant(`${bias.name}/float`, dimsOf(tensor), () =>
    Float32Array.from(
      constants.integersOf(tensor) as Int32Array,
      (value, index) => value * (one[0] ?? 0) * (other[other.length === 1 ? 0 : index] ?? 0),
    ),
  )
}

/** Any operator of `computing`. */
export const computeOnFloats: Undo = (undoing, scope, node) => {
  const rule = computing[operatorName(node)]
  const value = scope.values.get(node.output?.[0] ?? '')
  if (!rule || !value) return
  const { without = '' } = rule
  if (attributeInt(node, without, 0) !== 0) return
  const floats = new ReachedFloats(undoing, scope)
  const input: string[] = []
  for (const { value: place, scale, zeroPoint, axis = 0 } of rule.sides) {
    const quantized = scope.read(node, place)
    const [scaleValue, zero] = [scope.read(node, scale), scope.read(node, zeroPoint)]
    const linear = { scale: scaleValue, zeroPoint: zero, axis, blockSize: 0 }
    const float = quantized && floats.of(quantized, linear)
    if (!float) return
    input.push(float)
  }
  if (rule.bias !== undefined && node.input?.[rule.bias]) {
    const bias = biasOf(undoing, scope, node, rule.sides, rule.bias)
    if (bias === null) return
    input.push(bias)
  }
  const output = undoing.edit.name(`${value.name}/float`)
  const attribute = attributesWithout(node, without)
  const float = { opType: rule.operator, name: node.name ?? '', input, output: [output], attribute }
  const after = putOut(undoing, scope, node, rule.out, output, undefined)
  floats.note()
  undoing.replaced.set(node, [...floats.nodes, float, ...after])
  undoing.converted(operatorName(node))
}
