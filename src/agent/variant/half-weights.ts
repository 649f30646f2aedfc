// Weights in half precision, as ONNX Runtime's float16 converter brings them into its range: what is beyond 65504 becomes
// 65504, what is not zero and below the least number becomes that. Infinity stays: masks are made of it.

import { toFloat16Bits } from '../../shared/float16.ts'

export const largest = 65504
const largestBits = 0x7bff
const infiniteBits = 0x7c00
/** The converter writes it as 5.96e-8, a little below. */
const least = 2 ** -24
const leastBits = 1

export interface HalfSurvey {
  /** Whether one of them is no number. */
  readonly hasNaN: boolean
  readonly clamped: number
  readonly lifted: number
  /** The size of the one that is farthest from zero, of those that are no infinities. */
  readonly most: number
}

/** What becoming half floats would do to these. */
export function surveyHalves(values: Float32Array): HalfSurvey {
  let [hasNaN, clamped, lifted, most] = [false, 0, 0, 0]
  for (let index = 0; index < values.length; index++) {
    const size = Math.abs(values[index] ?? 0)
    if (size <= largest) {
      if (size < least && size > 0) lifted++
      if (size > most) most = size
    } else if (Number.isNaN(size)) hasNaN = true
    else if (size !== Number.POSITIVE_INFINITY) {
      clamped++
      most = Math.max(most, size)
    }
  }
  return { hasNaN, clamped, lifted, most }
}

/** The bits of half floats; none of the values is NaN. */
export function toHalves(values: Float32Array): Uint16Array {
  const singles = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const halves = new Uint16Array(values.length)
  for (let index = 0; index < values.length; index++) {
    const bits = singles[index] ?? 0
    halves[index] = ((bits >>> 16) & 0x8000) | sizeBits(bits & 0x7fff_ffff, values[index] ?? 0)
  }
  return halves
}

/** Of a float32's bits without the sign: the half's, rounded to the nearest, ties to even. */
function sizeBits(bits: number, value: number): number {
  if (bits === 0) return 0
  if (bits === 0x7f80_0000) return infiniteBits
  const size = Math.abs(value)
  if (size > largest) return largestBits
  if (size < least) return leastBits
  if (size < 2 ** -14) return toFloat16Bits(size)
  // The exponent's bias becomes 15 from 127, and 13 bits of the fraction fall away.
  return (bits - 0x3800_0000 + 0xfff + ((bits >>> 13) & 1)) >>> 13
}
