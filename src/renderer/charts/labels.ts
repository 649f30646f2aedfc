// Places labels along one axis so that none covers another: each as near to its own place as the others allow;
// and says how much room a label takes.

/** New places in the order of the old ones, at least `gap` apart and within `low`…`high` where they fit. */
export function spreadLabels(
  places: readonly number[],
  gap: number,
  low: number,
  high: number,
): readonly number[] {
  const order = places.map((_, index) => index).sort((a, b) => at(places, a) - at(places, b))
  const spread = [...places]
  let least = low
  for (const index of order) {
    spread[index] = Math.max(at(places, index), least)
    least = at(spread, index) + gap
  }
  let most = high
  for (const index of order.toReversed()) {
    spread[index] = Math.min(at(spread, index), most)
    most = at(spread, index) - gap
  }
  return spread
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** New heights of labels, in the order of the old: each as near below its own as leaves it clear of all before it. */
export function stackLabels(
  boxes: readonly Box[],
  height: number,
  most: number,
): readonly number[] {
  const placed: Box[] = []
  const isClear = ({ x, y, width }: Box) =>
    placed.every(
      (other) =>
        x + width <= other.x || other.x + other.width <= x || Math.abs(y - other.y) >= height,
    )
  for (const box of boxes) {
    // Down from its place, and where that is the end, up.
    const steps = Array.from({ length: 2 * boxes.length + 1 }, (_, step) => step)
    const down = steps.map((step) => box.y + step * height).filter((y) => y <= most)
    const up = steps.map((step) => Math.min(box.y, most) - step * height)
    const y = [...down, ...up].find((place) => isClear({ ...box, y: place }))
    placed.push({ ...box, y: y ?? box.y })
  }
  return placed.map(({ y }) => y)
}

const at = (values: readonly number[], index: number) => values[index] ?? 0

const latinWidth = 7
const ideographWidth = 13

/** About how many pixels a label at 12 px takes; ideographs and full-width signs are as wide as they are high. */
export function labelWidth(label: string): number {
  return [...label].reduce(
    (width, sign) => width + (sign >= '\u2e80' ? ideographWidth : latinWidth),
    0,
  )
}
