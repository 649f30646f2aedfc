// Shapes of what operators put out that move, pick, sum or repeat elements.

import { attributeInt, attributeInts, attributeString, integersAt, normalAxis } from './node.ts'
import { dimsOf, type NodeProto, type TensorProto } from './proto.ts'
import { broadcast, type KnownInputs, type Shape, type ShapeRule } from './shape.ts'

/** Null for an axis that the data does not have: a model may say anything. */
function withSize(data: Shape, axis: number, size: number): Shape | null {
  const place = normalAxis(axis, data.length)
  return place >= 0 && place < data.length ? data.with(place, size) : null
}

const gather: ShapeRule = (node, { shape }) => {
  const [data, indices] = [shape(0), shape(1)]
  if (!data || !indices) return null
  const axis = normalAxis(attributeInt(node, 'axis', 0), data.length)
  return [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)]
}

const gatherNd: ShapeRule = (node, { shape }) => {
  const [data, indices] = [shape(0), shape(1)]
  if (!data || !indices?.length) return null
  const depth = attributeInt(node, 'batch_dims', 0) + (indices.at(-1) ?? 0)
  return [...indices.slice(0, -1), ...data.slice(depth)]
}

/** How many elements lie from `start` to before `end` of `size`, as ONNX clamps them. */
export function sliceLength(size: number, start: number, end: number, step: number): number {
  const clamp = (at: number, low: number, high: number) => Math.min(Math.max(at, low), high)
  const place = (at: number) => (at < 0 ? at + size : at)
  return step > 0
    ? Math.max(0, Math.ceil((clamp(place(end), 0, size) - clamp(place(start), 0, size)) / step))
    : Math.max(
        0,
        Math.ceil((clamp(place(end), -1, size - 1) - clamp(place(start), 0, size - 1)) / step),
      )
}

const slice: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  const given = (name: string, place: number) =>
    attributeInts(node, name) ?? integersAt(inputs, place)
  const [starts, ends] = [given('starts', 1), given('ends', 2)]
  if (!data || !starts || !ends) return null
  const axes = given('axes', 3) ?? (inputs.shape(3) === undefined ? [...starts.keys()] : null)
  const steps =
    integersAt(inputs, 4) ?? (inputs.shape(4) === undefined ? starts.map(() => 1) : null)
  if (!axes || !steps || steps.includes(0)) return null
  const sizes = [...data]
  for (const [index, axis] of axes.entries()) {
    const place = normalAxis(axis, data.length)
    sizes[place] = sliceLength(
      data[place] ?? 0,
      starts[index] ?? 0,
      ends[index] ?? 0,
      steps[index] ?? 1,
    )
  }
  return sizes
}

/** Of every output; they are equal where nothing says how large each is, the last one smaller. */
export function splitShapes(
  node: NodeProto,
  inputs: KnownInputs,
): readonly (Shape | null)[] | null {
  const data = inputs.shape(0)
  if (!data) return null
  const axis = normalAxis(attributeInt(node, 'axis', 0), data.length)
  const given = attributeInts(node, 'split') ?? integersAt(inputs, 1)
  if (!given && inputs.shape(1) !== undefined) return null
  const size = data[axis] ?? 0
  const count = node.output?.length ?? 1
  const part = Math.ceil(size / count)
  const sizes =
    given ?? Array.from({ length: count }, (_, index) => Math.min(part, size - index * part))
  return sizes.map((each) => withSize(data, axis, each))
}

const expand: ShapeRule = (_, inputs) => {
  const [data, asked] = [inputs.shape(0), integersAt(inputs, 1)]
  return data && asked ? broadcast(data, asked) : null
}

const tile: ShapeRule = (_, inputs) => {
  const [data, repeats] = [inputs.shape(0), integersAt(inputs, 1)]
  return data && repeats ? data.map((size, axis) => size * (repeats[axis] ?? 1)) : null
}

const pad: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  const pads =
    attributeInts(node, 'pads') ?? attributeInts(node, 'paddings') ?? integersAt(inputs, 1)
  if (!data || !pads) return null
  const axes = integersAt(inputs, 3) ?? (inputs.shape(3) === undefined ? [...data.keys()] : null)
  if (!axes) return null
  const sizes = [...data]
  for (const [index, axis] of axes.entries()) {
    const place = normalAxis(axis, data.length)
    sizes[place] = (data[place] ?? 0) + (pads[index] ?? 0) + (pads[index + axes.length] ?? 0)
  }
  return sizes.every((size) => size >= 0) ? sizes : null
}

const resize: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  if (!data || attributeString(node, 'keep_aspect_ratio_policy', 'stretch') !== 'stretch')
    return null
  const axes = attributeInts(node, 'axes') ?? [...data.keys()]
  const fill = (sizes: readonly number[]) => {
    const out = [...data]
    for (const [index, axis] of axes.entries())
      out[normalAxis(axis, data.length)] = sizes[index] ?? 0
    return out
  }
  const sizes = integersAt(inputs, 3)
  if (sizes && sizes.length === axes.length) return fill(sizes)
  const attribute = node.attribute?.find(({ name }) => name === 'scales')?.floats
  const place = (node.input?.length ?? 0) > 2 ? 2 : 1
  const scales = attribute ?? inputs.numbers(place)?.values
  if (!scales || scales.length !== axes.length) return null
  return fill(
    axes.map((axis, index) =>
      Math.floor((data[normalAxis(axis, data.length)] ?? 0) * (scales[index] ?? 1)),
    ),
  )
}

