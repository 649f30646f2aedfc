// A picture as the values of a model's input: turned upright, resized bilinearly to the model's height and width,
// scaled to 0…1, less the mean, over the deviation. An input of integers gets the bytes as they are.

import type { PictureSettings } from '../../shared/input.ts'
import { elementTypeOf, type Tensor } from '../../shared/tensor.ts'

const signatures = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x52, 0x49, 0x46, 0x46],
]
/** About what a large camera makes. */
const maxPixels = 100_000_000

/** PNG, JPEG or WebP: what a decoder of pictures is let at. */
export function isPicture(bytes: Uint8Array): boolean {
  return signatures.some((signature) => signature.every((byte, at) => bytes[at] === byte))
}

/** Null where the model leaves a side open: the picture's own counts. */
export interface PictureSides {
  readonly height: number | null
  readonly width: number | null
}

export interface PictureTarget extends PictureSides {
  /** Whether a dimension for the samples stands before the others. */
  readonly hasBatch: boolean
  readonly type: string
}

/** Rejects with what the decoder says of a picture that it can not read. */
export async function pictureTensor(
  bytes: Uint8Array,
  target: PictureTarget,
  settings: PictureSettings,
): Promise<Tensor> {
  const { pixels, height, width, channels } = await pixelsOf(bytes, target, settings)
  const { mean, std, layout } = settings
  const isInteger = elementTypeOf(target.type)?.kind === 'integer'
  const data = isInteger ? new Uint8Array(pixels.length) : new Float32Array(pixels.length)
  const area = height * width
  for (let channel = 0; channel < channels; channel++) {
    const from = settings.channels === 'bgr' ? channels - 1 - channel : channel
    const less = mean[mean.length === 1 ? 0 : channel] ?? 0
    const over = std[std.length === 1 ? 0 : channel] ?? 1
    for (let at = 0; at < area; at++) {
      const value = pixels[at * channels + from] ?? 0
      const place = layout === 'nchw' ? channel * area + at : at * channels + channel
      data[place] = isInteger ? value : (value / 255 - less) / over
    }
  }
  const dims = layout === 'nchw' ? [channels, height, width] : [height, width, channels]
  return {
    type: isInteger ? 'uint8' : 'float',
    dims: target.hasBatch ? [1, ...dims] : dims,
    data,
  }
}

const fits = { stretch: 'fill', cover: 'cover', contain: 'contain' } as const

async function pixelsOf(
  bytes: Uint8Array,
  sides: PictureSides,
  { channels, fit }: PictureSettings,
) {
  // Its library is large, and most who open Benchtop never need it.
  const { default: sharp } = await import('sharp')
  const whole = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
    .autoOrient()
    .toColourspace(channels === 'gray' ? 'b-w' : 'srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  // Resized apart, since with an alpha channel the colours would be rounded by it.
  const { width, height, channels: count } = whole.info
  const { data, info } = await sharp(whole.data, { raw: { width, height, channels: count } })
    .resize(sides.width ?? width, sides.height ?? height, {
      fit: fits[fit],
      kernel: 'linear',
      background: { r: 0, g: 0, b: 0 },
    })
    .toColourspace(channels === 'gray' ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== (channels === 'gray' ? 1 : 3))
    throw new Error(`the decoder gave ${info.channels} channels`)
  return { pixels: data, height: info.height, width: info.width, channels: info.channels }
}
