// A picture as the values of a model's input: turned upright, resized bilinearly to the model's height and width,
// scaled to 0…1, less the mean, over the deviation. An input of integers gets the bytes as they are.

import { execFile } from 'node:child_process'
import { z } from 'zod'
import type { PictureSettings } from '../../shared/input.ts'
import { elementTypeOf, type Tensor } from '../../shared/tensor.ts'
import { findLocalNode } from '../board/local-node.ts'

const signatures = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x52, 0x49, 0x46, 0x46],
]
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
  decode: DecodePicture,
): Promise<Tensor> {
  const { height: tall, width: wide } = target
  const { pixels, height, width, channels } = await decode(bytes, {
    sides: { height: tall, width: wide },
    channels: settings.channels,
    fit: settings.fit,
  })
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

/** What the decoder is told. */
export interface DecodeRequest extends Pick<PictureSettings, 'channels' | 'fit'> {
  readonly sides: PictureSides
}

interface Pixels {
  readonly pixels: Uint8Array
  readonly height: number
  readonly width: number
  readonly channels: number
}
export type DecodePicture = (bytes: Uint8Array, request: DecodeRequest) => Promise<Pixels>

const decodeMs = 60_000
/** Of the decoder's answer: as many pixels as it takes, in three channels. */
const maxAnswerBytes = 300_000_100

/** Runs the decoder `program` under the plain Node of this computer. Rejects with what it says. */
export function pictureDecoder(program: string, modulesDir: string): DecodePicture {
  return async (bytes, request) => {
    const node = await findLocalNode(modulesDir)
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const child = execFile(
        node,
        [program, JSON.stringify(request)],
        { encoding: 'buffer', timeout: decodeMs, killSignal: 'SIGKILL', maxBuffer: maxAnswerBytes },
        (error, stdout, stderr) =>
          error === null ? resolve(stdout) : reject(new Error(stderr.toString() || error.message)),
      )
      // A decoder that has ended no longer reads; its end is what counts.
      child.stdin?.on('error', () => undefined).end(bytes)
    })
    return pixelsIn(answer, request)
  }
}

const headSchema = z.object({
  width: z.int().min(1),
  height: z.int().min(1),
  channels: z.int().min(1).max(4),
})

function pixelsIn(answer: Buffer, { channels }: DecodeRequest): Pixels {
  const end = answer.indexOf(10)
  const head = headSchema.parse(JSON.parse(answer.toString('utf8', 0, end)))
  const pixels = answer.subarray(end + 1)
  const isWhole = pixels.length === head.width * head.height * head.channels
  if (!isWhole || head.channels !== (channels === 'gray' ? 1 : 3))
    throw new Error(`the decoder gave ${pixels.length} bytes for ${JSON.stringify(head)}`)
  return { ...head, pixels }
}
