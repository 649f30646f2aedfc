// What undoing quantization works on: a graph's nodes as they come to stand, and of each quantized value the float value
// that it stands for. Nodes that nothing reads any more are taken out at the end; those that are left could not be undone.

import { attributeInt, normalAxis } from '../model/node.ts'
import { asNumber, elementType, type NodeProto, type TensorProto } from '../model/proto.ts'
import { dequantize } from './dequantized-weights.ts'
import { addConstant, type Edit, replaceNodes, standardOpset } from './edit.ts'
import type { Original } from './original.ts'
import type { Scope, Value } from './scope.ts'

/** Of a value that was quantized as it was computed. */
export interface Dynamic {
  readonly float: string
  readonly scale: Value
}

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
  ...['Relu', 'Sigmoid', 'Softmax', 'HardSigmoid', 'Clip', 'Exp', 'Abs', 'Sqrt', 'Softplus'],
])
/** Puts out no value that does not go in. */
const keepsSign: ReadonlySet<string> = new Set([
  ...['MaxPool', 'AveragePool', 'GlobalAveragePool', 'Reshape', 'Flatten', 'Transpose', 'Squeeze'],
  ...['Unsqueeze', 'Slice', 'Gather', 'Identity', 'GlobalMaxPool', 'Resize'],
])

export class Undoing {
  readonly original: Original
  readonly edit: Edit
  readonly dynamic = new Map<Value, Dynamic>()
  /** Nodes that are replaced: by these, where they stood. */
  readonly replaced = new Map<NodeProto, readonly NodeProto[]>()
  readonly converted: (operator: string) => void
  readonly #floats = new Map<Value, string>()
  /** Values that are no more, and what is read in their place. */
  readonly #aliases = new Map<Value, string>()
  readonly #folded = new Map<string, string>()

  constructor(original: Original, edit: Edit, converted: (operator: string) => void) {
    this.original = original
    this.edit = edit
    this.converted = converted
  }

  /** What a quantized value stands for, where that is known by now. */
  floatOf(value: Value): string | undefined {
    return this.#floats.get(value)
  }

  standsFor(value: Value, float: string): void {
    this.#floats.set(value, float)
  }

  /**
   * Has everything that reads a value read another, and gives back the node that keeps its name where the graph puts
   * it out.
   */
  rewire(value: Value, name: string): readonly NodeProto[] {
    this.#aliases.set(value, name)
    return value.isOutput ? [{ opType: 'Identity', input: [name], output: [value.name] }] : []
  }

  /** Changes the graphs in place, by what was said of their nodes and values. */
  apply(root: Scope): void {
    for (const scope of root.all()) {
      replaceNodes(scope.graph, this.replaced)
      for (const node of scope.graph.node ?? [])
        node.input = (node.input ?? []).map((name) => this.#resolve(scope, name))
    }
  }

  #resolve(scope: Scope, name: string): string {
    const value = scope.find(name)
    const alias = value && this.#aliases.get(value)
    return alias === undefined ? name : this.#resolve(scope, alias)
  }

  floats(value: Value | undefined): Float32Array | Float64Array | null {
    return value?.constant ? this.original.constants.floatsOf(value.constant) : null
  }

  dims(tensor: TensorProto): number[] {
    return (tensor.dims ?? []).map(asNumber)
  }

  /** A new constant of the outermost graph, which every graph can read. */
  constant(base: string, dims: readonly number[], make: () => Float32Array): string {
    const name = this.edit.name(base)
    const tensor = this.original.constants.later({ name, type: 'float', dims }, make)
    return addConstant(this.original.graph, tensor)
  }

  /**
   * The float weights that a quantized constant stands for, as a constant; null where its scale or zero point is
   * not constant. `weights` turns what was dequantized before it is kept; weights that were folded once are shared.
   */
  weights(
    value: Value,
    scale: Value | undefined,
    zeroPoint: Value | undefined,
    { axis = 0, blockSize = 0 }: { readonly axis?: number; readonly blockSize?: number } = {},
  ): string | null {
    const { constant } = value
    const { constants } = this.original
    if (!constant || !scale?.constant || (zeroPoint && !zeroPoint.constant)) return null
    const key = [value.name, scale.name, zeroPoint?.name, axis, blockSize].join('\n')
    const known = this.#folded.get(key)
    if (known !== undefined) return known
    const dims = this.dims(constant)
    const [scaleTensor, zeroTensor] = [scale.constant, zeroPoint?.constant]
    const name = this.constant(`${value.name}/float`, dims, () =>
      dequantize(constants.integersOf(constant) ?? [], dims, {
        scale: constants.floatsOf(scaleTensor) ?? [],
        zeroPoint: zeroTensor ? constants.integersOf(zeroTensor) : null,
        axis: normalAxis(axis, dims.length),
        blockSize,
      }),
    )
    this.#folded.set(key, name)
    return name
  }

  /**
   * What quantizing cuts off below or above zero, which is how a rectifier is left to it: null where zero is no
   * edge of the range, or the value has none beyond it.
   */
  cut(
    scope: Scope,
    node: NodeProto,
    places: ScalePlaces,
    source: Value | undefined,
  ): readonly [number, number] | null {
    const scale = this.floats(scope.read(node, places.scale))
    const zeroTensor = scope.read(node, places.zeroPoint)?.constant
    const type = zeroTensor ? elementType(zeroTensor.dataType) : 'uint8'
    const zeros = zeroTensor ? this.original.constants.integersOf(zeroTensor) : [0]
    const [least, most] = ranges[type] ?? [0, 0]
    const [step, zero] = [scale?.[0] ?? 0, Number(zeros?.[0] ?? 0)]
    if (scale?.length !== 1 || zeros?.length !== 1 || most === 0) return null
    if (zero === least) return isNotNegative(source) ? null : [0, Math.fround((most - zero) * step)]
    return zero === most ? [Math.fround((least - zero) * step), 0] : null
  }

  clip(input: string, output: string, [min, max]: readonly [number, number]): NodeProto {
    const node: NodeProto = { opType: 'Clip', input: [input], output: [output] }
    if (standardOpset(this.original.model) < clipInputsOpset)
      return {
        ...node,
        attribute: [
          { name: 'min', type: 1, f: min },
          { name: 'max', type: 1, f: max },
        ],
      }
    const bound = (which: string, value: number) =>
      this.constant(`${output}/${which}`, [], () => Float32Array.of(value))
    return { ...node, input: [input, bound('least', min), bound('largest', max)] }
  }
}

function isNotNegative(value: Value | undefined, depth = 0): boolean {
  const producer = value?.producer
  if (!producer || depth > 8) return false
  if (notNegative.has(producer.opType ?? '')) return true
  return (
    keepsSign.has(producer.opType ?? '') && isNotNegative(value?.scope.read(producer, 0), depth + 1)
  )
}

/** A rule undoes one node of an operator: it puts the float nodes in its place, or leaves it as it is. */
export type Undo = (undoing: Undoing, scope: Scope, node: NodeProto) => void

/** Attributes of a node but for some. */
export const attributesWithout = ({ attribute }: NodeProto, ...names: readonly string[]) =>
  (attribute ?? []).filter(({ name }) => !names.includes(name ?? ''))

export const axisOf = (node: NodeProto, otherwise: number) => ({
  axis: attributeInt(node, 'axis', otherwise),
  blockSize: attributeInt(node, 'block_size', 0),
})
