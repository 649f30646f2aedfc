// Numbers that a graph computes from shapes, as exporters write them for Reshape, Slice and Expand: they are known
// before the model runs. What is not computed here is unknown (null).

import {
  attributeInt,
  attributeInts,
  integersAt,
  normalAxis,
  operatorName,
  product,
} from './node.ts'
import { asNumber, type NodeProto, type Numbers, numbersOf } from './proto.ts'
import type { KnownInputs, Shape } from './shape.ts'
import { sliceLength } from './shapes-moving.ts'

/** More numbers than these make no shape. */
const maxCount = 4096

type NumbersRule = (node: NodeProto, inputs: KnownInputs) => Numbers | null

const integers = (values: readonly number[]): Numbers => ({ values, isInteger: true })

const kept: NumbersRule = (_, { numbers }) => numbers(0)

/** ONNX's numbers of the types to which shapes are cast. */
const integerTypes: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7, 9, 12, 13])

const cast: NumbersRule = (node, { numbers }) => {
  const from = numbers(0)
  if (!from) return null
  const isInteger = integerTypes.has(attributeInt(node, 'to', 0))
  return { values: isInteger ? from.values.map(Math.trunc) : from.values, isInteger }
}

const each =
  (compute: (value: number) => number): NumbersRule =>
  (_, { numbers }) => {
    const from = numbers(0)
    return from && { ...from, values: from.values.map(compute) }
  }

/** Of two lists as long as one another, or of a list and one number. */
const pairwise =
  (
    compute: (left: number, right: number, isInteger: boolean) => number,
    compares = false,
  ): NumbersRule =>
  (_, { numbers }) => {
    const [left, right] = [numbers(0), numbers(1)]
    if (!left || !right) return null
    const count = Math.max(left.values.length, right.values.length)
    if ([left, right].some(({ values }) => values.length !== count && values.length !== 1))
      return null
    const isInteger = left.isInteger && right.isInteger
    const at = ({ values }: Numbers, index: number) => values[values.length === 1 ? 0 : index] ?? 0
    return {
      values: Array.from({ length: count }, (_, index) =>
        compute(at(left, index), at(right, index), isInteger),
      ),
      isInteger: compares || isInteger,
    }
  }

const where: NumbersRule = (_, { numbers }) => {
  const [choice, yes, no] = [numbers(0), numbers(1), numbers(2)]
  if (!choice || !yes || !no) return null
  const count = Math.max(choice.values.length, yes.values.length, no.values.length)
  const at = ({ values }: Numbers, index: number) => values[values.length === 1 ? 0 : index] ?? 0
  return {
    values: Array.from({ length: count }, (_, index) => at(at(choice, index) ? yes : no, index)),
    isInteger: yes.isInteger && no.isInteger,
  }
}

/** Of a list, along its one dimension. */
const gather: NumbersRule = (_, { shape, numbers }) => {
  const [data, indices] = [numbers(0), numbers(1)]
  if (!data || !indices || shape(0)?.length !== 1) return null
  const picked = indices.values.map((index) => data.values.at(index))
  return picked.every((value) => value !== undefined) ? { ...data, values: picked } : null
}

/** Along one axis, also backwards. */
const slice: NumbersRule = (node, inputs) => {
  const data = inputs.numbers(0)
  const sizes = inputs.shape(0)
  const given = (name: string, place: number, fallback: number) => {
    const values = attributeInts(node, name) ?? integersAt(inputs, place)
    if (values) return values.length === 1 ? values[0] : undefined
    return inputs.shape(place) === undefined ? fallback : undefined
  }
  const [start, end] = [given('starts', 1, Number.NaN), given('ends', 2, Number.NaN)]
  const [axis, step] = [given('axes', 3, 0), given('steps', 4, 1)]
  if (!data || !sizes || start === undefined || end === undefined || axis === undefined || !step)
    return null
  const place = normalAxis(axis, sizes.length)
  const size = sizes[place] ?? 0
  const from = Math.min(Math.max(start < 0 ? start + size : start, 0), step < 0 ? size - 1 : size)
  const count = sliceLength(size, start, end, step)
  const inner = product(sizes.slice(place + 1))
  const values: number[] = []
  for (let block = 0; block < data.values.length; block += size * inner)
    for (let index = 0; index < count; index++) {
      const at = block + (from + index * step) * inner
      values.push(...data.values.slice(at, at + inner))
    }
  return { ...data, values }
}

const transpose: NumbersRule = (node, { shape, numbers }) => {
  const [data, sizes] = [numbers(0), shape(0)]
  const order = attributeInts(node, 'perm') ?? [1, 0]
  if (!data || sizes?.length !== 2 || order[0] !== 1) return null
  const [rows = 0, columns = 0] = sizes
  return {
    ...data,
    values: Array.from(
      { length: rows * columns },
      (_, index) => data.values[(index % rows) * columns + Math.floor(index / rows)] ?? 0,
    ),
  }
}

const concat: NumbersRule = (node, { numbers }) => {
  const parts = (node.input ?? []).map((_, place) => numbers(place))
  if (!parts.every((part) => part !== null)) return null
  return {
    values: parts.flatMap(({ values }) => values),
    isInteger: parts.every(({ isInteger }) => isInteger),
  }
}

