// The mapping between floats and 8-bit integers, value = scale · (stored − zeroPoint), computed as ONNX Runtime's own
// quantizer does (onnxruntime/quantization/quant_utils.py, 1.30): scales are floats, zero is always exact, and
// halves round to even.

/** The integers that values are stored as. */
export interface Grid {
  readonly type: 'uint8' | 'int8'
  readonly low: number
  readonly high: number
}

export const u8: Grid = { type: 'uint8', low: 0, high: 255 }
export const s8: Grid = { type: 'int8', low: -128, high: 127 }
/** Of weights: as many steps below zero as above. */
export const s8Weights: Grid = { type: 'int8', low: -127, high: 127 }
/** Of weights whose sum of two products with a u8 stays within 16 bits. */
export const s7Weights: Grid = { type: 'int8', low: -64, high: 64 }

export interface ValueRange {
  readonly low: number
  readonly high: number
}

export interface Affine {
  readonly scale: number
  readonly zeroPoint: number
}

/** 1.5 · 2^52: added to a number below 2^51 it leaves no place for a fraction, and the processor rounds halves to even. */
const noFraction = 1.5 * 2 ** 52

export function roundEven(value: number): number {
  return Math.abs(value) < 2 ** 51 ? value + noFraction - noFraction : value
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

/** The least float that is not denormal: a range below it counts as nothing but zero. */
export const leastScale = 2 ** -126

/** As a float; what is wider than floats go is kept as it is, since only a part of it becomes a scale. */
function width(low: number, high: number): number {
  const float = Math.fround(high - low)
  return Number.isFinite(float) ? float : high - low
}

/** Whether a range counts as nothing but zero. */
export const isNothing = ({ low, high }: ValueRange, grid: Grid): boolean =>
  width(Math.min(low, 0), Math.max(high, 0)) / (grid.high - grid.low) < leastScale

/** Covers the range and zero. The range's ends are floats. */
export function affineOf(range: ValueRange, grid: Grid): Affine {
  const low = Math.min(range.low, 0)
  const high = Math.max(range.high, 0)
  const scale = width(low, high) / (grid.high - grid.low)
  if (isNothing(range, grid)) return { scale: 1, zeroPoint: 0 }
  return { scale: Math.fround(scale), zeroPoint: roundEven(grid.low - low / scale) }
}

/** Covers −`most` to `most` with zero stored as zero; for the grids of weights. */
export function symmetricScale(most: number, grid: Grid): number {
  const scale = width(-most, most) / (grid.high - grid.low)
  return scale < leastScale ? 1 : Math.fround(scale)
}

export function store(value: number, { scale, zeroPoint }: Affine, grid: Grid): number {
  return clamp(roundEven(Math.fround(value / scale)) + zeroPoint, grid.low, grid.high)
}
