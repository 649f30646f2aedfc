// Pictures that need no font: digits of seven strokes, black on white.

import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'

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

export async function drawDigits(
  path: string,
  digits: string,
  { width, height, left, top }: Drawing,
): Promise<void> {
  const rects = [...digits].flatMap((digit, place) =>
    [...(strokesOf[digit] ?? '')].map((name) => {
      const [x, y, w, h] = strokes[name] ?? [0, 0, 0, 0]
      return `<rect x="${left + place * digitWidth + x}" y="${top + y}" width="${w}" height="${h}"/>`
    }),
  )
  const paper = `<rect width="${width}" height="${height}" fill="white"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paper}${rects.join('')}</svg>`
  await writeFile(path, await sharp(Buffer.from(svg)).png().toBuffer())
}
