// ONNX's own file format, and the few conversions that everything which reads it needs.

import onnxProto from 'onnx-proto'
import type { Dim } from '../../shared/content.ts'
import type { TensorInfo } from '../../shared/model.ts'
import { onnxElementTypes } from '../../shared/tensor.ts'

export const { onnx } = onnxProto
export type ModelProto = onnxProto.onnx.IModelProto
export type GraphProto = onnxProto.onnx.IGraphProto
export type NodeProto = onnxProto.onnx.INodeProto
export type TensorProto = onnxProto.onnx.ITensorProto
export type SparseTensorProto = onnxProto.onnx.ISparseTensorProto
export type ValueInfoProto = onnxProto.onnx.IValueInfoProto

/** A 64-bit number of the format; sizes and counts stay far below 2^53. */
type Int64 = number | { toNumber(): number } | null | undefined

export function asNumber(value: Int64): number {
  if (value === null || value === undefined) return 0
  return typeof value === 'number' ? value : value.toNumber()
}

export function elementType(number: number | null | undefined): string {
  return onnxElementTypes[number ?? 0] ?? `type ${number}`
}

export const dimsOf = ({ dims }: TensorProto): number[] => (dims ?? []).map(asNumber)

export function elementCount(tensor: TensorProto): number {
  return (tensor.dims ?? []).reduce<number>((product, dim) => product * asNumber(dim), 1)
}

export function describeValue({ name, type }: ValueInfoProto): TensorInfo {
  const tensor = type?.tensorType
  const dims = (tensor?.shape?.dim ?? []).map(({ dimValue, dimParam }): Dim => {
    const size = asNumber(dimValue)
    return dimParam || dimValue === null || dimValue === undefined || size < 0
      ? (dimParam ?? '').slice(0, 200)
      : size
  })
  return {
    name: (name ?? '').slice(0, 500),
    type: tensor ? elementType(tensor.elemType) : 'not a tensor',
    dims: dims.slice(0, 32),
  }
}

/** Bits of an element by its type; a type that is not here is of no fixed size. */
const elementBits: Readonly<Record<string, number>> = {
  ...{ float: 32, uint8: 8, int8: 8, uint16: 16, int16: 16, int32: 32, int64: 64, bool: 8 },
  ...{ float16: 16, double: 64, uint32: 32, uint64: 64, complex64: 64, complex128: 128 },
  ...{ bfloat16: 16, float8e4m3fn: 8, float8e4m3fnuz: 8, float8e5m2: 8, float8e5m2fnuz: 8 },
  ...{ uint4: 4, int4: 4, float4e2m1: 4 },
}

/** What a tensor's values take; null for a type that says nothing of it. */
export function tensorBytes(tensor: TensorProto): number | null {
  const bits = elementBits[elementType(tensor.dataType)]
  return bits === undefined ? null : Math.ceil((elementCount(tensor) * bits) / 8)
}

/** TensorProto.DataLocation EXTERNAL. */
const externalLocation = 1

/** Whether its values stand in a file beside the model. */
export function isExternal({ dataLocation }: TensorProto): boolean {
  return dataLocation === externalLocation
}

/** Numbers that are known before a model runs: those of shapes, axes and sizes. */
export interface Numbers {
  readonly values: readonly number[]
  /** Of an integer type, or booleans as 0 and 1: a quotient of such is cut. */
  readonly isInteger: boolean
}

/** More than this is no shape and no list of axes. */
const maxNumbers = 4096

type Reader = readonly [bytes: number, read: (view: DataView, at: number) => number]

const readers: Readonly<Record<string, Reader>> = {
  int64: [8, (view, at) => Number(view.getBigInt64(at, true))],
  int32: [4, (view, at) => view.getInt32(at, true)],
  bool: [1, (view, at) => view.getUint8(at)],
  float: [4, (view, at) => view.getFloat32(at, true)],
  double: [8, (view, at) => view.getFloat64(at, true)],
}

/**
 * The values of a small constant; null where they are of another kind, too many, not in the model, or not as many as
 * its dimensions say.
 */
export function numbersOf(tensor: TensorProto): Numbers | null {
  const type = elementType(tensor.dataType)
  const reader = readers[type]
  const count = elementCount(tensor)
  if (reader === undefined || isExternal(tensor) || count > maxNumbers) return null
  const values = valuesOf(tensor, type, reader)
  return values.length === count
    ? { values, isInteger: type !== 'float' && type !== 'double' }
    : null
}

function valuesOf(tensor: TensorProto, type: string, [width, read]: Reader): readonly number[] {
  const { rawData } = tensor
  if (rawData && rawData.length > 0) {
    const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength)
    const count = Math.min(maxNumbers + 1, Math.floor(rawData.length / width))
    return Array.from({ length: count }, (_, index) => read(view, index * width))
  }
  const fields: Readonly<Record<string, readonly Int64[] | null | undefined>> = {
    int64: tensor.int64Data,
    int32: tensor.int32Data,
    bool: tensor.int32Data,
    float: tensor.floatData,
    double: tensor.doubleData,
  }
  return (fields[type] ?? []).map(asNumber)
}

/** The graph and, below it, the graphs that its nodes hold (branches and loop bodies). */
export function graphsOf(graph: GraphProto): GraphProto[] {
  const inner = (graph.node ?? []).flatMap((node) =>
    (node.attribute ?? []).flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])]),
  )
  return [graph, ...inner.flatMap(graphsOf)]
}

const tensorsOfNode = ({ attribute }: NodeProto): TensorProto[] =>
  (attribute ?? []).flatMap(({ t, tensors, sparseTensor, sparseTensors }) => [
    ...(t ? [t] : []),
    ...(tensors ?? []),
    ...[...(sparseTensor ? [sparseTensor] : []), ...(sparseTensors ?? [])].flatMap(partsOf),
  ])

const partsOf = ({ values, indices }: SparseTensorProto): TensorProto[] => [
  ...(values ? [values] : []),
  ...(indices ? [indices] : []),
]

/** Every tensor that a model holds: initialisers and attributes, in all of its graphs and functions. */
export function tensorsOf({ graph, functions }: ModelProto): TensorProto[] {
  const graphs = graph ? graphsOf(graph) : []
  const nodes = (functions ?? []).flatMap(({ node }) => node ?? [])
  const inner = graphsOf({ node: nodes })
  return [...graphs, ...inner].flatMap(({ initializer, sparseInitializer, node }) => [
    ...(initializer ?? []),
    ...(sparseInitializer ?? []).flatMap(partsOf),
    ...(node ?? []).flatMap(tensorsOfNode),
  ])
}
