// Weights as 4-bit integers in blocks along the rows of a matrix, packed as MatMulNBits of com.microsoft reads them and
// rounded as ONNX Runtime's own quantizer rounds (MlasBlockwiseQuantizer in core/mlas/lib/q4_dq.cpp).

import { clamp, leastScale } from './affine.ts'

export interface BlockScheme {
  readonly blockSize: number
  /** Zero is stored as 8 in every block; else each block has a zero point of its own. */
  readonly symmetric: boolean
}

export interface StoredBlocks {
  /** [columns, blocks of a column, blockSize / 2]: of two values the first in the low half. */
  readonly stored: Uint8Array
  /** [columns, blocks of a column]. */
  readonly scales: Float32Array
  /** [columns, ⌈blocks of a column / 2⌉], two to a byte; null where all are 8. */
  readonly zeroPoints: Uint8Array | null
  readonly clampedValues: number
  readonly lostValues: number
}

const most = 15
const middle = 8

interface Block {
  readonly scale: number
  readonly zeroPoint: number
}

/** The value that is farthest from zero becomes −8, so that it is exact. */
function symmetricBlock(low: number, high: number): Block {
  const farthest = Math.abs(high) > Math.abs(low) ? high : low
  return { scale: Math.fround(farthest / -middle), zeroPoint: middle }
}

function asymmetricBlock(low: number, high: number): Block {
  const scale = Math.fround(Math.fround(high - low) / most)
  const zeroPoint = scale === 0 ? 0 : clamp(roundAway(Math.fround(-low / scale)), 0, most)
  return { scale, zeroPoint }
}

/** As C's roundf: halves away from zero. */
function roundAway(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5)
}

/** Writes a half of a byte. */
function putHalf(bytes: Uint8Array, place: number, value: number): void {
  const at = place >> 1
  bytes[at] = (bytes[at] ?? 0) | (value << ((place & 1) * 4))
}

/**
 * `weights`: a matrix of `rows` times `columns` by rows, of numbers. A block holds rows of one column; what is left of the
 * last one is never read.
 */
export function storeBlocks(
  weights: Float32Array,
  rows: number,
  columns: number,
  { blockSize, symmetric }: BlockScheme,
): StoredBlocks {
  const blocks = Math.ceil(rows / blockSize)
  const zeroBytes = Math.ceil(blocks / 2)
  const stored = new Uint8Array(columns * blocks * (blockSize / 2))
  const scales = new Float32Array(columns * blocks)
  const zeroPoints = symmetric ? null : new Uint8Array(columns * zeroBytes)
  let clampedValues = 0
  let lostValues = 0
  for (let column = 0; column < columns; column++)
    for (let block = 0; block < blocks; block++) {
      const first = block * blockSize
      const end = Math.min(first + blockSize, rows)
      let low = 0
      let high = 0
      for (let row = first; row < end; row++) {
        const weight = weights[row * columns + column] ?? 0
        if (weight < low) low = weight
        if (weight > high) high = weight
      }
      const { scale, zeroPoint } = symmetric
        ? symmetricBlock(low, high)
        : asymmetricBlock(low, high)
      const steps = Math.abs(scale) < leastScale ? 0 : Math.fround(1 / scale)
      const place = column * blocks + block
      scales[place] = scale
      if (zeroPoints !== null) putHalf(zeroPoints, column * zeroBytes * 2 + block, zeroPoint)
      for (let row = first; row < end; row++) {
        const weight = weights[row * columns + column] ?? 0
        const rounded = roundAway(Math.fround(Math.fround(weight * steps) + zeroPoint))
        const value = clamp(rounded, 0, most)
        if (value !== rounded) clampedValues++
        if (value === zeroPoint && weight !== 0) lostValues++
        putHalf(stored, place * blockSize + row - first, value)
      }
      // As ONNX Runtime leaves it: the half of a byte that is no block's.
      const isLast = block === blocks - 1 && blocks % 2 === 1
      if (zeroPoints !== null && isLast)
        putHalf(zeroPoints, column * zeroBytes * 2 + blocks, middle)
    }
  return { stored, scales, zeroPoints, clampedValues, lostValues }
}
