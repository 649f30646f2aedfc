// Pictures that need no font: digits of seven strokes, black on white.

import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Tensor } from '../../src/shared/tensor.ts'

const strokesOf: Readonly<Record<string, string>> = {
  '2': 'abged',
  '3': 'abgcd',
  '4': 'fgbc',
  '5': 'afgcd',
  '6': 'afgedc',
  '7': 'abc',
  '8': 'abcdefg',
}
/** x, y, width, height within a digit. */
const strokes: Readonly<Record<string, readonly [number, number, number, number]>> = {
  a: [2, 0, 12, 3],
  b: [13, 2, 3, 11],
  c: [13, 15, 3, 11],
  d: [2, 25, 12, 3],
  e: [0, 15, 3, 11],
  f: [0, 2, 3, 11],
  g: [2, 12, 12, 3],
}
const digitWidth = 22

export interface Drawing {
  readonly width: number
  readonly height: number
  /** Where the first digit begins. */
  readonly left: number
  readonly top: number
}

function svgOf(digits: string, { width, height, left, top }: Drawing): Buffer {
  const rects = [...digits].flatMap((digit, place) =>
    [...(strokesOf[digit] ?? '')].map((name) => {
      const [x, y, w, h] = strokes[name] ?? [0, 0, 0, 0]
      return `<rect x="${left + place * digitWidth + x}" y="${top + y}" width="${w}" height="${h}"/>`
    }),
  )
  const paper = `<rect width="${width}" height="${height}" fill="white"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paper}${rects.join('')}</svg>`
  return Buffer.from(svg)
}

export async function drawDigits(path: string, digits: string, drawing: Drawing): Promise<void> {
  await writeFile(path, await sharp(svgOf(digits, drawing)).png().toBuffer())
}

/** Each in its turn as PP-OCR and most networks take pictures: [N, 3, height, width], from −1 to 1. */
export async function drawnPictures(
  pictures: readonly { readonly digits: string; readonly drawing: Drawing }[],
): Promise<Tensor> {
  const planes: Float32Array[] = []
  for (const { digits, drawing } of pictures) {
    const { data } = await sharp(svgOf(digits, drawing))
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const pixels = data.length / 3
    for (let channel = 0; channel < 3; channel++)
      planes.push(
        Float32Array.from({ length: pixels }, (_, at) => (data[at * 3 + channel] ?? 0) / 127.5 - 1),
      )
  }
  const { width = 0, height = 0 } = pictures[0]?.drawing ?? {}
  const all = new Float32Array(planes.length * width * height)
  for (const [at, plane] of planes.entries()) all.set(plane, at * width * height)
  return { type: 'float', dims: [pictures.length, 3, height, width], data: all }
}
