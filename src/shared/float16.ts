// Half floats (IEEE 754 binary16) as the 16 bits that they are: Node before 24 has no type for them.

const scratch = new DataView(new ArrayBuffer(8))

/** Rounds to the nearest, ties to even; beyond 65504 it becomes infinite. */
export function toFloat16Bits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  if (Number.isNaN(value)) return 0x7e00
  if (size >= 65520) return sign | 0x7c00
  if (size < 2 ** -14) return sign | roundEven(size * 2 ** 24)
  const exponent = exponentOf(size)
  // A fraction that rounds up to 1024 carries into the exponent, as it should.
  return sign | (((exponent + 15) << 10) + roundEven((size / 2 ** exponent - 1) * 1024))
}

export function fromFloat16Bits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** What every pattern of 16 bits means: looking it up is far quicker than taking it apart. */
let meanings: Float32Array | null = null

export function fromFloat16s(bits: Uint16Array): Float32Array {
  meanings ??= Float32Array.from({ length: 2 ** 16 }, (_, pattern) => fromFloat16Bits(pattern))
  const values = new Float32Array(bits.length)
  for (let at = 0; at < bits.length; at++) values[at] = meanings[bits[at] ?? 0] ?? 0
  return values
}

/** Of a normal double. */
function exponentOf(size: number): number {
  scratch.setFloat64(0, size)
  return ((scratch.getUint16(0) >> 4) & 0x7ff) - 1023
}

function roundEven(value: number): number {
  const low = Math.floor(value)
  const rest = value - low
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low
}
