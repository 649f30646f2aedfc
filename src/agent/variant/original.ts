// Opens the model that a variant is made of, in one form whatever tool wrote it: every tensor of numbers in raw bytes,
// every `Constant` of numbers as a tensor, no initialiser among the inputs, whole numbers that encode to themselves. It is
// a model in memory to be changed; the file is never written to.

import { createHash } from 'node:crypto'
import { basename, dirname, join, resolve } from 'node:path'
import { fail } from '../../shared/fault.ts'
import { contentId, externalFiles, placeOf } from '../model/external.ts'
import {
  asNumber,
  elementType,
  type GraphProto,
  graphsOf,
  isExternal,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  tensorBytes,
  tensorsOf,
} from '../model/proto.ts'
import { readModel } from '../model/read.ts'
import { Constants, typeNumber } from './constants.ts'
import { type EncodedFunctions, encodedFunctions } from './functions.ts'
import { sortNodes } from './node-order.ts'

export interface Original {
  /** For faults: the file's name. */
  readonly name: string
  /** The model's own file and those beside it, as absolute paths. */
  readonly files: readonly string[]
  /** What the model is known by: see `contentId`. */
  readonly sha256: string
  readonly model: ModelProto
  readonly graph: GraphProto
  readonly constants: Constants
  /** Functions of the model's own. They stay as they are, and their nodes are no nodes of the graph. */
  readonly functions: EncodedFunctions
}

/** A whole number of 64 bits that the codec takes apart by itself. */
class Int64 {
  readonly low: number
  readonly high: number

  constructor(value: bigint) {
    this.low = Number(BigInt.asIntN(32, value))
    this.high = Number(BigInt.asIntN(32, value >> 32n))
  }

  toNumber(): number {
    return this.high * 2 ** 32 + (this.low >>> 0)
  }
}

type Int = NonNullable<NonNullable<NodeProto['attribute']>[number]['i']>
const largest = 2n ** 63n - 1n

/** "To the end" is written as the largest number, which a double rounds up beyond the range. */
function exact(value: Int): Int {
  return typeof value === 'number' && value >= Number(largest)
    ? (new Int64(largest) as unknown as Int)
    : value
}

function bigIntOf(value: Parameters<typeof asNumber>[0]): bigint {
  if (typeof value !== 'number') return BigInt(String(value ?? 0))
  return value >= Number(largest) ? largest : BigInt(value)
}

/** Bytes of an element among those types that `int32_data` holds. */
const narrow: Readonly<Record<string, 1 | 2 | 4>> = {
  ...{ int32: 4, int16: 2, uint16: 2, float16: 2, bfloat16: 2 },
  ...{ int8: 1, uint8: 1, bool: 1, int4: 1, uint4: 1, float4e2m1: 1 },
  ...{ float8e4m3fn: 1, float8e4m3fnuz: 1, float8e5m2: 1, float8e5m2fnuz: 1 },
}

function fieldBytes(tensor: TensorProto): ArrayBufferView | null {
  const type = elementType(tensor.dataType)
  const small = tensor.int32Data ?? []
  switch (type) {
    case 'float':
    case 'complex64':
      return Float32Array.from(tensor.floatData ?? [])
    case 'double':
    case 'complex128':
      return Float64Array.from(tensor.doubleData ?? [])
    case 'int64':
      return BigInt64Array.from((tensor.int64Data ?? []).map(bigIntOf))
    case 'uint64':
      return BigUint64Array.from((tensor.uint64Data ?? []).map(bigIntOf))
    case 'uint32':
      return Uint32Array.from((tensor.uint64Data ?? []).map(asNumber))
    default:
      switch (narrow[type]) {
        case 4:
          return Int32Array.from(small)
        case 2:
          return Uint16Array.from(small)
        case 1:
          return Uint8Array.from(small)
        default:
          return null
      }
  }
}

