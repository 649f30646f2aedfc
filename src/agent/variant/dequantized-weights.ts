// What quantized weights stand for: (q − zero point) · scale, with one scale for all, one for each place along an axis, or
// one for each block along it. In float32, as a runtime computes it.

type Integers = ArrayLike<number | bigint>

export interface Quantization {
  readonly scale: ArrayLike<number>
  /** As many as there are scales, or one; null for zero. */
  readonly zeroPoint: Integers | null
  /** Along which scales stand, where there are several. */
  readonly axis: number
  /** How many elements along the axis share a scale; 0 where each place has its own. */
  readonly blockSize: number
}

/** How many scales a tensor has along an axis: one for each place, or one for each block of each row along it. */
export function scalesAlong(dims: readonly number[], axis: number, blockSize: number): number {
  const size = dims[axis] ?? 1
  if (blockSize <= 0) return size
  const others = dims.reduce((product, dim, at) => (at === axis ? product : product * dim), 1)
  return others * Math.ceil(size / blockSize)
}

export function dequantize(
  quantized: Integers,
  dims: readonly number[],
  { scale, zeroPoint, axis, blockSize }: Quantization,
): Float32Array {
  const size = dims[axis] ?? 1
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1)
  const blocks = Math.ceil(size / blockSize)
  const floats = new Float32Array(quantized.length)
  const [isOne, isOneZero] = [scale.length === 1, zeroPoint?.length === 1]
  for (let index = 0; index < floats.length; ) {
    const row = Math.floor(index / inner)
    const along = row % size
    const block = Math.floor(row / size) * blocks + Math.floor(along / blockSize)
    for (let within = 0; within < inner; within++, index++) {
      const at = isOne ? 0 : blockSize > 0 ? block * inner + within : along
      const zero = zeroPoint ? Number(zeroPoint[isOneZero ? 0 : at] ?? 0) : 0
      floats[index] = (Number(quantized[index]) - zero) * (scale[at] ?? 0)
    }
  }
  return floats
}

export interface NBits {
  readonly rows: number
  readonly columns: number
  readonly bits: number
  readonly blockSize: number
}

/** How many bytes and scales such weights have; null for what the operator is not defined for. */
export function packedSizes({ rows, columns, bits, blockSize }: NBits): {
  readonly weightBytes: number
  readonly scales: number
  readonly zeroBytes: number
} | null {
  const isDefined =
    [2, 4, 8].includes(bits) && blockSize >= 16 && Number.isInteger(Math.log2(blockSize))
  if (!isDefined || rows < 1 || columns < 1) return null
  const blocks = Math.ceil(rows / blockSize)
  return {
    weightBytes: (columns * blocks * blockSize * bits) / 8,
    scales: columns * blocks,
    zeroBytes: columns * Math.ceil((blocks * bits) / 8),
  }
}

/**
 * Weights of MatMulNBits, [columns][blocks][blockSize] in so many bits each, as the [rows][columns] of a MatMul.
 * Zero points are packed like the weights, each column's beginning at a byte of its own; without them the middle of
 * the range is zero.
 */
export function dequantizeNBits(
  packed: Uint8Array,
  scale: ArrayLike<number>,
  zeroPoints: Uint8Array | null,
  { rows, columns, bits, blockSize }: NBits,
): Float32Array {
  const blocks = Math.ceil(rows / blockSize)
  const perByte = 8 / bits
  const mask = 2 ** bits - 1
  const field = (bytes: Uint8Array, start: number, index: number) =>
    ((bytes[start + Math.floor(index / perByte)] ?? 0) >> ((index % perByte) * bits)) & mask
  const zeroBytes = Math.ceil(blocks / perByte)
  const floats = new Float32Array(rows * columns)
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) {
      const block = Math.floor(row / blockSize)
      const start = (column * blocks + block) * (blockSize / perByte)
      const zero = zeroPoints ? field(zeroPoints, column * zeroBytes, block) : 2 ** (bits - 1)
      const value = field(packed, start, row % blockSize)
      floats[row * columns + column] = (value - zero) * (scale[column * blocks + block] ?? 0)
    }
  return floats
}
