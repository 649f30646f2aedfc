// Weights in half precision, as ONNX Runtime's float16 converter brings them into its range: what is beyond 65504 becomes
// 65504, what is not zero and below the least number becomes that. Infinity stays: masks are made of it.

import { toFloat16Bits } from '../../shared/float16.ts'

const largest = 65504
/** The least half float is 2⁻²⁴; the converter writes it as 5.96e-8, a little below. */
const least = 2 ** -24

export interface HalfSurvey {
  /** Whether one of them is no number. */
  readonly hasNaN: boolean
  readonly clamped: number
  readonly lifted: number
}

/** What becoming half floats would do to these. */
export function surveyHalves(values: Float32Array | Float64Array): HalfSurvey {
  let [hasNaN, clamped, lifted] = [false, 0, 0]
  for (const value of values) {
    const size = Math.abs(value)
    if (size > largest && size !== Number.POSITIVE_INFINITY) clamped++
    else if (size < least && size > 0) lifted++
    else if (value !== value) hasNaN = true
  }
  return { hasNaN, clamped, lifted }
}

/** The bits of half floats; none of the values is NaN. */
export function toHalves(values: Float32Array | Float64Array): Uint16Array {
  const bits = new Uint16Array(values.length)
  for (const [index, value] of values.entries()) {
    const size = Math.abs(value)
    const sign = Math.sign(value)
    if (size > largest && size !== Number.POSITIVE_INFINITY)
      bits[index] = toFloat16Bits(sign * largest)
    else if (size < least && size > 0) bits[index] = toFloat16Bits(sign * least)
    else bits[index] = toFloat16Bits(value)
  }
  return bits
}
