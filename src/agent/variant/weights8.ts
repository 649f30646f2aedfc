// Weights as 8-bit integers around zero, with one scale for all or one for each channel, and the 32-bit biases that
// are added to their products.

import { clamp, type Grid, roundEven, store, symmetricScale } from './affine.ts'

/** How a tensor's elements belong to channels: `outer` times, each channel has `inner` elements in a row. */
export interface Channels {
  readonly outer: number
  readonly count: number
  readonly inner: number
}

const product = (sizes: readonly number[]) => sizes.reduce((total, size) => total * size, 1)

/** Channels along an axis; null: the tensor is one channel. */
export function channelsOf(dims: readonly number[], axis: number | null): Channels {
  if (axis === null) return { outer: 1, count: 1, inner: product(dims) }
  return {
    outer: product(dims.slice(0, axis)),
    count: dims[axis] ?? 1,
    inner: product(dims.slice(axis + 1)),
  }
}

/** Calls back with each run of elements of a channel. */
function eachRun(
  { outer, count, inner }: Channels,
  onRun: (channel: number, from: number, to: number) => void,
): void {
  for (let block = 0; block < outer * count; block++)
    onRun(block % count, block * inner, (block + 1) * inner)
}

/** The scale that covers each channel. */
export function weightScales(weights: Float32Array, channels: Channels, grid: Grid): Float32Array {
  const most = new Float32Array(channels.count)
  eachRun(channels, (channel, from, to) => {
    let size = most[channel] ?? 0
    for (let at = from; at < to; at++) size = Math.max(size, Math.abs(weights[at] ?? 0))
    most[channel] = size
  })
  return most.map((size) => symmetricScale(size, grid))
}

export interface StoredWeights {
  readonly stored: Int8Array
  /** Weights that are not zero and are stored as zero. */
  readonly lostValues: number
}

/** `weights` are numbers, and each scale covers its channel. */
export function storeWeights(
  weights: Float32Array,
  channels: Channels,
  scales: Float32Array,
  grid: Grid,
): StoredWeights {
  const stored = new Int8Array(weights.length)
  let lostValues = 0
  eachRun(channels, (channel, from, to) => {
    const affine = { scale: scales[channel] ?? 1, zeroPoint: 0 }
    for (let at = from; at < to; at++) {
      const weight = weights[at] ?? 0
      const value = store(weight, affine, grid)
      stored[at] = value
      if (value === 0 && weight !== 0) lostValues++
    }
  })
  return { stored, lostValues }
}

const mostBias = 2 ** 31 - 1

/**
 * The scale of each channel's weights, made larger where a bias in steps of `inputScale` times it would not fit in 32
 * bits: as `_adjust_weight_scale_for_int32_bias` in ONNX Runtime's qdq_quantizer.py. With a single scale all biases share it.
 */
export function scalesForBias(
  scales: Float32Array,
  bias: Float32Array,
  inputScale: number,
): Float32Array {
  const mostOf = (channel: number) =>
    scales.length === 1
      ? bias.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      : Math.abs(bias[channel] ?? 0)
  return scales.map((scale, channel) => {
    const least = (1.0001 * mostOf(channel)) / mostBias
    const step = inputScale * scale
    return step > 0 && step < least ? scale * (least / step) : scale
  })
}

export interface StoredBias {
  readonly stored: Int32Array
  readonly scales: Float32Array
  /** Biases that do not fit in 32 bits. */
  readonly clampedValues: number
}

/** In steps of the products: the input's scale times that of the weights. */
export function storeBias(
  bias: Float32Array,
  weightScales: Float32Array,
  inputScale: number,
): StoredBias {
  const scales = weightScales.map((scale) => inputScale * scale)
  let clampedValues = 0
  const stored = Int32Array.from(bias, (value, at) => {
    const steps = roundEven(value / (scales[scales.length === 1 ? 0 : at] ?? 1))
    const kept = clamp(steps, -mostBias - 1, mostBias)
    if (kept !== steps) clampedValues++
    return kept
  })
  return { stored, scales, clampedValues }
}
