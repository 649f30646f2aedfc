// What a node says of itself: its operator's name, and its attributes with their defaults.

import { asNumber, type NodeProto } from './proto.ts'
import type { KnownInputs, Shape } from './shape.ts'

/** `Conv`, and `com.microsoft:FusedConv` for an operator that is not ONNX's own. */
export function operatorName({ domain, opType }: NodeProto): string {
  return `${domain && domain !== 'ai.onnx' ? `${domain}:` : ''}${opType ?? ''}`.slice(0, 200)
}

const attributeOf = (node: NodeProto, name: string) =>
  node.attribute?.find((candidate) => candidate.name === name)

/** Attributes of a node but for some. */
export const attributesWithout = ({ attribute }: NodeProto, ...names: readonly string[]) =>
  (attribute ?? []).filter(({ name }) => !names.includes(name ?? ''))

export function attributeInts(node: NodeProto, name: string): number[] | null {
  const attribute = attributeOf(node, name)
  return attribute ? (attribute.ints ?? []).map(asNumber) : null
}

export function attributeInt(node: NodeProto, name: string, fallback: number): number {
  const attribute = attributeOf(node, name)
  return attribute ? asNumber(attribute.i) : fallback
}

export function attributeFloat(node: NodeProto, name: string, fallback: number): number {
  return attributeOf(node, name)?.f ?? fallback
}

export function attributeString(node: NodeProto, name: string, fallback: string): string {
  const bytes = attributeOf(node, name)?.s
  return bytes ? Buffer.from(bytes).toString('utf8') : fallback
}

/** Known whole numbers of an input; null where they are not known. */
export function integersAt({ numbers }: KnownInputs, place: number): readonly number[] | null {
  return numbers(place)?.values.map(Math.trunc) ?? null
}

export const product = (sizes: Shape) => sizes.reduce((total, size) => total * size, 1)
export const normalAxis = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis)
