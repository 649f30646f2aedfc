// How a picture becomes numbers: the conventions that models are trained with, and what a shape already says.

import type { PictureSettings } from '../../../shared/input.ts'
import type { TensorInfo } from '../../../shared/model.ts'

export const scalings = {
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  unit: { mean: [0], std: [1] },
  symmetric: { mean: [0.5], std: [0.5] },
} as const
export type Scaling = keyof typeof scalings

/** Gray where the model has one channel; the layout by where a 1 or a 3 stands. */
export function guessedSettings({ dims }: TensorInfo): PictureSettings {
  const [, second] = dims
  const last = dims.at(-1)
  const isChannels = (dim: unknown) => dim === 1 || dim === 3
  const layout = !isChannels(second) && isChannels(last) ? 'nhwc' : 'nchw'
  const channels = (layout === 'nhwc' ? last : second) === 1 ? 'gray' : 'rgb'
  return { ...settingsOf('unit', channels), layout, channels, fit: 'stretch' }
}

/** A gray picture has one channel to scale. */
export function settingsOf(
  scaling: Scaling,
  channels: PictureSettings['channels'],
): Pick<PictureSettings, 'mean' | 'std'> {
  const { mean, std } = scalings[scaling]
  const ordered = (values: readonly number[]) => {
    if (values.length === 1 || channels === 'rgb') return [...values]
    return channels === 'bgr' ? values.toReversed() : values.slice(0, 1)
  }
  return { mean: ordered(mean), std: ordered(std) }
}

/** By its name; else it may be a folder of them. */
export const isPicture = (path: string): boolean =>
  /\.(png|jpe?g|webp|bmp|gif|tiff?|avif)$/i.test(path)