/** Moves the values into raw bytes. Strings stay where they are. */
function toRaw(tensor: TensorProto): void {
  if (isExternal(tensor) || (tensor.rawData?.length ?? 0) > 0) return
  const values = fieldBytes(tensor)
  if (values === null) return
  tensor.rawData = new Uint8Array(
    values.buffer as ArrayBuffer,
    values.byteOffset,
    values.byteLength,
  )
  for (const field of ['floatData', 'doubleData', 'int32Data', 'int64Data', 'uint64Data'] as const)
    tensor[field] = []
}

const rawTensor = (type: string, dims: number[], values: ArrayBufferView): TensorProto => ({
  ...{ dims, dataType: typeNumber(type) },
  rawData: new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength),
})

/** A `Constant` of numbers that is written as `value_floats` and such gets its tensor. */
function toTensor({ opType, domain, attribute }: NodeProto): void {
  const [only] = attribute ?? []
  if (opType !== 'Constant' || domain || !only) return
  const tensors: Readonly<Record<string, () => TensorProto>> = {
    value_float: () => rawTensor('float', [], Float32Array.of(only.f ?? 0)),
    value_floats: () =>
      rawTensor('float', [only.floats?.length ?? 0], Float32Array.from(only.floats ?? [])),
    value_int: () => rawTensor('int64', [], BigInt64Array.of(bigIntOf(only.i))),
    value_ints: () =>
      rawTensor('int64', [only.ints?.length ?? 0], BigInt64Array.from(only.ints ?? [], bigIntOf)),
  }
  const make = tensors[only.name ?? '']
  if (make && attribute) attribute.splice(0, 1, { name: 'value', type: 4, t: make() })
}

const intAttribute = 2
const intsAttribute = 7

function exactIntegers({ attribute }: NodeProto): void {
  for (const one of attribute ?? []) {
    // What an attribute does not hold must not be set: it would then be of two types.
    if (one.type === intAttribute) one.i = exact(one.i ?? 0)
    if (one.type === intsAttribute) one.ints = (one.ints ?? []).map(exact)
  }
}

/** Its bytes are as many as its dimensions say; nobody has to look again. */
function checkSize(tensor: TensorProto, name: string): void {
  const needed = tensorBytes(tensor)
  const given = isExternal(tensor) ? placeOf(tensor).length : (tensor.rawData?.length ?? 0)
  if (needed !== null && needed !== given)
    fail('model-not-onnx', { name }, `${tensor.name} takes ${needed} bytes and has ${given}`)
}

/** From version 4 on an initialiser need not be an input, and one that is could be given from outside. */
const constantInitialisers = 4

/** Throws a `FaultError` for a file that is no whole ONNX model. */
export async function openOriginal(path: string): Promise<Original> {
  const { bytes, model, graph } = readModel(path)
  const external = await externalFiles(path, model)
  const fileSha256 = createHash('sha256').update(bytes).digest('hex')
  const name = basename(path)
  const { functions } = model
  if (tensorsOf({ functions: functions ?? [] }).some(isExternal))
    fail('variant-unsupported', { name, what: 'functions with weights in files beside the model' })
  for (const tensor of tensorsOf(model)) toRaw(tensor)
  for (const { node } of graphsOf(graph))
    for (const each of node ?? []) {
      toTensor(each)
      exactIntegers(each)
    }
  for (const tensor of tensorsOf({ graph })) checkSize(tensor, name)
  sortNodes(graph, name)
  const initialisers = new Set(graph.initializer?.map(({ name }) => name))
  graph.input = (graph.input ?? []).filter(({ name }) => !initialisers.has(name))
  model.irVersion = Math.max(asNumber(model.irVersion), constantInitialisers)
  const folder = resolve(dirname(path))
  return {
    name,
    files: [resolve(path), ...external.map(({ location }) => join(folder, location))],
    sha256: contentId(fileSha256, external),
    ...{ model, graph },
    constants: new Constants(path),
    functions: encodedFunctions(bytes, name),
  }
}
