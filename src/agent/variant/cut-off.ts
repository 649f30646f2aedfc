// What quantizing cuts off of the values that it takes: a rectifier before it is often left to that, so undoing it has to put
// one there.

import { moves } from '../../shared/moving-operators.ts'
import { operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { type ClipBounds, clipBounds } from './clip-bounds.ts'
import type { Scope, Value } from './scope.ts'
import type { Undoing } from './undoing.ts'

/** The places of scale and zero point among a node's inputs. */
export interface ScalePlaces {
  readonly scale: number
  readonly zeroPoint: number
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
}
const notNegative: ReadonlySet<string> = new Set([
  ...['Relu', 'Sigmoid', 'Softmax', 'HardSigmoid', 'Exp', 'Abs', 'Sqrt', 'Softplus'],
])
const pooling: ReadonlySet<string> = new Set([
  ...['AveragePool', 'GlobalAveragePool', 'GlobalMaxPool'],
])
/** Of what it reads first, and reads nothing else that it puts out. */
const keepsSign = (operator: string) =>
  pooling.has(operator) || (moves(operator) && operator !== 'Concat')

/**
 * What quantizing cuts off below or above zero, which is how a rectifier is left to it: null where zero is no
 * edge of the range, or the value has none beyond it.
 */
export function cutOff(
  undoing: Undoing,
  scope: Scope,
  node: NodeProto,
  places: ScalePlaces,
  source: Value | undefined,
): ClipBounds | null {
  const scale = undoing.floats(scope.read(node, places.scale))
  const zeroPoint = scope.read(node, places.zeroPoint)
  const type = scope.values.get(node.output?.[0] ?? '')?.type ?? ''
  const zeroTensor = zeroPoint?.constant
  const known = zeroTensor ? undoing.original.constants.integersOf(zeroTensor) : null
  const zeros = zeroPoint ? known : [0]
  const [least, most] = ranges[type] ?? [0, 0]
  const [step, zero] = [scale?.[0] ?? 0, Number(zeros?.[0] ?? 0)]
  if (scale?.length !== 1 || zeros?.length !== 1 || most === 0) return null
  if (zero === least)
    return isNotNegative(undoing, source)
      ? null
      : { low: 0, high: Math.fround((most - zero) * step) }
  return zero === most ? { low: Math.fround((least - zero) * step), high: 0 } : null
}

function isNotNegative(undoing: Undoing, value: Value | undefined, depth = 0): boolean {
  const producer = value?.producer
  if (!producer || depth > 8) return false
  const operator = operatorName(producer)
  if (operator === 'Clip')
    return (clipBounds(value.scope, producer, undoing.original)?.low ?? Number.NaN) >= 0
  if (notNegative.has(operator)) return true
  const source = value.scope.read(producer, 0)
  return keepsSign(operator) && isNotNegative(undoing, source, depth + 1)
}
