// Colours of a grid cell: viridis, which is perceptually even and readable to colour-blind eyes, on a logarithmic
// scale, because a sweep's values span decades. Each colour comes with the ink that is legible on it.

const viridis: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
]

export interface CellColor {
  readonly fill: string
  readonly ink: '#ffffff' | '#000000'
}

/** Where a value stands between two others, 0 to 1, by ratio and not by difference. */
export function logPosition(value: number, low: number, high: number): number {
  if (!(low > 0) || !(high > low) || !(value > 0)) return 0
  return Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low)))
}

function channel(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Relative luminance after WCAG. */
function luminance([red, green, blue]: readonly [number, number, number]): number {
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

/** 0 is dark violet, 1 is bright yellow. */
export function heatColor(position: number): CellColor {
  const at = Math.min(1, Math.max(0, position)) * (viridis.length - 1)
  const below = viridis[Math.floor(at)] ?? [0, 0, 0]
  const above = viridis[Math.ceil(at)] ?? below
  const share = at - Math.floor(at)
  const mix = (index: 0 | 1 | 2) => Math.round(below[index] + (above[index] - below[index]) * share)
  const rgb = [mix(0), mix(1), mix(2)] as const
  const bright = luminance(rgb)
  return {
    fill: `rgb(${rgb.join(', ')})`,
    ink: 1.05 / (bright + 0.05) >= (bright + 0.05) / 0.05 ? '#ffffff' : '#000000',
  }
}
