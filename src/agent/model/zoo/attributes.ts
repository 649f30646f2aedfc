// Attributes and values as ONNX writes them.

import type { NodeProto, TensorProto, ValueInfoProto } from '../proto.ts'

export type Attribute = NonNullable<NodeProto['attribute']>[number]

const attributeTypes = { float: 1, int: 2, ints: 7 } as const
export const elementNumbers = { float: 1, int64: 7 } as const

export const float = (name: string, f: number): Attribute => ({
  name,
  type: attributeTypes.float,
  f,
})

export const int = (name: string, i: number): Attribute => ({ name, type: attributeTypes.int, i })

export const ints = (name: string, values: readonly number[]): Attribute => ({
  name,
  type: attributeTypes.ints,
  ints: [...values],
})

export function inputValue(
  name: string,
  dims: readonly (number | string)[],
  type: keyof typeof elementNumbers = 'float',
): ValueInfoProto {
  return {
    name,
    type: {
      tensorType: {
        elemType: elementNumbers[type],
        shape: {
          dim: dims.map((dim) => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim })),
        },
      },
    },
  }
}

/** A constant of integers, such as a shape or axes. */
export function integers(
  name: string,
  values: readonly number[],
  dims: readonly number[] = [values.length],
): TensorProto {
  const rawData = new Uint8Array(values.length * 8)
  const view = new DataView(rawData.buffer)
  for (const [index, number] of values.entries()) view.setBigInt64(index * 8, BigInt(number), true)
  return { name, dims: [...dims], dataType: elementNumbers.int64, rawData }
}

/** A constant number without dimensions. */
export function scalar(name: string, number: number): TensorProto {
  const rawData = new Uint8Array(4)
  new DataView(rawData.buffer).setFloat32(0, number, true)
  return { name, dims: [], dataType: elementNumbers.float, rawData }
}