const range: ShapeRule = (_, { numbers }) => {
  const [start, limit, delta] = [0, 1, 2].map((place) => numbers(place)?.values[0])
  if (start === undefined || limit === undefined || !delta) return null
  return [Math.max(0, Math.ceil((limit - start) / delta))]
}

const reduce: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  if (!data) return null
  const given = attributeInts(node, 'axes') ?? integersAt(inputs, 1)
  if (!given && inputs.shape(1) !== undefined) return null
  if (!given?.length && attributeInt(node, 'noop_with_empty_axes', 0) === 1) return data
  const axes = new Set(
    given?.length ? given.map((axis) => normalAxis(axis, data.length)) : data.keys(),
  )
  return attributeInt(node, 'keepdims', 1) === 1
    ? data.map((size, axis) => (axes.has(axis) ? 1 : size))
    : data.filter((_, axis) => !axes.has(axis))
}

const argMax: ShapeRule = (node, { shape }) => {
  const data = shape(0)
  if (!data) return null
  const axis = normalAxis(attributeInt(node, 'axis', 0), data.length)
  return attributeInt(node, 'keepdims', 1) === 1 ? withSize(data, axis, 1) : data.toSpliced(axis, 1)
}

const topK: ShapeRule = (node, inputs) => {
  const data = inputs.shape(0)
  const count = integersAt(inputs, 1)?.[0] ?? attributeInt(node, 'k', -1)
  if (!data || count < 0) return null
  return withSize(data, attributeInt(node, 'axis', -1), count)
}

const oneHot: ShapeRule = (node, inputs) => {
  const [indices, depth] = [inputs.shape(0), integersAt(inputs, 1)?.[0]]
  if (!indices || depth === undefined) return null
  const axis = normalAxis(attributeInt(node, 'axis', -1), indices.length + 1)
  return indices.toSpliced(axis, 0, depth)
}

const blocks =
  (grow: (block: number) => number): ShapeRule =>
  (node, { shape }) => {
    const data = shape(0)
    const by = grow(attributeInt(node, 'blocksize', 1))
    if (data?.length !== 4) return null
    const [n = 0, c = 0, h = 0, w = 0] = data
    const sizes = [n, c / by ** 2, h * by, w * by]
    return sizes.every(Number.isInteger) ? sizes : null
  }

const constantShape = (tensor: TensorProto | null | undefined): Shape | null =>
  tensor ? dimsOf(tensor) : null

const constant: ShapeRule = ({ attribute }) => {
  const [first] = attribute ?? []
  switch (first?.name) {
    case 'value':
      return constantShape(first.t)
    case 'value_int':
    case 'value_float':
    case 'value_string':
      return []
    case 'value_ints':
      return [first.ints?.length ?? 0]
    case 'value_floats':
      return [first.floats?.length ?? 0]
    default:
      return null
  }
}

const reductions = 'Max Mean Min Prod Sum SumSquare L1 L2 LogSum LogSumExp'.split(' ')

export const movingRules: Readonly<Record<string, ShapeRule>> = {
  Constant: constant,
  ConstantOfShape: (_, inputs) => integersAt(inputs, 0),
  Shape: (node, { shape }) => {
    const rank = shape(0)?.length
    if (rank === undefined) return null
    const start = normalAxis(attributeInt(node, 'start', 0), rank)
    const end = normalAxis(attributeInt(node, 'end', rank), rank)
    return [Math.max(0, Math.min(end, rank) - Math.max(start, 0))]
  },
  Size: () => [],
  Gather: gather,
  GatherElements: (_, { shape }) => shape(1) ?? null,
  GatherND: gatherNd,
  Slice: slice,
  Split: (node, inputs) => splitShapes(node, inputs)?.[0] ?? null,
  Expand: expand,
  Tile: tile,
  Pad: pad,
  Resize: resize,
  Upsample: resize,
  Range: range,
  ...Object.fromEntries(reductions.map((name) => [`Reduce${name}`, reduce])),
  ArgMax: argMax,
  ArgMin: argMax,
  TopK: topK,
  OneHot: oneHot,
  DepthToSpace: blocks((block) => block),
  SpaceToDepth: blocks((block) => 1 / block),
}

/** Shapes of outputs after the first; null for those that are not known. */
export function furtherShapes(
  operator: string,
  node: NodeProto,
  inputs: KnownInputs,
  first: Shape | null,
): readonly (Shape | null)[] {
  const count = Math.max(0, (node.output?.length ?? 1) - 1)
  switch (operator) {
    case 'Split':
      return splitShapes(node, inputs)?.slice(1) ?? []
    case 'TopK':
    case 'MaxPool':
    case 'Dropout':
      return Array.from({ length: count }, () => first)
    case 'DynamicQuantizeLinear':
      return [[], []]
    case 'LSTM':
    case 'GRU':
    case 'RNN':
      return first ? Array.from({ length: count }, () => first.slice(1)) : []
    case 'LayerNormalization':
      return first ? Array.from({ length: count }, () => [...first.slice(0, -1), 1]) : []
    case 'com.microsoft:SkipLayerNormalization':
    case 'com.microsoft:SkipSimplifiedLayerNormalization':
      return [null, null, first]
    default:
      return []
  }
}