const shapeOf: NumbersRule = (node, { shape }) => {
  const sizes = shape(0)
  if (!sizes) return null
  const start = normalAxis(attributeInt(node, 'start', 0), sizes.length)
  const end = normalAxis(attributeInt(node, 'end', sizes.length), sizes.length)
  return integers(sizes.slice(Math.max(0, start), end))
}

const constant: NumbersRule = ({ attribute }) => {
  const [first] = attribute ?? []
  if (first?.t) return numbersOf(first.t)
  if (first?.name === 'value_int') return integers([asNumber(first.i)])
  if (first?.name === 'value_ints') return integers((first.ints ?? []).map(asNumber))
  if (first?.name === 'value_float') return { values: [first.f ?? 0], isInteger: false }
  if (first?.name === 'value_floats') return { values: first.floats ?? [], isInteger: false }
  return null
}

const constantOfShape: NumbersRule = ({ attribute }, { numbers }) => {
  const count = product(numbers(0)?.values ?? [Number.POSITIVE_INFINITY])
  if (count > maxCount) return null
  const tensor = attribute?.find(({ name }) => name === 'value')?.t
  const fill = tensor ? numbersOf(tensor) : { values: [0], isInteger: false }
  return fill && { ...fill, values: Array.from({ length: count }, () => fill.values[0] ?? 0) }
}

const expand: NumbersRule = (_, { numbers }) => {
  const [data, asked] = [numbers(0), numbers(1)]
  const count = product(asked?.values ?? [Number.POSITIVE_INFINITY])
  if (!data || count > maxCount) return null
  if (data.values.length === count) return data
  const [value] = data.values
  return data.values.length === 1 && value !== undefined
    ? { ...data, values: Array.from({ length: count }, () => value) }
    : null
}

const range: NumbersRule = (_, { numbers }) => {
  const [start, limit, delta] = [numbers(0), numbers(1), numbers(2)]
  const [first, end, step] = [start?.values[0], limit?.values[0], delta?.values[0]]
  if (first === undefined || end === undefined || !step) return null
  const count = Math.max(0, Math.ceil((end - first) / step))
  if (count > maxCount) return null
  return {
    values: Array.from({ length: count }, (_, index) => first + index * step),
    isInteger: Boolean(start?.isInteger && delta?.isInteger),
  }
}

/** Of a whole list. */
const reduceAll =
  (compute: (values: readonly number[]) => number): NumbersRule =>
  (_, { shape, numbers }) => {
    const data = numbers(0)
    return data && (shape(0)?.length ?? 2) <= 1 ? { ...data, values: [compute(data.values)] } : null
  }

const truth = (compare: (left: number, right: number) => boolean) =>
  pairwise((left, right) => Number(compare(left, right)), true)

const rules: Readonly<Record<string, NumbersRule>> = {
  Constant: constant,
  Shape: shapeOf,
  Size: (_, { shape }) => {
    const sizes = shape(0)
    return sizes ? integers([product(sizes)]) : null
  },
  Gather: gather,
  Slice: slice,
  Transpose: transpose,
  Concat: concat,
  Unsqueeze: kept,
  Squeeze: kept,
  Reshape: kept,
  Flatten: kept,
  Identity: kept,
  Cast: cast,
  Add: pairwise((left, right) => left + right),
  Sub: pairwise((left, right) => left - right),
  Mul: pairwise((left, right) => left * right),
  Div: pairwise((left, right, isInteger) => (isInteger ? Math.trunc(left / right) : left / right)),
  Mod: pairwise((left, right) => ((left % right) + right) % right),
  Pow: pairwise((left, right) => left ** right),
  Min: pairwise((left, right) => Math.min(left, right)),
  Max: pairwise((left, right) => Math.max(left, right)),
  Equal: truth((left, right) => left === right),
  Greater: truth((left, right) => left > right),
  GreaterOrEqual: truth((left, right) => left >= right),
  Less: truth((left, right) => left < right),
  LessOrEqual: truth((left, right) => left <= right),
  And: truth((left, right) => Boolean(left && right)),
  Or: truth((left, right) => Boolean(left || right)),
  Not: each((value) => Number(!value)),
  Neg: each((value) => -value),
  Abs: each(Math.abs),
  Floor: each(Math.floor),
  Ceil: each(Math.ceil),
  Sqrt: each(Math.sqrt),
  Where: where,
  ConstantOfShape: constantOfShape,
  Expand: expand,
  Range: range,
  ReduceProd: reduceAll(product),
  ReduceSum: reduceAll((values) => values.reduce((sum, value) => sum + value, 0)),
  ReduceMax: reduceAll((values) => Math.max(...values)),
  ReduceMin: reduceAll((values) => Math.min(...values)),
}

/** The numbers of a node's first output, whose shape is `out`; null where they are not known. */
export function outputNumbers(
  node: NodeProto,
  out: Shape | null,
  inputs: KnownInputs,
): Numbers | null {
  const found = rules[operatorName(node)]?.(node, inputs) ?? null
  if (found === null || found.values.length > maxCount || !found.values.every(Number.isFinite))
    return null
  return out !== null && product(out) !== found.values.length ? null : found
}
