// A program of its own, under plain Node: a picture on stdin becomes pixels on stdout. Apart from the app, since the
// decoder's libraries and Electron's on Linux do not bear one another, and a picture that breaks it breaks only this.

import sharp from 'sharp'
import type { DecodeRequest } from './model/picture.ts'

/** About what a large camera makes. */
const maxPixels = 100_000_000
const fits = { stretch: 'fill', cover: 'cover', contain: 'contain' } as const

async function decode(bytes: Uint8Array, { sides, channels, fit }: DecodeRequest): Promise<void> {
  const space = channels === 'gray' ? 'b-w' : 'srgb'
  const whole = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
    .autoOrient()
    .toColourspace(space)
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
    .toColourspace(space)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const head = { width: info.width, height: info.height, channels: info.channels }
  process.stdout.write(`${JSON.stringify(head)}\n`)
  process.stdout.write(data)
}

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
try {
  await decode(Buffer.concat(chunks), JSON.parse(process.argv[2] ?? '') as DecodeRequest)
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
