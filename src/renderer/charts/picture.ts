// Saves what is seen as a file: a chart as a picture at three times its size with its title, and data as text.

import type { Chart } from 'chart.js'
import type { ChartInks } from './palette.ts'

const pictureScale = 3
const margin = 16
const headHeight = 56

/** A name that every file system takes. */
export function fileName(parts: readonly string[], extension: string): string {
  const stem = parts
    .join(' ')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100)
    .toLowerCase()
  return `${stem === '' ? 'benchtop' : stem}.${extension}`
}

function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function atScale(chart: Chart, scale: number, draw: () => void): void {
  const { devicePixelRatio } = chart.options
  chart.options.devicePixelRatio = scale
  chart.resize()
  draw()
  chart.options.devicePixelRatio = devicePixelRatio ?? window.devicePixelRatio
  chart.resize()
}

interface PictureWords {
  readonly title: string
  readonly subtitle: string
}

export function savePicture(
  chart: Chart,
  { title, subtitle }: PictureWords,
  inks: ChartInks,
  name: string,
): void {
  const page = document.createElement('canvas')
  const context = page.getContext('2d')
  if (context === null) return
  page.width = (chart.width + 2 * margin) * pictureScale
  page.height = (chart.height + headHeight + margin) * pictureScale
  context.scale(pictureScale, pictureScale)
  context.fillStyle = inks.ground
  context.fillRect(0, 0, page.width, page.height)
  context.fillStyle = inks.text
  context.font = '600 14px "Inter Variable", system-ui, sans-serif'
  context.fillText(title, margin, 24, chart.width)
  context.fillStyle = inks.muted
  context.font = '12px "Inter Variable", system-ui, sans-serif'
  context.fillText(subtitle, margin, 42, chart.width)
  atScale(chart, pictureScale, () => {
    context.drawImage(chart.canvas, margin, headHeight, chart.width, chart.height)
  })
  page.toBlob((blob) => {
    if (blob !== null) saveBlob(blob, name)
  }, 'image/png')
}
