// When measuring has gone on for long enough, from the half-widths of the headline's interval at one look after another,
// each relative to the headline; the looks are evenly spread in time.

/** An interval that is narrow by chance would end a point too early, so two looks in a row have to agree. */
const looksToAgree = 2

/** A width that is asked for is met where rounding alone keeps it from being. */
const rounding = 1.001

/** Whether the headline is known well enough to stop. */
export function hasPrecision(halfWidths: readonly number[], precision: number): boolean {
  const last = halfWidths.slice(-looksToAgree)
  return (
    last.length === looksToAgree && last.every((halfWidth) => halfWidth <= precision * rounding)
  )
}

const looksToSettle = 8
/** nvbench's threshold for the same. */
const settledDeviation = 0.05

/**
 * Whether measuring on narrows the interval no more: the last looks lie within 5 % of the newest, root mean square, as
 * nvbench's `stdrel` criterion looks at its noise (nvbench/detail/stdrel_criterion.cxx). An interval that narrows with
 * the root of the time comes to that only after about forty looks.
 */
export function noiseSettled(halfWidths: readonly number[]): boolean {
  const last = halfWidths.slice(-looksToSettle)
  const newest = last.at(-1)
  if (newest === undefined || last.length < looksToSettle) return false
  const squares = last.reduce((sum, halfWidth) => sum + (halfWidth - newest) ** 2, 0)
  return Math.sqrt(squares / (last.length - 1)) <= settledDeviation * newest
}
