// The knee of a curve that rises ever more slowly: from where on more of what is paid brings little more of what is
// gained. Kneedle [Satopää, Albrecht, Irwin, Raghavan: Finding a "Kneedle" in a Haystack, ICDCSW 2011], without its
// smoothing: the points are few and each is a measurement. A line has none, and too few points tell of none.

export interface CurvePoint {
  readonly x: number
  readonly y: number
}

/** Fewer points than this have a bend wherever one of them is off. */
export const leastKneePoints = 4

/** The paper's S: how much of a mean step the curve has to fall behind again. 1 is what it advises for whole curves. */
const sensitivity = 1

/** How far above the diagonal of the unit square the bend has to rise, whatever the number of points: less is noise. */
const leastBend = 0.1

const distinct = (points: readonly CurvePoint[]) =>
  points.every((point, index) => index === 0 || point.x > (points[index - 1]?.x ?? point.x))

/**
 * How much faster than the first point the best one is at the least: a tenth of what is gained is then a difference of
 * 1 %, below which no difference is one (docs/statistics.md), and a bend of `leastBend` is more than noise.
 */
const leastGain = 0.1

/** How far each point stands above the diagonal of the unit square that holds the curve. */
function differences(points: readonly CurvePoint[]): readonly number[] {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [xLeast, xMost] = [Math.min(...xs), Math.max(...xs)]
  const [yLeast, yMost] = [Math.min(...ys), Math.max(...ys)]
  return points.map(({ x, y }) => (y - yLeast) / (yMost - yLeast) - (x - xLeast) / (xMost - xLeast))
}

/** A local maximum is a knee where the curve falls below its threshold before it rises to the next one. */
function isKnee(above: readonly number[], at: number, maxima: readonly number[]): boolean {
  const height = above[at] ?? 0
  const threshold = height - sensitivity / (above.length - 1)
  const end = maxima.find((next) => next > at) ?? above.length
  return height > leastBend && above.slice(at + 1, end).some((difference) => difference < threshold)
}

/**
 * Which of the points is the knee, by its place; of several the highest above the diagonal. Null: none. The points
 * stand in the order of their x, each x once; the curve has to end higher than it begins, and to gain by a tenth.
 */
export function kneeOf(points: readonly CurvePoint[]): number | null {
  const [first, last] = [points[0], points.at(-1)]
  if (points.length < leastKneePoints || first === undefined || last === undefined) return null
  if (!distinct(points) || !(last.y > first.y)) return null
  const best = Math.max(...points.map(({ y }) => y))
  if (best - first.y < leastGain * Math.abs(first.y)) return null
  const above = differences(points)
  const maxima = above.flatMap((own, at) => {
    const [before, after] = [above[at - 1], above[at + 1]]
    return before !== undefined && after !== undefined && own > before && own >= after ? [at] : []
  })
  const knees = maxima.filter((at) => isKnee(above, at, maxima))
  return knees.toSorted((a, b) => (above[b] ?? 0) - (above[a] ?? 0))[0] ?? null
}
