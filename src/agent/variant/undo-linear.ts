// Undoes linear quantization: DequantizeLinear of constants is folded into them, that of values that were quantized before
// gives those values, and the operators that compute on quantized values compute on the floats that those stand for.

import { operatorName } from '../model/node.ts'
import { elementType, type NodeProto } from '../model/proto.ts'
import { clip, cutOff, type ScalePlaces } from './cut-off.ts'
import { moves } from './moving-operators.ts'
import type { Scope, Value } from './scope.ts'
import { attributesWithout, axisOf, type Undo, type Undoing } from './undoing.ts'

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
  if (value) undoing.standsFor(value, name)
  return cut ? [undoing.edit.insert(clip(undoing, float, name, cut))] : []
}

export const quantizeLinear: Undo = (undoing, scope, node) => {
  const float = node.input?.[0] ?? ''
  const places = { scale: 1, zeroPoint: 2 }
  const nodes = putOut(undoing, scope, node, places, float, scope.read(node, 0))
  undoing.replaced.set(node, [node, ...nodes])
}

interface Linear {
  readonly scale: Value | undefined
  readonly zeroPoint: Value | undefined
  readonly axis: number
  readonly blockSize: number
}

/** The float value that a quantized one stands for, with the nodes that it takes; null where that can not be told. */
function floatOf(
  undoing: Undoing,
  scope: Scope,
  value: Value,
  linear: Linear,
  nodes: NodeProto[],
): string | null {
  const known = undoing.floatOf(value)
  if (known !== undefined) return known
  if (value.constant) return undoing.weights(value, linear.scale, linear.zeroPoint, linear)
  const { producer } = value
  const isScalar = undoing.floats(linear.scale)?.length === 1
  if (!producer || !moves(operatorName(producer)) || !isScalar) return null
  const places = operatorName(producer) === 'Concat' ? (producer.input ?? []).keys() : [0]
  const input = [...(producer.input ?? [])]
  for (const place of places) {
    const source = value.scope.read(producer, place)
    const float = source && floatOf(undoing, scope, source, linear, nodes)
    if (!float) return null
    input[place] = float
  }
  const output = undoing.edit.name(`${value.name}/float`)
  nodes.push({ ...producer, name: '', input, output: [output] })
  // Elsewhere the nodes that were put in here could not be read.
  if (scope === value.scope) undoing.standsFor(value, output)
  return output
}

/** Of integers that are no quantized floats, as a model's input may be: (x − zero point) · scale, computed. */
function computed(undoing: Undoing, scope: Scope, node: NodeProto): NodeProto[] | null {
  const [value, scale, zero] = [0, 1, 2].map((place) => scope.read(node, place))
  const output = node.output?.[0] ?? ''
  if (!value || undoing.floats(scale)?.length !== 1) return null
  const name = (what: string) => undoing.edit.name(`${output}/${what}`)
  const cast = (input: string, what: string): NodeProto => ({
    ...{ opType: 'Cast', input: [input], output: [name(what)] },
    attribute: [{ name: 'to', type: 2, i: 1 }],
  })
  const whole = cast(value.name, 'integers')
  const nodes = [whole]
  let reached = whole.output?.[0] ?? ''
  if (zero) {
    const from = cast(zero.name, 'zero')
    const difference = name('difference')
    const sub = { opType: 'Sub', input: [reached, from.output?.[0] ?? ''], output: [difference] }
    nodes.push(from, sub)
    reached = difference
  }
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
  const nodes: NodeProto[] = []
  const float = floatOf(undoing, scope, value, linear, nodes)
  const instead =
    float === null ? computed(undoing, scope, node) : [...nodes, ...undoing.rewire(output, float)]
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
  /** Attributes that the float operator does not have. */
  readonly drops?: readonly string[]
}

const side = (value: number, axis?: number): Side => ({
  ...{ value, scale: value + 1, zeroPoint: value + 2 },
  ...(axis === undefined ? {} : { axis }),
})

const unary = (operator: string, drops: readonly string[] = []): Computing => ({
  ...{ operator, sides: [side(0)], out: { scale: 3, zeroPoint: 4 }, drops },
})
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
  'com.microsoft:QLinearGlobalAveragePool': unary('GlobalAveragePool', ['channels_last']),
  'com.microsoft:QLinearAveragePool': unary('AveragePool', ['channels_last']),
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
  return undoing.constant(`${bias.name}/float`, undoing.dims(tensor), () =>
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
  const nodes: NodeProto[] = []
  const input: string[] = []
  for (const { value: place, scale, zeroPoint, axis = 0 } of rule.sides) {
    const quantized = scope.read(node, place)
    const [scaleValue, zero] = [scope.read(node, scale), scope.read(node, zeroPoint)]
    const linear = { scale: scaleValue, zeroPoint: zero, axis, blockSize: 0 }
    const float = quantized && floatOf(undoing, scope, quantized, linear, nodes)
    if (!float) return
    input.push(float)
  }
  if (rule.bias !== undefined && node.input?.[rule.bias]) {
    const bias = biasOf(undoing, scope, node, rule.sides, rule.bias)
    if (bias === null) return
    input.push(bias)
  }
  const output = undoing.edit.name(`${value.name}/float`)
  const attribute = attributesWithout(node, ...(rule.drops ?? []))
  const float = { opType: rule.operator, name: node.name ?? '', input, output: [output], attribute }
  const after = putOut(undoing, scope, node, rule.out, output, undefined)
  undoing.replaced.set(node, [...nodes, float, ...after])
  undoing.converted(operatorName(node))
}
