// What quantizing cuts off of the values that it takes: a rectifier before it is often left to that, so undoing it has to put
// one there.

import { operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import { clipBounds } from './clip-bounds.ts'
import { standardOpset } from './edit.ts'
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
/** From here on the bounds of Clip are inputs. */
const clipInputsOpset = 11
const notNegative: ReadonlySet<string> = new Set([
  ...['Relu', 'Sigmoid', 'Softmax', 'HardSigmoid', 'Exp', 'Abs', 'Sqrt', 'Softplus'],
])
/** Puts out no value that does not go in. */
const keepsSign: ReadonlySet<string> = new Set([
  ...['MaxPool', 'AveragePool', 'GlobalAveragePool', 'Reshape', 'Flatten', 'Transpose', 'Squeeze'],
  ...['Unsqueeze', 'Slice', 'Gather', 'Identity', 'GlobalMaxPool'],
])

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
): readonly [number, number] | null {
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
    return isNotNegative(undoing, source) ? null : [0, Math.fround((most - zero) * step)]
  return zero === most ? [Math.fround((least - zero) * step), 0] : null
}

/** A node that brings a value to a range. */
export function clip(
  undoing: Undoing,
  input: string,
  output: string,
  [min, max]: readonly [number, number],
): NodeProto {
  const node: NodeProto = { opType: 'Clip', input: [input], output: [output] }
  if (standardOpset(undoing.original.model) < clipInputsOpset)
    return {
      ...node,
      attribute: [
        { name: 'min', type: 1, f: min },
        { name: 'max', type: 1, f: max },
      ],
    }
  const bound = (which: string, value: number) =>
    undoing.constant(`${output}/${which}`, [], () => Float32Array.of(value))
  return { ...node, input: [input, bound('least', min), bound('largest', max)] }
}

function isNotNegative(undoing: Undoing, value: Value | undefined, depth = 0): boolean {
  const producer = value?.producer
  if (!producer || depth > 8) return false
  const operator = operatorName(producer)
  if (operator === 'Clip')
    return (clipBounds(value.scope, producer, undoing.original)?.low ?? Number.NaN) >= 0
  if (notNegative.has(operator)) return true
  const source = value.scope.read(producer, 0)
  return keepsSign.has(operator) && isNotNegative(undoing, source, depth + 1)
}
