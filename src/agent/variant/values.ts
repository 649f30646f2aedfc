// The elements of a tensor as numbers to calculate with.

import { fromFloat16s } from '../../shared/float16.ts'
import type { Tensor } from '../../shared/tensor.ts'

/** Those of 64 bits as the nearest double. */
export type Values = Float32Array | Float64Array

/** The tensor's own elements where they are floats of 32 or 64 bits, else a copy. */
export function valuesOf({ type, data }: Tensor): Values {
  if (data instanceof Float32Array || data instanceof Float64Array) return data
  if (type === 'float16' && data instanceof Uint16Array) return fromFloat16s(data)
  const values = new Float64Array(data.length)
  for (let at = 0; at < data.length; at++) values[at] = Number(data[at] ?? 0)
  return values
}
